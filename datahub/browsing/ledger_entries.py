"""Rows of the ledger that carry the number of a loan, a policy or a claim, and the way back from there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from datahub.accounts.models import Account, Transaction
from datahub.browsing.dates import day_of
from datahub.browsing.links import page_url
from datahub.browsing.periods import month
from datahub.insurance.models import Claim, Policy
from datahub.loans.models import Loan

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Booking:
    """A row of the ledger."""

    transaction: Transaction
    day: date

    @property
    def amount(self) -> Decimal:
        """What was booked; debits are negative."""
        return self.transaction.transaction_amount

    @property
    def address(self) -> str:
        """The page of the transaction."""
        return page_url(Transaction, self.transaction.pk)

    @property
    def statement(self) -> str:
        """The statement of the month in which it was booked."""
        return f"{page_url(Account, self.transaction.account_id, 'statement')}?period={month(self.day).key}"


@dataclass(frozen=True)
class Bookings:
    """What a contract moved on the account that it is linked with, None where it is linked with none."""

    account: Account | None
    rows: list[Booking]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def account_address(self) -> str:
        """The page of the account."""
        return page_url(Account, self.account.pk) if self.account else ""

    @property
    def received(self) -> Decimal:
        """What came in."""
        return sum((each.amount for each in self.rows if each.amount > 0), NOTHING)

    @property
    def spent(self) -> Decimal:
        """What went out, as a negative amount."""
        return sum((each.amount for each in self.rows if each.amount < 0), NOTHING)


def bookings_of(account_id: str | None, numbers: Collection[str]) -> Bookings:
    """Return the rows of an account that carry one of some numbers: no other account is looked at."""
    account = Account.objects.filter(pk=account_id).first() if account_id else None
    return Bookings(account, list(_carrying(account_id, numbers)) if account_id else [])


def _carrying(account_id: str, numbers: Collection[str]) -> Iterator[Booking]:
    carrying = Q(pk__in=[])
    for number in numbers:
        carrying |= Q(description__contains=number)
    rows = Transaction.objects.filter(carrying, account_id=account_id, transaction_date__isnull=False)
    for row in rows.order_by("pk"):
        assert row.transaction_date is not None, "rows without a date were left out"
        yield Booking(row, day_of(row.transaction_date))


def contracts_of(account: Account) -> dict[str, str]:
    """Return the pages of the loans, policies and claims that an account is linked with, by their numbers."""
    loans = Loan.objects.filter(linked_account_id=account.pk).values_list("loan_number", "pk")
    policies = Policy.objects.filter(linked_account_id=account.pk).values_list("policy_number", "pk")
    claims = Claim.objects.filter(policy__in=[key for _, key in policies]).values_list("claim_number", "pk")
    return {
        **{number: page_url(Loan, key) for number, key in loans},
        **{number: page_url(Policy, key) for number, key in policies},
        **{number: page_url(Claim, key) for number, key in claims},
    }
