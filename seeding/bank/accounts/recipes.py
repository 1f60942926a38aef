"""The recipes of customers, accounts, links between accounts, and the ledger."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from datahub.accounts.models import Account, AccountRelationship, Customer, Transaction
from seeding.bank.accounts import numbers
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.accounts import STATUSES, AccountNumbers, Accounts
from seeding.bank.accounts.counterparties import Counterparties, look_up_references
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_parties import ExternalParties
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import NO_REFERENCE, POSTING_KINDS
from seeding.bank.accounts.ledger_size_numbers import ROWS_DEVIATION, rows_per_account
from seeding.bank.accounts.merchant_numbers import MERCHANT_CODES, MERCHANT_NAMES
from seeding.bank.accounts.phones import Phones
from seeding.bank.accounts.postings import DescriptionSource
from seeding.bank.accounts.relationships import LINK_TYPES, Relationships
from seeding.bank.employees.numbers import BRANCHES
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.region_numbers import branches_of
from seeding.bank.employees.staff import Staff
from seeding.bank.places import BRANCHES as BRANCH_CITIES
from seeding.bank.products import require_same_names
from seeding.engine.arrays import NONE, Code, Index, Key
from seeding.engine.calendar import FIRST_DAY, LAST_DAY, Calendar
from seeding.engine.columns import Coded, Columns, Days, Integers, Money, Text, Timestamps
from seeding.engine.expected import Expected, by_history, exactly, margin_of_mean, per_customer
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import All
from seeding.engine.recipe import batch_slices, recipe
from seeding.engine.regions import Region
from seeding.engine.shares import Range
from seeding.engine.text import gather, join, padded, string_series

_TRANSACTION_TYPES = tuple(kind.transaction_type for kind in POSTING_KINDS)
_CHANNELS = tuple(kind.channel for kind in POSTING_KINDS)
_DESCRIPTIONS = string_series(*(kind.description for kind in POSTING_KINDS))
_STATES_BRANCH, _STATES_MONTH = (
    np.array([kind.states == stated for kind in POSTING_KINDS]) for stated in ("branch", "month")
)
_STATED_BRANCHES = string_series(*(f"in {BRANCH_CITIES[code].name}, {BRANCH_CITIES[code].state}" for code in BRANCHES))
_STATED_MONTHS = pl.date_range(FIRST_DAY, LAST_DAY, interval="1mo", eager=True).dt.strftime("%B %Y")
"""Every month of the calendar."""
_OF_MERCHANT = np.array([kind.refers_to == "merchant" for kind in POSTING_KINDS])
_CATEGORY_CODES = tuple(dict.fromkeys(MERCHANT_CODES))
_CATEGORY_OF_MERCHANT = np.array([_CATEGORY_CODES.index(code) for code in MERCHANT_CODES])
_SMALL, _TINY = 600, 60
"""In banks of fewer customers than the first, the rows per account vary more; in banks of fewer than the second, half
of the customers are those of storylines, who have contracts of every type."""

_CHOICES = "the model's choices"
require_same_names("account status", STATUSES, _CHOICES, Account.Status.values)
require_same_names("currency", numbers.CURRENCIES, _CHOICES, Account.Currency.values)
require_same_names("transaction type", tuple(dict.fromkeys(_TRANSACTION_TYPES)), _CHOICES, Transaction.Type.values)
require_same_names("channel", tuple(dict.fromkeys(_CHANNELS)), _CHOICES, Transaction.Channel.values)
require_same_names("relationship type", LINK_TYPES, _CHOICES, AccountRelationship.Type.values)


def customer_ids(customers: Key) -> pl.Series:
    """Return the keys of customers as the databases hold them, from their numbers."""
    return join("CUST-", padded(customers, 8))


@recipe(Customer, lambda layout: exactly(layout.customers), since="created_at")
def customer(customers: Customers, identities: Identities, phones: Phones, as_of: AsOf) -> Columns:
    """Write the customers of a block."""
    return {
        "customer_id": Text(customer_ids(customers.key)),
        "first_name": Text(identities.first_name),
        "last_name": Text(identities.last_name),
        "date_of_birth": Days(customers.born),
        "email": Text(identities.email),
        "phone": Text(phones.on(as_of)),
        "created_at": Timestamps(customers.joined, customers.joined_at),
    }


def _accounts_expected(layout: Layout) -> Expected:
    """Return the rows that a plan promises: 1.25 accounts for three in four customers."""
    mean, slack = layout.customers * 0.75 * 1.25, 3 + layout.customers // 40
    return Expected(max(0, int(mean) - slack), int(mean) + slack)


@recipe(Account, _accounts_expected, since="opened_date")
def account(
    accounts: Accounts, account_numbers: AccountNumbers, ledger: Ledger, region: Region, as_of: AsOf
) -> Columns:
    """Write the accounts of a block; the balance is that of the ledger."""
    return {
        "account_id": Text(accounts.ids),
        "account_number": Text(account_numbers.text),
        "customer_id": Text(customer_ids(accounts.customer)),
        "account_type": Coded(ACCOUNT_TYPES.names, accounts.type),
        "account_status": Coded(STATUSES, accounts.status_on(as_of)),
        "balance": Money(ledger.balances_on(as_of)),
        "currency": Coded(numbers.CURRENCIES, accounts.currency),
        "opened_date": Days(accounts.opened),
        "closed_date": Days(as_of.known(accounts.closed)),
        "frozen_date": Days(as_of.known(accounts.frozen)),
        "branch_code": Coded(branches_of(region.number), accounts.branch),
    }


def _transactions_expected(layout: Layout) -> Expected:
    """Return the rows that a plan promises: a number per account, by the size of the bank and the window.

    Chance moves the mean of an account by up to three standard errors.
    """
    chance = margin_of_mean(ROWS_DEVIATION, layout.customers)
    few, many = (12 - chance, 14.5 + chance)
    if layout.customers < _SMALL:
        few, many = (10, 20 if layout.customers >= _TINY else 60)
    rows, accounts = rows_per_account(layout, Range(few, many)), _accounts_expected(layout)
    return Expected(int(accounts.low * rows.low), int(accounts.high * rows.high))


def transaction_ids(accounts: Accounts, ledger: Ledger, rows: Index | None = None) -> pl.Series:
    """Return the keys of all rows of the ledger, or of some rows by index: TXN-, the account and the row's ordinal."""
    account, ordinal = ledger.account, ledger.ordinal
    if rows is not None:
        account, ordinal = account[rows], ordinal[rows]
    of_account = join("TXN-", accounts.ids.str.slice(4), "-")
    return join(gather(of_account, account), padded(ordinal, 5))


