"""Interest: earned on daily balances, credited on a schedule over an account's whole life."""

from datahub.accounts.models import Transaction
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.checks.builders import first_failing, sql_check, violations_in
from seeding.checks.check import Check, Severity
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.days import is_business_day
from seeding.checks.faults import delete_rows, fault, update_row

_EARNING = [each for each in ACCOUNT_TYPES.types if each.rate > 0]
_FULL = "%(history)s = 'full'"
_RATE = " ".join(f"WHEN '{each.name}' THEN {each.rate}" for each in _EARNING)
_EVERY = f"WHEN {_FULL} THEN 1 " + " ".join(
    f"WHEN account_type = '{each.name}' THEN {each.interest_months}" for each in _EARNING
)
"""Months from one credit to the next; in a full history it is credited every month."""
_TYPES = ", ".join(f"'{each.name}'" for each in _EARNING)
_YEARS_BACK = 8
"""Years before the bank was first seen in which its accounts were opened, and one more."""
_SMALLEST_BALANCE, _SHORTEST_MONTH = 60, 28
"""USD that earn more than a cent in any month of this many days or more, so that a missing credit is no rounding. An
account that was opened shortly before the end of a month needs more."""

_MONTHS = f"""
    months AS MATERIALIZED (
        SELECT extract(year FROM first)::int * 12 + extract(month FROM first)::int AS month, (
            SELECT max(day)::date FROM generate_series(first, first + interval '1 month - 1 day', interval '1 day') day
            WHERE {is_business_day("day")}) AS due
        FROM generate_series(date_trunc('month', %(start)s::date - interval '{_YEARS_BACK} years'), %(as_of)s::date,
                             interval '1 month') first
    )
"""
"""Months, counted from year 0, with their last business day."""


def _month(day: str) -> str:
    return f"(extract(year FROM {day})::int * 12 + extract(month FROM {day})::int)"


_WRONG = f"""
    WITH {_MONTHS}, chain AS (
        SELECT account_id, account_type, opened_date, closed_date, transaction_id, transaction_date, channel,
               transaction_type = 'interest' AS credited, transaction_amount AS amount,
               transaction_date::date AS day, coalesce(lag(balance_after) OVER history, 0) AS before,
               coalesce(transaction_date::date - lag(transaction_date::date) OVER history, 0) AS days
        FROM accounts JOIN transactions USING (account_id)
        WHERE account_type IN ({_TYPES}) OR transaction_type = 'interest'
        WINDOW history AS (PARTITION BY account_id ORDER BY transaction_date, transaction_id)
    ), accrued AS (
        SELECT *, sum(before * days) OVER (PARTITION BY account_id ORDER BY transaction_date, transaction_id) AS sum
        FROM chain
    ), credits AS (
        SELECT *, sum - lag(sum, 1, 0::numeric) OVER (PARTITION BY account_id ORDER BY transaction_date, transaction_id)
                  AS earning
        FROM accrued WHERE credited
    )
    SELECT transaction_id, account_id, day, amount,
           round(earning * CASE account_type {_RATE} ELSE 0 END / 3650000, 2) AS earned
    FROM credits
    WHERE channel <> 'system'
          OR amount IS DISTINCT FROM round(earning * CASE account_type {_RATE} ELSE 0 END / 3650000, 2)
          OR day IS DISTINCT FROM closed_date AND NOT EXISTS (
              SELECT FROM months WHERE due = day
              AND ({_month("day")} - {_month("opened_date")} + 1) %% (CASE {_EVERY} ELSE 1 END) = 0)
"""
_MISSING = f"""
    WITH {_MONTHS}, balances AS (
        SELECT account_id, min(balance_after) FILTER (WHERE balance_after > 0) AS lowest,
               array_agg(transaction_date::date) FILTER (WHERE transaction_type = 'interest') AS credits
        FROM transactions GROUP BY account_id
    )
    SELECT account_id, account_type, opened_date, closed_date, due
    FROM accounts JOIN balances USING (account_id) JOIN months
         ON month - {_month("opened_date")} >= 0
         AND (month - {_month("opened_date")} + 1) %% (CASE {_EVERY} ELSE 1 END) = 0
    WHERE account_type IN ({_TYPES}) AND due > opened_date AND due <= %(as_of)s
          AND (closed_date IS NULL OR due < closed_date)
          AND lowest * least(due - opened_date, {_SHORTEST_MONTH}) >= {_SMALLEST_BALANCE * _SHORTEST_MONTH}
          AND due <> ALL(coalesce(credits, ARRAY[]::date[]))
"""

A12 = Check(
    "A12",
    "Interest is the rate of the account on its daily balances, to the cent, credited on the schedule of its type",
    (ACCOUNTS_DB,),
    first_failing(violations_in(ACCOUNTS_DB, _WRONG), violations_in(ACCOUNTS_DB, _MISSING)),
    fault(
        "an interest credit one cent too high",
        update_row(
            Transaction,
            "transaction_amount = transaction_amount + 0.01",
            "transaction_type = 'interest'",
        ),
    ),
    Severity.CRITICAL,
)

M8 = sql_check(
    "M8",
    "Interest is credited over an account's whole life: first within a year of its opening, and with its closing",
    ACCOUNTS_DB,
    f"""
    SELECT account_id, account_type, opened_date, closed_date, first_credit, last_credit
    FROM accounts JOIN (
        SELECT account_id, min(balance_after) FILTER (WHERE balance_after > 0) AS lowest,
               min(transaction_date::date) FILTER (WHERE transaction_type = 'interest') AS first_credit,
               max(transaction_date::date) FILTER (WHERE transaction_type = 'interest') AS last_credit
        FROM transactions GROUP BY account_id
    ) credits USING (account_id)
    WHERE account_type IN ({_TYPES}) AND lowest >= {_SMALLEST_BALANCE} AND (
        coalesce(first_credit, %(as_of)s + 1) > opened_date + 366
            AND coalesce(closed_date, %(as_of)s) > opened_date + 366
        OR closed_date > opened_date + 31 AND last_credit IS DISTINCT FROM closed_date)
    """,
    fault(
        "no interest before this year's",
        delete_rows(Transaction, "transaction_type = 'interest' AND transaction_date < %(as_of)s::date - 120"),
    ),
)
