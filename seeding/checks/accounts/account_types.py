"""Account types: that each of them has accounts, and that their holders do on them what holders of the type do."""

from collections import defaultdict

import polars as pl

from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS
from seeding.checks.accounts.ledger import DB
from seeding.checks.check import Figure, Severity, breaks, statistical
from seeding.checks.held import HeldBank

_CUSTOMER_DB = "customer_db"
_LOOKED_AT = 12_000
"""The first so many customers are enough to tell a type or an activity that is dead, at any size of the bank."""
_FEWEST_EXPECTED = 40
"""Rows that must be expected before too few of them mean anything."""
_PART = 0.25
"""The part of the expected rows that must be there: dormant, frozen and recently opened accounts have fewer."""

_NAMES = {kind.description: kind.name for kind in reversed(POSTING_KINDS)}
"""The first kind of posting with each description."""
_KIND = " ".join(
    "WHEN starts_with(description, '{}') THEN '{}'".format(description.replace("'", "''"), _NAMES[description])
    for description in sorted(_NAMES, key=len, reverse=True)
)
"""The kind of a row from its description: of descriptions that begin alike, the longest decides."""

_POSTINGS = f"""
    SELECT customer_id, account_type, CASE {_KIND} END AS kind, count(*) AS rows
    FROM accounts JOIN transactions USING (account_id)
    WHERE customer_id <= 'CUST-{_LOOKED_AT:08}' GROUP BY 1, 2, 3
"""
_ACCOUNTS = f"""
    SELECT customer_id, account_type, count(*) AS accounts
    FROM accounts WHERE customer_id <= 'CUST-{_LOOKED_AT:08}' GROUP BY 1, 2
"""
_COMPANIES = f"""
    SELECT customer_id FROM customer_profiles
    WHERE customer_segment = 'corporate' AND customer_id <= 'CUST-{_LOOKED_AT:08}'
"""


def _figure(name: str, rows: int, expected: float) -> Figure:
    too_small = "" if expected >= _FEWEST_EXPECTED else f"not enforced where fewer than {_FEWEST_EXPECTED} are expected"
    return Figure(name, rows, _PART * expected, None, int(expected), too_small)


def _in_use(bank: HeldBank) -> list[Figure]:
    """Return how many accounts each type has, and how many rows each of its activities."""
    companies = bank.frame(_CUSTOMER_DB, _COMPANIES)["customer_id"]
    corporate = pl.col("customer_id").is_in(companies.implode()).alias("corporate")
    accounts = bank.frame(DB, _ACCOUNTS).group_by("account_type", corporate).agg(pl.col("accounts").sum())
    postings = bank.frame(DB, _POSTINGS).group_by("account_type", "kind", corporate).agg(pl.col("rows").sum())
    held = {(name, of_company): count for name, of_company, count in accounts.iter_rows()}
    found = {(name, kind, of_company): count for name, kind, of_company, count in postings.iter_rows()}
    figures = []
    for account_type in ACCOUNT_TYPES.types:
        name = account_type.name
        count = held.get((name, False), 0) + held.get((name, True), 0)
        figures.append(_figure(f"{name} accounts", count, account_type.share * sum(held.values())))
        times: dict[tuple[str, bool], float] = defaultdict(float)
        for activity in account_type.activities:
            times[activity.posting_kind, activity.corporate] += activity.times
        for (kind, of_company), mean in times.items():
            holders = "companies" if of_company else "persons"
            expected = mean * held.get((name, of_company), 0)
            figures.append(
                _figure(f"{kind} of {holders} on {name} accounts", found.get((name, kind, of_company), 0), expected)
            )
    return figures


A20 = statistical(
    "A20",
    "Every account type has accounts, and every activity of a type happens on them",
    [DB, _CUSTOMER_DB],
    _in_use,
    breaks(
        "savings accounts from which no cash is withdrawn",
        (
            DB,
            """
            UPDATE transactions SET description = 'Withdrawal' WHERE transaction_type = 'withdrawal'
            AND account_id IN (SELECT account_id FROM accounts WHERE account_type = 'savings') RETURNING transaction_id
            """,
        ),
    ),
    Severity.ERROR,
)
