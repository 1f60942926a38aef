"""An account's statement: opening balance, the bookings of a period with running balances, closing balance, totals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min, QuerySet, Sum

from datahub.accounts.models import Account, Transaction
from datahub.browsing.dates import bank_day, day_of, midnight
from datahub.browsing.periods import Period, month
from datahub.customers.models import CustomerProfile

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """A booking on the statement; exactly one of `debit` and `credit` is set, both are positive.

    `contract` is the page of the loan, policy or claim that it belongs to; empty where it belongs to none.
    """

    booked: date
    transaction: Transaction
    debit: Decimal | None
    credit: Decimal | None
    balance: Decimal
    contract: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the ledger says the same balance."""
        return self.balance == self.transaction.balance_after


@dataclass(frozen=True)
class Holder:
    """Whose account it is, as an envelope says it."""

    name: str
    address: str | None = None
    city: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Statement:
    """A statement. `opening` plus all amounts is `closing`."""

    period: Period
    opening: Decimal
    lines: list[Line]

    @property
    def closing(self) -> Decimal:
        """The balance at the end."""
        return self.lines[-1].balance if self.lines else self.opening

    @property
    def debits(self) -> Decimal:
        """What went out, as a positive amount."""
        return sum((line.debit for line in self.lines if line.debit is not None), NOTHING)

    @property
    def credits(self) -> Decimal:
        """What came in."""
        return sum((line.credit for line in self.lines if line.credit is not None), NOTHING)

    @property
    def strays(self) -> list[Line]:
        """The lines whose balance is not the one that the ledger says."""
        return [line for line in self.lines if not line.agrees]


def statement_of(account: Account, period: Period, contracts: Mapping[str, str] | None = None) -> Statement:
    """Return an account's statement for a period; `contracts` are the pages that bookings lead to, by number."""
    before = _bookings(account).filter(transaction_date__lt=midnight(period.first))
    opening = before.aggregate(sum=Sum("transaction_amount"))["sum"] or NOTHING
    within = _bookings(account).filter(
        transaction_date__gte=midnight(period.first), transaction_date__lt=midnight(period.past)
    )
    return Statement(period, opening, list(_lines(opening, within.order_by("transaction_id"), contracts or {})))


def holder_of(account: Account) -> Holder:
    """Return to whom an account's statement goes: the profile knows the address, and a company's name."""
    profile = CustomerProfile.objects.filter(pk=account.customer_id).first()
    if profile is None:
        return Holder(str(account.customer))
    return Holder(profile.full_name, profile.address, profile.city, profile.country)


def span_of(account: Account) -> tuple[date, date] | None:
    """Return the days of an account's first and last booking; None where it has none."""
    span = _bookings(account).aggregate(first=Min("transaction_date"), last=Max("transaction_date"))
    return (day_of(span["first"]), day_of(span["last"])) if span["last"] else None


def usual_period(account: Account) -> Period | None:
    """Return the last full month in which the account has bookings; where none is full, the month of its last."""
    today = bank_day()
    if today is None:
        return None
    under_way = month(today)
    past = under_way.past if today == under_way.last else under_way.first
    latest = _bookings(account).filter(transaction_date__lt=midnight(past)).aggregate(last=Max("transaction_date"))
    span = None if latest["last"] else span_of(account)
    last = day_of(latest["last"]) if latest["last"] else span and span[1]
    return month(last) if last else None


def _bookings(account: Account) -> QuerySet[Transaction]:
    return Transaction.objects.filter(account_id=account.pk, transaction_date__isnull=False)


def _lines(opening: Decimal, bookings: Iterable[Transaction], contracts: Mapping[str, str]) -> Iterable[Line]:
    balance = opening
    for booking in bookings:
        amount = booking.transaction_amount
        balance += amount
        assert booking.transaction_date is not None, "statements leave out what has no date"
        yield Line(
            day_of(booking.transaction_date),
            booking,
            -amount if amount < 0 else None,
            amount if amount >= 0 else None,
            balance,
            next((address for number, address in contracts.items() if number in (booking.description or "")), ""),
        )
