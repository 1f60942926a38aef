"""The ledger in order of time: every transaction of every account with its neighbors."""

from seeding.bank.accounts.ledger_numbers import FULL_MONTHS, POSTING_CODES, POSTING_KINDS
from seeding.bank.accounts.numbers import JOINED_YEARS
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.days import is_business_day
from seeding.checks.shared_scan import SharedScan

INITIATED = "channel IN ('branch', 'atm', 'card', 'online', 'wire')"
"""Debits that a customer initiates."""
_YEARS_OF_FULL_HISTORY = JOINED_YEARS + 1
MAINTENANCE_TEXT = POSTING_KINDS[POSTING_CODES["maintenance_fee"]].description

_MONTHS = f"""
    SELECT first::date, last::date, (
        SELECT max(day)::date FROM generate_series(first, last, interval '1 day') day
        WHERE {is_business_day("day")}) AS due
    FROM (
        SELECT first, first + interval '1 month - 1 day' AS last
        FROM date_trunc('month', %(start)s::date + interval '1 day') running,
             generate_series(running - CASE WHEN %(history)s = 'full' THEN interval '{_YEARS_OF_FULL_HISTORY} years'
                                       ELSE interval '{FULL_MONTHS} months' END,
                             date_trunc('month', %(until)s::date + interval '1 day') - interval '1 month',
                             interval '1 month') first
        WHERE first <= %(as_of)s
    ) months
"""
"""The full months of the window that have begun, in a full history of all years, and their last business day, on which
maintenance fees are due."""

_OPEN_ALL_MONTH = "opened_date <= first AND (closed_date IS NULL OR closed_date > last)"

_ROWS = f"""
    WITH months AS MATERIALIZED (SELECT * FROM ({_MONTHS}) begun WHERE due <= %(as_of)s), chain AS (
        SELECT account_id, account_type, account_status, balance, opened_date, closed_date, frozen_date,
               transaction_id, transaction_type, channel, transaction_amount, transaction_date, balance_after,
               counterparty_account, processed_by, transaction_date::date AS day,
               coalesce(description = '{MAINTENANCE_TEXT}', false) AS maintains,
               coalesce(lag(balance_after) OVER history, 0) AS before, row_number() OVER history AS place,
               lead(transaction_date::date) OVER history AS following
        FROM accounts LEFT JOIN transactions USING (account_id)
        WINDOW history AS (PARTITION BY account_id ORDER BY transaction_date, transaction_id)
    )
    SELECT chain.*, CASE WHEN maintains THEN (following IS NULL OR following > day)
                AND EXISTS (SELECT FROM months WHERE due = day AND {_OPEN_ALL_MONTH}) END AS closes_month,
           CASE WHEN following IS NULL
                OR following > since AND width_bucket(day - 1, dues) < width_bucket(following - 1, dues) THEN EXISTS (
               SELECT FROM months WHERE due >= day + maintains::int
                      AND (following IS NULL OR due < following) AND {_OPEN_ALL_MONTH}) END AS leaves_month
    FROM chain, (SELECT array_agg(due ORDER BY due) AS dues, min(due) AS since FROM months) days
"""
"""`before` is the balance before a row, `place` counts an account's rows, `following` is the day of the next row, null
for the last. A row closes a month where it is the last of a full month's last business day; it leaves a month where no
row with its fee follows on that day. An account without transactions has one row."""

LEDGER = SharedScan(ACCOUNTS_DB, _ROWS, ("transaction_id", "account_id"))
