"""What the queries of the rules are made of: the ledger as rules see it, windows that end at each row, and catches.

A rule counts rows of an entity in the order of time and key, and judges the window that ends at each. It catches the
rows at which its condition turns true: at the row before that it counts of the same entity, it was not. Queries name
the bank's today as %(as_of)s and the rule's threshold as %(limit)s, and yield the `entity_id`, the `transaction_id` of
the catch, its time `at`, a hundred times the measured value (`hundredfold`), and the keys of the rows of its window.
"""

from collections.abc import Iterable

from seeding.bank.compliance.numbers import WATCHED_YEARS

LEDGER = """
    ledger AS NOT MATERIALIZED (
        SELECT transaction_id, account_id, customer_id, transaction_date AS at,
               transaction_date::date - date '2000-01-01' AS day, transaction_amount AS signed,
               abs(transaction_amount) AS amount, transaction_type AS type, channel, counterparty_account AS other,
               transaction_type IN ('deposit', 'withdrawal') AND channel IN ('branch', 'atm') AS cash,
               right(transaction_id, 6) = '-00001' AS opening,
               channel IN ('branch', 'atm', 'card', 'online', 'wire') AND right(transaction_id, 6) <> '-00001'
                   AS initiated,
               description LIKE 'Disbursement of loan %%' AS disbursement,
               description LIKE 'Settlement of claim %%' AS settlement,
               description LIKE ANY (ARRAY['Own funds to pay off loan %%', 'Own funds by wire to pay off loan %%'])
                   AS payoff_funds,
               description LIKE ANY (ARRAY['Payment to %%, loan %%', 'Wire to %%, loan %%']) AS loan_passed_on,
               description LIKE ANY (ARRAY['Payment to %%, claim %%', 'Wire to %%, claim %%']) AS settlement_passed_on
        FROM transactions LEFT JOIN accounts USING (account_id)
    )
"""
"""Written into each query that names it: what a rule does not ask for is not worked out."""

_RECENT = f"at >= %(as_of)s - interval '{WATCHED_YEARS} years' + interval '1 day'"
"""Rows of the two years to today; earlier ones fill the windows and say what was true before."""
_KEYS = "entity_id, transaction_id, extract(epoch FROM at)::bigint AS at"


def single(condition: str) -> str:
    """Return the query of a rule that a row breaks by itself, by its amount."""
    return f"""
    WITH {LEDGER}
    SELECT transaction_id AS {_KEYS}, (100 * amount)::bigint AS hundredfold, transaction_id AS rows
    FROM ledger WHERE amount >= %(limit)s AND {condition} AND {_RECENT}
    """


def alerts_where(counted: str, broken: str, value: str, rows: str = "transaction_id") -> str:
    """Return the query of a rule: of the rows `counted`, those at which it is `broken` and at the one before was not.

    `rows` is SQL for the keys of a catch's window, separated by blanks; a rule of sizes has the row that reached it.
    """
    return f"""
    WITH RECURSIVE {LEDGER}, {counted}, evaluated AS (
        SELECT *, lag({broken}, 1, false) OVER (PARTITION BY entity_id ORDER BY at, transaction_id) AS already
        FROM counted
    )
    SELECT {_KEYS}, (100 * ({value}))::bigint AS hundredfold, {rows} AS rows
    FROM evaluated WHERE ({broken}) AND NOT already AND {_RECENT}
    """


def windowed(entity: str, condition: str, days: int, enough: str, name: str = "counted", together: str = "") -> str:
    """Return the rows that a rule counts for an entity, with what the days to each hold: their `number` and `total`.

    What a window holds is what has run up to its row, less what had before its first day. Only entities are looked at
    that have `enough`, an SQL condition on the sums of all their rows or of those that are `together`.
    """
    return f"""
    running AS (
        SELECT {entity} AS entity_id, transaction_id, at, day, row_number() OVER so_far AS nth,
               sum(amount) OVER so_far AS sum
        FROM ledger
        WHERE {condition} AND {entity} IN (
            SELECT {entity} FROM ledger WHERE {condition} GROUP BY {together or entity} HAVING {enough})
        WINDOW so_far AS (PARTITION BY {entity} ORDER BY at, transaction_id ROWS UNBOUNDED PRECEDING)
    ), {name} AS (
        SELECT *, nth - coalesce(max(nth) OVER before, 0) AS number, sum - coalesce(max(sum) OVER before, 0) AS total
        FROM running
        WINDOW before AS (
            PARTITION BY entity_id ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND {days} PRECEDING)
    )
    """


def day_total(entity: str, condition: str) -> str:
    """Return the query of a rule that an entity breaks by what some of its rows of a day add up to."""
    return alerts_where(windowed(entity, condition, 1, "sum(amount) > %(limit)s"), "total > %(limit)s", "total")


def in_window(what: str, of: str, condition: str, days: int) -> str:
    """Return an SQL subquery that asks the rows of an account's window what they hold, once for each row `of` a CTE."""
    return f"""(
        SELECT {what} FROM ledger WHERE ledger.account_id = {of}.entity_id AND {condition}
               AND ledger.day > {of}.day - {days}
               AND (ledger.at, ledger.transaction_id) <= ({of}.at, {of}.transaction_id)
    )"""


def sql_list(words: Iterable[str]) -> str:
    """Return words as the list of an SQL `IN`."""
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


KEYS_OF_WINDOW = "string_agg(ledger.transaction_id, ' ' ORDER BY ledger.at, ledger.transaction_id)"
