"""Usage of account types: each type has accounts, and every activity of a type happens on them."""

from collections import defaultdict

import polars as pl

from datahub.accounts.models import Transaction
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure, Severity
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB
from seeding.checks.faults import fault, update_rows
from seeding.checks.reader import BankReader

_CUSTOMERS_READ = 6_000
"""Customers that are read: enough to recognize an unused type or activity in a bank of any size."""
_FEWEST_EXPECTED = 40
"""Expected rows from which a figure is enforced."""
_FEWEST_PART = 0.25
"""Smallest part of the expected rows: dormant, frozen and recently opened accounts have fewer."""

_NAMES = {kind.description: kind.name for kind in reversed(POSTING_KINDS)}
"""The first kind of posting with each description."""
_BEGINNING = 3
"""Characters that decide with which of the 46 descriptions the millions of a full history are compared."""


def _kind_of_description() -> str:
    """Return SQL for the kind of a transaction: of descriptions that begin alike, the longest decides."""
    longest_first = sorted(_NAMES, key=len, reverse=True)
    alike: dict[str, list[str]] = defaultdict(list)
    for description in longest_first:
        kind = "WHEN starts_with(description, '{}') THEN '{}'".format(
            description.replace("'", "''"), _NAMES[description]
        )
        alike[description[:_BEGINNING]].append(kind)
    kinds = " ".join(f"WHEN '{beginning}' THEN CASE {' '.join(found)} END" for beginning, found in alike.items())
    return f"CASE left(description, {_BEGINNING}) {kinds} END"


_POSTINGS = f"""
    SELECT customer_id, account_type, {_kind_of_description()} AS kind, count(*) AS rows
    FROM accounts JOIN transactions USING (account_id)
    WHERE customer_id <= 'CUST-{_CUSTOMERS_READ:08}' GROUP BY 1, 2, 3
"""
_ACCOUNTS = f"""
    SELECT customer_id, account_type, count(*) AS accounts
    FROM accounts WHERE customer_id <= 'CUST-{_CUSTOMERS_READ:08}' GROUP BY 1, 2
"""
_COMPANIES = f"""
    SELECT customer_id FROM customer_profiles
    WHERE customer_segment = 'corporate' AND customer_id <= 'CUST-{_CUSTOMERS_READ:08}'
"""


def _figure(name: str, rows: int, expected: float) -> Figure:
    not_enforced = (
        "" if expected >= _FEWEST_EXPECTED else f"not enforced where fewer than {_FEWEST_EXPECTED} are expected"
    )
    return Figure(name, rows, _FEWEST_PART * expected, None, int(expected), not_enforced)


def _usage(bank: BankReader) -> list[Figure]:
    """Return the number of accounts of each type, and the number of transactions of each of its activities."""
    companies = bank.frame(CUSTOMER_DB, _COMPANIES)["customer_id"]
    corporate = pl.col("customer_id").is_in(companies.implode()).alias("corporate")
    accounts = bank.frame(ACCOUNTS_DB, _ACCOUNTS).group_by("account_type", corporate).agg(pl.col("accounts").sum())
    postings = bank.frame(ACCOUNTS_DB, _POSTINGS).group_by("account_type", "kind", corporate).agg(pl.col("rows").sum())
    accounts_found = {(name, of_company): count for name, of_company, count in accounts.iter_rows()}
    rows_found = {(name, kind, of_company): count for name, kind, of_company, count in postings.iter_rows()}
    figures = []
    for account_type in ACCOUNT_TYPES.types:
        name = account_type.name
        count = accounts_found.get((name, False), 0) + accounts_found.get((name, True), 0)
        figures.append(_figure(f"{name} accounts", count, account_type.share * sum(accounts_found.values())))
        times: dict[tuple[str, bool], float] = defaultdict(float)
        for activity in account_type.activities:
            times[activity.posting_kind, activity.corporate] += activity.times
        for (kind, of_company), mean in times.items():
            holders = "companies" if of_company else "persons"
            expected = mean * accounts_found.get((name, of_company), 0)
            figures.append(
                _figure(
                    f"{kind} of {holders} on {name} accounts", rows_found.get((name, kind, of_company), 0), expected
                )
            )
    return figures


A20 = statistical_check(
    "A20",
    "Every account type has accounts, and every activity of a type happens on them",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _usage,
    fault(
        "savings accounts from which no cash is withdrawn",
        update_rows(
            Transaction,
            "description = 'Withdrawal'",
            "transaction_type = 'withdrawal' "
            "AND account_id IN (SELECT account_id FROM accounts WHERE account_type = 'savings')",
        ),
    ),
    Severity.ERROR,
)
