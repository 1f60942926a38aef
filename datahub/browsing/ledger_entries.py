"""Ledger entries of a loan, a policy or a claim: transactions on the linked account that carry its number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from datahub.accounts.models import Account, Transaction
from datahub.browsing.amounts import total
from datahub.browsing.dates import date_of
from datahub.browsing.links import page_url
from datahub.browsing.periods import month
from datahub.insurance.models import Claim, Policy
from datahub.loans.models import Loan


@dataclass(frozen=True)
class LedgerEntry:
    """A transaction with its date."""

    transaction: Transaction
    day: date

    @property
    def amount(self) -> Decimal:
        """The signed amount; debits are negative."""
        return self.transaction.transaction_amount

    @property
    def address(self) -> str:
        """The address of the transaction's page."""
        return page_url(Transaction, self.transaction.pk)

    @property
    def statement_address(self) -> str:
        """The address of the account statement of its month."""
        return f"{page_url(Account, self.transaction.account_id, 'statement')}?period={month(self.day).key}"


@dataclass(frozen=True)
class LedgerEntries:
    """The ledger entries of a contract on its linked account; `account` is None for a contract without one."""

    account: Account | None
    rows: list[LedgerEntry]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def account_address(self) -> str:
        """The address of the account's page; empty without an account."""
        return page_url(Account, self.account.pk) if self.account else ""

    @property
    def credits(self) -> Decimal:
        """The sum of the credits."""
        return total(each.amount for each in self.rows if each.amount > 0)

    @property
    def debits(self) -> Decimal:
        """The sum of the debits, a negative amount."""
        return total(each.amount for each in self.rows if each.amount < 0)


def load_ledger_entries(account_id: str | None, numbers: Collection[str]) -> LedgerEntries:
    """Return the transactions of an account whose description contains one of some numbers."""
    account = Account.objects.filter(pk=account_id).first() if account_id else None
    return LedgerEntries(account, list(_with_numbers(account_id, numbers)) if account_id else [])


def _with_numbers(account_id: str, numbers: Collection[str]) -> Iterator[LedgerEntry]:
    condition = Q(pk__in=[])
    for number in numbers:
        condition |= Q(description__contains=number)
    rows = Transaction.objects.filter(condition, account_id=account_id, transaction_date__isnull=False)
    for row in rows.order_by("pk"):
        assert row.transaction_date is not None, "the query excludes rows without a date"
        yield LedgerEntry(row, date_of(row.transaction_date))


def contract_addresses(account: Account) -> dict[str, str]:
    """Return, by number, the page addresses of the loans, policies and claims that are linked to an account."""
    loans = Loan.objects.filter(linked_account_id=account.pk).values_list("loan_number", "pk")
    policies = Policy.objects.filter(linked_account_id=account.pk).values_list("policy_number", "pk")
    claims = Claim.objects.filter(policy__in=[key for _, key in policies]).values_list("claim_number", "pk")
    return {
        **{number: page_url(Loan, key) for number, key in loans},
        **{number: page_url(Policy, key) for number, key in policies},
        **{number: page_url(Claim, key) for number, key in claims},
    }
