"""An account statement: opening balance, the transactions of a period, closing balance, totals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min, QuerySet, Sum

from datahub.accounts.models import Account, Transaction
from datahub.browsing.amounts import ZERO, total
from datahub.browsing.dates import as_of_date, date_of, start_of_day
from datahub.browsing.periods import Period, month
from datahub.customers.models import CustomerProfile


@dataclass(frozen=True)
class Line:
    """A transaction on the statement; exactly one of `debit` and `credit` is set, both are positive.

    `contract` is the page address of the loan, policy or claim that it belongs to; empty if it belongs to none.
    """

    day: date
    transaction: Transaction
    debit: Decimal | None
    credit: Decimal | None
    balance: Decimal
    contract: str = ""

    @property
    def balance_matches(self) -> bool:
        """Whether the ledger has the same balance."""
        return self.balance == self.transaction.balance_after


@dataclass(frozen=True)
class Addressee:
    """The name and postal address on the statement."""

    name: str
    address: str | None = None
    city: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Statement:
    """A statement: `opening` plus the amounts of all lines is `closing`."""

    period: Period
    opening: Decimal
    lines: list[Line]

    @property
    def closing(self) -> Decimal:
        """The balance at the end."""
        return self.lines[-1].balance if self.lines else self.opening

    @property
    def debits(self) -> Decimal:
        """The sum of the debits, a positive amount."""
        return total(line.debit for line in self.lines if line.debit is not None)

    @property
    def credits(self) -> Decimal:
        """The sum of the credits."""
        return total(line.credit for line in self.lines if line.credit is not None)

    @property
    def mismatches(self) -> list[Line]:
        """The lines whose balance differs from the ledger's."""
        return [line for line in self.lines if not line.balance_matches]


def load_statement(account: Account, period: Period, contracts: Mapping[str, str] | None = None) -> Statement:
    """Return an account's statement for a period; `contracts` are page addresses by loan, policy and claim number."""
    before = _transactions(account).filter(transaction_date__lt=start_of_day(period.first))
    opening = before.aggregate(sum=Sum("transaction_amount"))["sum"] or ZERO
    within = _transactions(account).filter(
        transaction_date__gte=start_of_day(period.first), transaction_date__lt=start_of_day(period.end)
    )
    return Statement(period, opening, list(_lines(opening, within.order_by("transaction_id"), contracts or {})))


def addressee_of(account: Account) -> Addressee:
    """Return the addressee of an account's statement, from the customer's profile if there is one."""
    profile = CustomerProfile.objects.filter(pk=account.customer_id).first()
    if profile is None:
        return Addressee(str(account.customer))
    return Addressee(profile.full_name, profile.address, profile.city_line, profile.country)


def transaction_dates(account: Account) -> tuple[date, date] | None:
    """Return the dates of an account's first and last transaction; None if it has none."""
    span = _transactions(account).aggregate(first=Min("transaction_date"), last=Max("transaction_date"))
    return (date_of(span["first"]), date_of(span["last"])) if span["last"] else None


def default_period(account: Account) -> Period | None:
    """Return the last full month with transactions of the account, else the month of its last; None if it has none."""
    today = as_of_date()
    if today is None:
        return None
    current = month(today)
    end = current.end if today == current.last else current.first
    latest = (
        _transactions(account).filter(transaction_date__lt=start_of_day(end)).aggregate(last=Max("transaction_date"))
    )
    if latest["last"]:
        return month(date_of(latest["last"]))
    dates = transaction_dates(account)
    return month(dates[1]) if dates else None


def _transactions(account: Account) -> QuerySet[Transaction]:
    return Transaction.objects.filter(account_id=account.pk, transaction_date__isnull=False)


def _lines(opening: Decimal, transactions: Iterable[Transaction], contracts: Mapping[str, str]) -> Iterable[Line]:
    balance = opening
    for row in transactions:
        amount = row.transaction_amount
        balance += amount
        assert row.transaction_date is not None, "the query excludes rows without a date"
        yield Line(
            date_of(row.transaction_date),
            row,
            -amount if amount < 0 else None,
            amount if amount >= 0 else None,
            balance,
            next((address for number, address in contracts.items() if number in (row.description or "")), ""),
        )
