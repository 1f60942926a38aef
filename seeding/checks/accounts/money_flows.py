"""Money in and out: no run on the bank, accounts that are used, openings, checks and fees."""

from math import sqrt

import polars as pl

from datahub.accounts.models import Transaction
from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS
from seeding.checks.accounts.incomes import median_of
from seeding.checks.builders import sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB
from seeding.checks.enforcement import SCALE_HALF, SCALE_ONE, SCALE_TWO, not_enforced
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.posting_kinds import described_as
from seeding.checks.reader import BankReader
from seeding.engine.expected import STANDARD_ERRORS

ALL_CHECKING, AVERAGE_ACCOUNT = (0.95, 1.05), (0.90, 1.05)
"""Bounds of money out as a part of money in."""
RECENTLY_CREDITED, RECENT_DAYS = 0.75, 35
BY_WIRE = 0.10
"""Most of the opening deposits that come by wire."""
CHECKS_OF_PAYMENTS = (0.02, 0.08)
_OLD, _OLDER = 60, 1.3
"""From this age, people write more checks: at least this many times as many."""

_PASSING_THROUGH = described_as(
    "disbursement", "passed_on_ach", "passed_on_wire", "payoff", "payoff_funds_ach", "payoff_funds_wire", "settlement"
)
_FLOWS = f"""
    SELECT account_id, customer_id,
           coalesce(sum(transaction_amount) FILTER (WHERE transaction_amount > 0 AND in_months), 0)::float8 AS money_in,
           -coalesce(sum(transaction_amount) FILTER (WHERE transaction_amount < 0 AND in_months), 0)::float8
               AS money_out,
           coalesce(bool_or(transaction_amount > 0 AND day > %(as_of)s::date - {RECENT_DAYS}), false) AS credited,
           bool_and(opened_date < first) AS whole
    FROM accounts JOIN (
        SELECT account_id, transaction_amount, transaction_date::date AS day, first,
               transaction_date >= first AND transaction_date < running
               AND right(transaction_id, 6) <> '-00001' AND ({_PASSING_THROUGH}) IS NOT TRUE AS in_months
        FROM transactions, (SELECT running, running - interval '3 months' AS first
                            FROM date_trunc('month', %(as_of)s::date + interval '1 day') running) months
    ) t USING (account_id)
    WHERE account_type = 'checking' AND account_status = 'active'
    GROUP BY account_id, customer_id
"""
"""Of each active checking account the money in and out in the last three full months, without what only passes
through - loans, payoffs, settlements - and whether it was credited recently."""


def _flows(bank: BankReader) -> pl.DataFrame:
    dormant = bank.frame(CUSTOMER_DB, "SELECT customer_id FROM customer_profiles WHERE customer_status = 'dormant'")
    return bank.frame(ACCOUNTS_DB, _FLOWS).join(dormant, on="customer_id", how="anti")


def _run_on_the_bank(bank: BankReader) -> list[Figure]:
    used = bank.cached(_flows).filter("whole")
    money_in, money_out = float(used["money_in"].sum()), float(used["money_out"].sum())
    ratios = used.filter(pl.col("money_in") > 0).select(pl.col("money_out") / pl.col("money_in")).to_series()
    low, high = ALL_CHECKING
    margin = _ratio_margin(used, money_out / max(money_in, 1)) if bank.customers < SCALE_TWO else 0
    small = not_enforced(bank, SCALE_ONE)
    return [
        Figure("all checking accounts", money_out / max(money_in, 1), low - margin, high + margin, len(used), small),
        Figure("the median account", median_of(ratios), *AVERAGE_ACCOUNT, len(ratios), small),
    ]


def _ratio_margin(flows: pl.DataFrame, ratio: float) -> float:
    """Return three standard errors of money out over money in, by the ratio estimator of survey sampling.

    Few accounts move most of the money. Source: Cochran, Sampling Techniques, 3rd edition, section 6.4.
    """
    residuals = flows.select(pl.col("money_out") - ratio * pl.col("money_in")).to_series()
    return STANDARD_ERRORS * sqrt(float((residuals**2).sum())) / max(float(flows["money_in"].sum()), 1)


M6 = statistical_check(
    "M6",
    "No run on the bank: in the full months, checking accounts give out 95 to 105 % of what they take in, "
    "below 2,400 customers within three standard errors",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _run_on_the_bank,
    fault(
        "no transfers from elsewhere, and half of the salaries",
        delete_rows(Transaction, "description LIKE 'Regular transfer from another bank%%'"),
        update_rows(Transaction, "transaction_amount = transaction_amount / 2", "transaction_type = 'salary'"),
    ),
)


def _credited(bank: BankReader) -> list[Figure]:
    found = bank.cached(_flows)
    share = int(found["credited"].sum()) / max(len(found), 1)
    margin = STANDARD_ERRORS * sqrt(RECENTLY_CREDITED * (1 - RECENTLY_CREDITED) / max(len(found), 1))
    low = RECENTLY_CREDITED - (margin if bank.customers < SCALE_TWO else 0)
    return [Figure("credited recently", share, low, None, len(found), not_enforced(bank, SCALE_HALF))]


