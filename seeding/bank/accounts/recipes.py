"""How customers, accounts, their links and the ledger are written."""

import polars as pl

from datahub.accounts.models import Account, AccountRelationship, Customer, Transaction
from seeding.bank.accounts import ledger_numbers, numbers
from seeding.bank.accounts.accounts import TYPES, AccountNumbers, Accounts
from seeding.bank.accounts.counterparties import Counterparties, looked_up
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_parties import ExternalParties
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS
from seeding.bank.accounts.postings import DescriptionSource
from seeding.bank.accounts.relationships import KINDS as LINK_KINDS
from seeding.bank.accounts.relationships import Relationships
from seeding.bank.employees.numbers import BRANCHES
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import IntArray
from seeding.engine.columns import Coded, Columns, Days, Integers, Money, Text, Timestamps
from seeding.engine.expected import Expected, exactly
from seeding.engine.node import All
from seeding.engine.plan import Plan
from seeding.engine.recipe import recipe
from seeding.engine.text import join, padded, string_series

STATUSES = ("active", "frozen", "closed")
_TYPES = tuple(kind.transaction_type for kind in POSTING_KINDS)
_CHANNELS = tuple(kind.channel for kind in POSTING_KINDS)
_TEXTS = string_series(*(kind.description for kind in POSTING_KINDS))
_SMALL, _TINY = 600, 60
"""Customers below which fewer rows make the counts per account vary more, and below which those of the storylines, who
have contracts of every kind, are half of the bank."""


def customer_ids(numbers_: IntArray) -> pl.Series:
    """Return customers' keys, from their numbers."""
    return join("CUST-", padded(numbers_, 8))


@recipe(Customer, lambda plan: exactly(plan.customers))
def customer(customers: Customers, identities: Identities) -> Columns:
    return {
        "customer_id": Text(customer_ids(customers.key)),
        "first_name": Text(identities.first_name),
        "last_name": Text(identities.last_name),
        "date_of_birth": Days(customers.born),
        "email": Text(identities.email),
        "phone": Text(identities.phone),
        "created_at": Timestamps(customers.joined, customers.joined_at),
    }


def _accounts_expected(plan: Plan) -> Expected:
    mean, slack = plan.customers * 0.75 * 1.25, 3 + plan.customers // 40
    return Expected(max(0, int(mean) - slack), int(mean) + slack)


@recipe(Account, _accounts_expected)
def account(accounts: Accounts, account_numbers: AccountNumbers, ledger: Ledger) -> Columns:
    return {
        "account_id": Text(accounts.ids),
        "account_number": Text(account_numbers.text),
        "customer_id": Text(customer_ids(accounts.key // 2)),
        "account_type": Coded(TYPES, accounts.type),
        "account_status": Coded(STATUSES, accounts.status),
        "balance": Money(ledger.closing),
        "currency": Coded(numbers.CURRENCIES, accounts.currency),
        "opened_date": Days(accounts.opened),
        "closed_date": Days(accounts.closed),
        "frozen_date": Days(accounts.frozen),
        "branch_code": Coded(BRANCHES, accounts.branch),
    }


def _transactions_expected(plan: Plan) -> Expected:
    few, many = (12, 14.5) if plan.customers >= _SMALL else (10, 20 if plan.customers >= _TINY else 60)
    accounts = _accounts_expected(plan)
    return Expected(int(accounts.low * few), int(accounts.high * many))


def transaction_ids(accounts: Accounts, ledger: Ledger, rows: IntArray | None = None) -> pl.Series:
    """Return the keys of the ledger's rows, or of some of them: the account's, and the place in time."""
    at, ordinal = (ledger.account, ledger.ordinal) if rows is None else (ledger.account[rows], ledger.ordinal[rows])
    return join("TXN-", accounts.ids.str.slice(4).gather(at), "-", padded(ordinal, 5))


@recipe(Transaction, _transactions_expected)
def transaction(
    accounts: Accounts,
    ledger: Ledger,
    external_parties: ExternalParties,
    counterparties: Counterparties,
    account_numbers: AccountNumbers,
    written: All[DescriptionSource],
    staff: Staff,
) -> Columns:
    named = {
        "merchant": ledger_numbers.MERCHANT_NAMES.series,
        "person": external_parties.person_name,
        "company": external_parties.company_name,
        "account": join("...", account_numbers.text.str.slice(8)),
        **{source.name: source.text for source in written.items},
    }
    return {
        "transaction_id": Text(transaction_ids(accounts, ledger)),
        "account_id": Text(accounts.ids.gather(ledger.account)),
        "transaction_type": Coded(_TYPES, ledger.kind),
        "channel": Coded(_CHANNELS, ledger.kind),
        "transaction_amount": Money(ledger.cents),
        "transaction_date": Timestamps(ledger.day, ledger.second),
        "description": Text(join(_TEXTS.gather(ledger.kind), looked_up(ledger, named), separator=" ")),
        "balance_after": Money(ledger.balance),
        "counterparty_account": Text(counterparties.account_number),
        "processed_by": Text(employee_ids(staff, ledger.processed_by)),
    }


def _links_expected(plan: Plan) -> Expected:
    accounts = _accounts_expected(plan)
    return (
        Expected(int(accounts.low * 0.2), int(accounts.high * 0.3) + 1)
        if plan.customers >= 60
        else Expected(0, accounts.high)
    )


@recipe(AccountRelationship, _links_expected)
def account_relationship(accounts: Accounts, relationships: Relationships) -> Columns:
    return {
        "relationship_id": Integers(relationships.key - 1),
        "primary_account_id": Text(accounts.ids.gather(relationships.primary)),
        "related_account_id": Text(accounts.ids.gather(relationships.related)),
        "relationship_type": Coded(LINK_KINDS, relationships.kind),
        "created_at": Timestamps(relationships.day, relationships.second),
    }
