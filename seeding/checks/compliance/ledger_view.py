"""The ledger view: what the queries of rules consist of - the ledger, trailing windows, and alerts.

A rule counts transactions of an entity in the order of time and key, and evaluates the window that ends at each. It
raises an alert where its condition turns true: at the entity's previous counted transaction it was false. Queries name
the day on which the bank was first seen as %(start)s and the rule's threshold as %(limit)s. They return the
`entity_id`, the `transaction_id` and time (`at`) of the alert, a hundred times the measured value (`hundredfold`), and
the keys of the window's transactions.
"""

from collections.abc import Iterable

from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS
from seeding.bank.compliance.numbers import MONITORED_YEARS, MONITORED_YEARS_IN_FULL
from seeding.checks.posting_kinds import described_as

OPENING_CHECK = POSTING_KINDS[POSTING_CODES["opening_check"]].description
"""A check that is deposited at the counter is not cash."""

LEDGER = f"""
    ledger AS NOT MATERIALIZED (
        SELECT transaction_id, account_id, customer_id, transaction_date AS at,
               transaction_date::date - date '2000-01-01' AS day, transaction_amount AS signed,
               abs(transaction_amount) AS amount, transaction_type AS type, channel, counterparty_account AS other,
               transaction_type IN ('deposit', 'withdrawal') AND channel IN ('branch', 'atm')
                   AND description IS DISTINCT FROM '{OPENING_CHECK}' AS cash,
               right(transaction_id, 6) = '-00001' AS opening,
               channel IN ('branch', 'atm', 'card', 'online', 'wire') AND right(transaction_id, 6) <> '-00001'
                   AS initiated,
               {described_as("disbursement")} AS disbursement,
               {described_as("settlement")} AS settlement,
               {described_as("payoff_funds_ach", "payoff_funds_wire")} AS payoff_funds,
               {described_as("payoff")} AS payoff,
               {described_as("passed_on_ach", "passed_on_wire", about="loan")} AS loan_passed_on,
               {described_as("settled_on_ach", "settled_on_wire", about="claim")} AS settlement_passed_on
        FROM transactions LEFT JOIN accounts USING (account_id)
    )
"""
"""Part of each query that names it, so that only the columns that a rule uses are computed."""

CONTRACT = "(disbursement OR loan_passed_on OR settlement OR settlement_passed_on OR payoff OR payoff_funds)"
"""Payments of loans, claims and early payoffs, which rules on single large amounts leave apart."""
_RECENT = f"""at >= %(start)s - CASE WHEN %(history)s = 'full' THEN interval '{MONITORED_YEARS_IN_FULL} years'
    ELSE interval '{MONITORED_YEARS} years' END + interval '1 day'"""
"""Transactions since two years before the bank was first seen, in a full history five; earlier ones only fill
windows."""
_KEYS = "entity_id, transaction_id, extract(epoch FROM at)::bigint AS at"


def single(condition: str) -> str:
    """Return the query of a rule on the amount of a single transaction."""
    return f"""
    WITH {LEDGER}
    SELECT transaction_id AS {_KEYS}, (100 * amount)::bigint AS hundredfold, transaction_id AS rows
    FROM ledger WHERE amount >= %(limit)s AND {condition} AND {_RECENT}
    """


def alerts_where(counted: str, violated: str, value: str, rows: str = "transaction_id") -> str:
    """Return the query of a rule, whose alerts are the `counted` rows where it is newly `violated`.

    `rows` is SQL for the keys of the window's transactions, separated by blanks; by default the alert's own.
    """
    return f"""
    WITH RECURSIVE {LEDGER}, {counted}, evaluated AS (
        SELECT *, lag({violated}, 1, false) OVER (PARTITION BY entity_id ORDER BY at, transaction_id) AS already
        FROM counted
    )
    SELECT {_KEYS}, (100 * ({value}))::bigint AS hundredfold, {rows} AS rows
    FROM evaluated WHERE ({violated}) AND NOT already AND {_RECENT}
    """


def windowed(entity: str, condition: str, days: int, enough: str, name: str = "counted", grouped_by: str = "") -> str:
    """Return the rows that a rule counts for an entity, with the `number` and `total` of the trailing window of days.

    A window's sums are the running sums at its row less those before its first day. Only entities are read that have
    `enough`, an SQL condition on the sums of all their rows, or of their rows grouped by `grouped_by`.
    """
    return f"""
    running AS (
        SELECT {entity} AS entity_id, transaction_id, at, day, row_number() OVER so_far AS nth,
               sum(amount) OVER so_far AS sum
        FROM ledger
        WHERE {condition} AND {entity} IN (
            SELECT {entity} FROM ledger WHERE {condition} GROUP BY {grouped_by or entity} HAVING {enough})
        WINDOW so_far AS (PARTITION BY {entity} ORDER BY at, transaction_id ROWS UNBOUNDED PRECEDING)
    ), {name} AS (
        SELECT *, nth - coalesce(max(nth) OVER before, 0) AS number, sum - coalesce(max(sum) OVER before, 0) AS total
        FROM running
        WINDOW before AS (
            PARTITION BY entity_id ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND {days} PRECEDING)
    )
    """


def day_total(entity: str, condition: str) -> str:
    """Return the query of a rule on the total of an entity's transactions of a day."""
    enough = "sum(amount) > %(limit)s"
    of_day = windowed(entity, condition, 1, enough, grouped_by=f"{entity}, day")
    return alerts_where(of_day, "total > %(limit)s", "total")


def in_window(what: str, of: str, condition: str, days: int) -> str:
    """Return an SQL subquery for a value of an account's window, computed for each row `of` a CTE."""
    return f"""(
        SELECT {what} FROM ledger WHERE ledger.account_id = {of}.entity_id AND {condition}
               AND ledger.day > {of}.day - {days}
               AND (ledger.at, ledger.transaction_id) <= ({of}.at, {of}.transaction_id)
    )"""


def sql_list(values: Iterable[str]) -> str:
    """Return values as the list of an SQL `IN`."""
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


KEYS_OF_WINDOW = "string_agg(ledger.transaction_id, ' ' ORDER BY ledger.at, ledger.transaction_id)"