M7 = statistical_check(
    "M7",
    "At least 75 % of the active checking accounts of customers who are not dormant had a credit in the last 35 days",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _credited,
    fault("no salaries", delete_rows(Transaction, "transaction_type = 'salary'")),
)

M9 = sql_check(
    "M9",
    "Closed accounts were used: something happened between the opening and the closing",
    ACCOUNTS_DB,
    """
    SELECT account_id, account_type, opened_date, closed_date, rows FROM accounts JOIN (
        SELECT account_id, count(*) AS rows FROM transactions GROUP BY account_id
    ) counts USING (account_id)
    WHERE account_status = 'closed' AND rows < 3
    """,
    fault(
        "closed accounts of two transactions",
        delete_rows(
            Transaction,
            """account_id IN (SELECT account_id FROM accounts WHERE account_status = 'closed')
               AND right(transaction_id, 6) <> '-00001'
               AND transaction_type NOT IN ('withdrawal', 'transfer')""",
        ),
        delete_rows(
            Transaction,
            """account_id IN (SELECT account_id FROM accounts WHERE account_status = 'closed')
               AND right(transaction_id, 6) <> '-00001' AND balance_after <> 0""",
        ),
    ),
)

_OPENINGS = "SELECT channel, count(*) AS rows FROM transactions WHERE right(transaction_id, 6) = '-00001' GROUP BY 1"


def _openings(bank: BankReader) -> list[Figure]:
    rows = {row["channel"]: row["rows"] for row in bank.rows(ACCOUNTS_DB, _OPENINGS)}
    number = sum(rows.values())
    small = not_enforced(bank, SCALE_ONE)
    return [
        Figure("by wire", rows.get("wire", 0) / max(number, 1), None, BY_WIRE, number, small),
        Figure("by ACH", rows.get("ach", 0) / max(number, 1), 0.25, None, number, small),
        Figure("at the counter", rows.get("branch", 0) / max(number, 1), 0.25, None, number, small),
    ]


M10 = statistical_check(
    "M10",
    "Accounts are opened by ACH or at the counter, and seldom by wire",
    [ACCOUNTS_DB],
    _openings,
    fault(
        "openings by ACH made wires",
        update_rows(Transaction, "channel = 'wire'", "channel = 'ach' AND right(transaction_id, 6) = '-00001'"),
    ),
)

_CHECKS = f"""
    SELECT date_of_birth < %(as_of)s::date - interval '{_OLD} years' AS old, count(*) AS payments,
           count(*) FILTER (WHERE {described_as("check")}) AS checks
    FROM transactions JOIN accounts USING (account_id) JOIN customers USING (customer_id)
    WHERE transaction_type = 'payment' GROUP BY 1
"""


def _checks(bank: BankReader) -> list[Figure]:
    rows = {row["old"]: row for row in bank.rows(ACCOUNTS_DB, _CHECKS)}
    payments, checks = (sum(row[name] for row in rows.values()) for name in ("payments", "checks"))
    old, young = (row["checks"] / max(row["payments"], 1) if (row := rows.get(of)) else 0.0 for of in (True, False))
    return [
        Figure(
            "checks among payments",
            checks / max(payments, 1),
            *CHECKS_OF_PAYMENTS,
            payments,
            not_enforced(bank, SCALE_ONE),
        ),
        Figure(
            f"share from {_OLD}, as a multiple of younger ones'",
            old / max(young, 1e-9),
            _OLDER,
            None,
            checks,
            not_enforced(bank, SCALE_TWO),
        ),
    ]


M11 = statistical_check(
    "M11",
    "Checks are 2 to 8 % of the payments, and a larger part of those of older people",
    [ACCOUNTS_DB],
    _checks,
    fault("no checks", delete_rows(Transaction, described_as("check"))),
)

_FEES = ("maintenance_fee", "atm_fee", "wire_fee", "foreign_fee", "returned_fee")


def _fees(bank: BankReader) -> list[Figure]:
    rows = bank.rows(
        ACCOUNTS_DB, "SELECT description, count(*) AS rows FROM transactions WHERE transaction_type = 'fee' GROUP BY 1"
    )
    found = {row["description"]: row["rows"] for row in rows}
    texts = [POSTING_KINDS[POSTING_CODES[kind]].description for kind in _FEES]
    return [
        Figure(text, found.get(text, 0), 1, None, sum(found.values()), not_enforced(bank, SCALE_ONE)) for text in texts
    ]


M12 = statistical_check(
    "M12",
    "Every fee of the fee table is charged: maintenance, other banks' ATMs, wires, purchases abroad, refused payments",
    [ACCOUNTS_DB],
    _fees,
    fault("no wire fees", delete_rows(Transaction, "description = 'Fee for a wire abroad'")),
)
