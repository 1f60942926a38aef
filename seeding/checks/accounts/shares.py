"""Shares of account holders, accounts and their relationships."""

from datahub.accounts.models import Account, AccountRelationship
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.numbers import (
    ACCOUNT_HOLDERS,
    ACCOUNTS_OF_HOLDERS,
    AUTHORIZED_USER,
    CLOSED,
    CURRENCIES,
    CURRENCY_KINDS,
    FIRST_LINK,
    FROZEN,
    JOINT_OWNER,
    LINKED_SAVINGS,
    SECOND_BENEFICIARY,
)
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.enforcement import SHARES_FROM, not_enforced
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.reader import BankReader
from seeding.checks.shares import (
    Category,
    Population,
    Tolerance,
    by_name,
    given_to_one_customer,
    recategorized,
    share_check,
    size,
)

_CUSTOMERS = Population(
    ACCOUNTS_DB,
    """
    SELECT coalesce(accounts, 0) AS accounts, coalesce(types, 0) AS types, coalesce(currencies, 0) AS currencies,
           least_type, greatest_type
    FROM customers LEFT JOIN (
        SELECT customer_id, count(*) AS accounts, count(DISTINCT account_type) AS types,
               count(DISTINCT currency) AS currencies, min(account_type) AS least_type,
               max(account_type) AS greatest_type
        FROM accounts GROUP BY customer_id
    ) owned USING (customer_id)
    """,
)

A21 = share_check(
    "A21",
    "{} of customers have an account",
    _CUSTOMERS.where("accounts > 0", by_name(ACCOUNT_HOLDERS)["holder"]),
    Tolerance.ENTITIES,
    given_to_one_customer(Account, "all accounts of a third of the holders"),
)

A22 = share_check(
    "A22",
    "{} of account holders have two accounts",
    _CUSTOMERS.where("accounts > 1", by_name(ACCOUNTS_OF_HOLDERS)["two"], among="accounts > 0"),
    Tolerance.SUB_POPULATION,
    fault("all second accounts deleted", delete_rows(Account, "account_id LIKE '%%-2'")),
)

_ACCOUNTS = Population(
    ACCOUNTS_DB,
    """
    SELECT account_type, account_status, currency, balance, coalesce(links, 0) AS links FROM accounts
    LEFT JOIN (
        SELECT primary_account_id AS account_id, count(*) AS links FROM account_relationships
        GROUP BY primary_account_id
    ) linked USING (account_id)
    """,
)

_TYPES: dict[Category, float] = {each.name: each.share for each in ACCOUNT_TYPES.types}

A23 = share_check(
    "A23",
    "Accounts by type: {}",
    _ACCOUNTS.by("account_type", _TYPES),
    Tolerance.ENTITIES,
    recategorized(Account, "account_type", _TYPES),
)

_STATUS: dict[Category, float] = {
    "active": round(1 - size(FROZEN) - size(CLOSED), 9),
    "frozen": size(FROZEN),
    "closed": size(CLOSED),
}

A24 = share_check(
    "A24",
    "Accounts by status: {}",
    _ACCOUNTS.by("account_status", _STATUS),
    Tolerance.ENTITIES,
    recategorized(Account, "account_status", _STATUS),
)

A25 = share_check(
    "A25",
    "{} of accounts are in USD",
    _ACCOUNTS.where(f"currency = '{CURRENCIES[0]}'", by_name(CURRENCY_KINDS)["home"]),
    Tolerance.ENTITIES,
    fault("all accounts changed to euros", update_rows(Account, "currency = 'EUR'")),
)

A26 = share_check(
    "A26",
    "{} of accounts are the primary of a relationship",
    _ACCOUNTS.where("links > 0", size(FIRST_LINK)),
    Tolerance.ENTITIES,
    fault("all account relationships deleted", delete_rows(AccountRelationship, "true")),
)

A27 = share_check(
    "A27",
    "{} of accounts are the primary of two relationships",
    _ACCOUNTS.where("links > 1", size(SECOND_BENEFICIARY)),
    Tolerance.ENTITIES,
    fault("all account relationships deleted", delete_rows(AccountRelationship, "true")),
)

_LINKS = size(FIRST_LINK) + size(SECOND_BENEFICIARY)

A28 = share_check(
    "A28",
    "There are {} as many account relationships as accounts",
    _ACCOUNTS.ratio("sum(links)", _LINKS),
    Tolerance.ENTITIES,
    fault("all account relationships deleted", delete_rows(AccountRelationship, "true")),
)

_LINK_TYPES: dict[Category, float] = {
    "joint_owner": size(JOINT_OWNER) / _LINKS,
    "beneficiary": 1 - (size(JOINT_OWNER) + size(LINKED_SAVINGS) + size(AUTHORIZED_USER)) / _LINKS,
    "linked_savings": size(LINKED_SAVINGS) / _LINKS,
    "authorized_user": size(AUTHORIZED_USER) / _LINKS,
}

A29 = share_check(
    "A29",
    "Account relationships by type: {}",
    Population(ACCOUNTS_DB, "SELECT relationship_type FROM account_relationships").by("relationship_type", _LINK_TYPES),
    Tolerance.SUB_POPULATION,
    recategorized(AccountRelationship, "relationship_type", _LINK_TYPES),
)

FEWEST_CHECKING_AND_SAVINGS = 0.30
"""Smallest part of the holders of two accounts with checking and savings in one currency."""
_PAIRS = _CUSTOMERS.aggregate("count(*) FILTER (WHERE accounts = 2)")
_CHECKING_AND_SAVINGS = _CUSTOMERS.aggregate(
    "count(*) FILTER (WHERE accounts = 2 AND currencies = 1 AND least_type = 'checking' AND greatest_type = 'savings')"
)


def _checking_and_savings(bank: BankReader) -> list[Figure]:
    pairs = _PAIRS(bank)
    share = _CHECKING_AND_SAVINGS(bank) / max(pairs, 1)
    return [Figure("share", share, FEWEST_CHECKING_AND_SAVINGS, None, pairs, not_enforced(bank, SHARES_FROM))]


A30 = statistical_check(
    "A30",
    "At least 30 % of the holders of two accounts have checking and savings in one currency",
    [ACCOUNTS_DB],
    _checking_and_savings,
    fault(
        "all savings accounts changed to euros", update_rows(Account, "currency = 'EUR'", "account_type = 'savings'")
    ),
)

FEWEST_IN_RANGE = 0.95
"""Smallest part of the open accounts whose balance is within the range of their type."""
_OPEN = _ACCOUNTS.aggregate("count(*) FILTER (WHERE account_status <> 'closed')")
_IN_RANGE = _ACCOUNTS.aggregate(
    "count(*) FILTER (WHERE account_status <> 'closed' AND ("
    + " OR ".join(
        f"account_type = '{name}' AND balance >= {balance.limits.low} AND balance <= {balance.limits.high}"
        for name, balance in ((each.name, each.balance) for each in ACCOUNT_TYPES.types)
    )
    + "))"
)


def _in_range(bank: BankReader) -> list[Figure]:
    accounts = _OPEN(bank)
    share = _IN_RANGE(bank) / max(accounts, 1)
    fewest = FEWEST_IN_RANGE - Tolerance.ENTITIES.value / max(accounts, 1)
    return [Figure("share", share, fewest, None, accounts, not_enforced(bank, SHARES_FROM))]


A31 = statistical_check(
    "A31",
    "At least 95 % of the open accounts have a balance within the range of their type",
    [ACCOUNTS_DB],
    _in_range,
    fault("a balance of 10 in every open account", update_rows(Account, "balance = 10", "account_status <> 'closed'")),
)