@recipe(
    Transaction, by_history(_transactions_expected, per_customer(575, 4.5, storylines=20_000)), since="transaction_date"
)
def transaction(
    accounts: Accounts,
    ledger: Ledger,
    external_parties: ExternalParties,
    counterparties: Counterparties,
    account_numbers: AccountNumbers,
    sources: All[DescriptionSource],
    staff: Staff,
    calendar: Calendar,
) -> Iterator[Columns]:
    """Write the ledger of a block, in batches."""
    texts = {
        "merchant": MERCHANT_NAMES.series,
        "person": external_parties.person_name,
        "company": external_parties.company_name,
        "account": join("...", account_numbers.text.str.slice(8)),
        **{source.name: source.text for source in sources.items},
    }
    for part in batch_slices(len(ledger)):
        rows = ledger.part(part)
        reference = look_up_references(rows, texts, {NO_REFERENCE, "elsewhere"})
        stated = _stated(accounts, rows, calendar)
        yield {
            "transaction_id": Text(transaction_ids(accounts, rows)),
            "account_id": Text(gather(accounts.ids, rows.account)),
            "transaction_type": Coded(_TRANSACTION_TYPES, rows.kind),
            "channel": Coded(_CHANNELS, rows.kind),
            "transaction_amount": Money(rows.cents),
            "transaction_date": Timestamps(rows.day, rows.second),
            "description": Text(join(gather(_DESCRIPTIONS, rows.kind), reference, stated, separator=" ")),
            "balance_after": Money(rows.balance),
            "counterparty_account": Text(counterparties.account_number[part]),
            "processed_by": Text(employee_ids(staff, rows.processed_by)),
            "merchant_category": Coded(_CATEGORY_CODES, _merchant_categories(rows)),
        }


def _stated(accounts: Accounts, ledger: Ledger, calendar: Calendar) -> pl.Series:
    """Return the branch or the month that the description of each row states; null for kinds that state neither."""
    stated = np.full(len(ledger), NONE)
    in_branch, of_month = (np.flatnonzero(states[ledger.kind]) for states in (_STATES_BRANCH, _STATES_MONTH))
    stated[in_branch] = accounts.branch[ledger.account[in_branch]]
    stated[of_month] = len(_STATED_BRANCHES) + calendar.month(ledger.day[of_month])
    return gather(pl.concat((_STATED_BRANCHES, _STATED_MONTHS)), stated)


def _merchant_categories(ledger: Ledger) -> Code:
    """Return the category of the merchant of each row, an index in _CATEGORY_CODES; NONE where there is no merchant."""
    merchant = _OF_MERCHANT[ledger.kind]
    return np.where(merchant, _CATEGORY_OF_MERCHANT[np.where(merchant, ledger.reference, 0)], NONE)


def _links_expected(layout: Layout) -> Expected:
    """Return the rows that a plan promises: about a quarter of the accounts, any number in tiny banks."""
    accounts = _accounts_expected(layout)
    if layout.customers < _TINY:
        return Expected(0, accounts.high)
    return Expected(int(accounts.low * 0.2), int(accounts.high * 0.3) + 1)


@recipe(AccountRelationship, _links_expected, since="created_at")
def account_relationship(accounts: Accounts, relationships: Relationships) -> Columns:
    """Write the links between the accounts of a block."""
    return {
        "relationship_id": Integers(relationships.key - 1),
        "primary_account_id": Text(gather(accounts.ids, relationships.primary)),
        "related_account_id": Text(gather(accounts.ids, relationships.related)),
        "relationship_type": Coded(LINK_TYPES, relationships.type),
        "created_at": Timestamps(relationships.day, relationships.second),
    }
