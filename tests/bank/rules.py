"""The active rules as SQL over the ledger, told from what they say and not from the code that runs them.

A rule counts rows, and measures and judges the window that ends at each. It catches the rows at which its condition
turns true: at the row before that it counts of the same entity, it was not.
"""

from dataclasses import dataclass

import polars as pl

from tests.bank.bank import Bank

DB = "accounts_db"
HIGH_RISK = ("HT", "IR", "KP", "LA", "MM", "SS", "VE", "YE")

_LEDGER = r"""
    WITH RECURSIVE ledger AS (
        SELECT transaction_id, account_id, customer_id, transaction_date AS at, transaction_date::date AS day,
               transaction_amount AS signed, abs(transaction_amount) AS amount, transaction_type AS type, channel,
               counterparty_account AS other, description,
               transaction_type IN ('deposit', 'withdrawal') AND channel IN ('branch', 'atm') AS cash,
               right(transaction_id, 6) = '-00001' AS opening,
               channel IN ('branch', 'atm', 'card', 'online', 'wire') AND right(transaction_id, 6) <> '-00001'
                   AS initiated,
               description LIKE 'Disbursement of loan %%' AS disbursement,
               description LIKE 'Settlement of claim %%' AS settlement,
               description ~ '^Own funds (by wire )?to pay off loan ' AS payoff_funds,
               description ~ '^(Payment|Wire) to .*, loan \S+$' AS loan_passed_on,
               description ~ '^(Payment|Wire) to .*, claim \S+$' AS settlement_passed_on
        FROM transactions JOIN accounts USING (account_id)
    )
"""
_CAUGHT = """
    , judged AS (
        SELECT *, lag({broken}, 1, false) OVER (PARTITION BY entity_id ORDER BY at, transaction_id) AS already
        FROM counted
    )
    SELECT entity_id, transaction_id, at, {value}::numeric(15, 2) AS value, rows FROM judged
    WHERE ({broken}) AND NOT already AND day > %s::date - interval '2 years'
"""
"""Rows of the two years to today; earlier ones fill the windows and say what was true before."""


def _single(condition: str) -> str:
    """Return the rows that a rule counts each by itself."""
    return f"""
    , counted AS (
        SELECT *, transaction_id AS entity_id, ARRAY[transaction_id] AS rows FROM ledger WHERE {condition}
    )
    """


def _windowed(entity: str, condition: str, days: int) -> str:
    """Return the rows that a rule counts for an entity, with what the days to each hold: its own and those before."""
    return f"""
    , counted_rows AS (SELECT *, {entity} AS entity_id FROM ledger WHERE {condition}),
    counted AS (
        SELECT entity_id, last.transaction_id, last.at, last.day, count(*) AS number, sum(each.amount) AS total,
               count(DISTINCT each.other) AS others, array_agg(each.transaction_id) AS rows
        FROM counted_rows last JOIN counted_rows each USING (entity_id)
        WHERE each.day > last.day - {days} AND (each.at, each.transaction_id) <= (last.at, last.transaction_id)
        GROUP BY entity_id, last.transaction_id, last.at, last.day
    )
    """


_SMALL_DEPOSITS = "cash AND type = 'deposit' AND amount >= 1000 AND amount < 10000"

_PASSED_THROUGH = """
    , gone AS (
        SELECT DISTINCT ON (debit.transaction_id) debit.transaction_id, credit.amount,
               credit.transaction_id || array_agg(debited.transaction_id) AS rows
        FROM ledger credit
        JOIN ledger debit ON debit.account_id = credit.account_id AND debit.signed < 0
             AND (debit.at, debit.transaction_id) > (credit.at, credit.transaction_id)
             AND debit.at <= credit.at + interval '48 hours'
        JOIN ledger debited ON debited.account_id = credit.account_id AND debited.signed < 0
             AND (debited.at, debited.transaction_id) > (credit.at, credit.transaction_id)
             AND (debited.at, debited.transaction_id) <= (debit.at, debit.transaction_id)
        WHERE credit.signed >= {limit} AND credit.type <> 'salary'
              AND NOT (credit.opening OR credit.disbursement OR credit.settlement OR credit.payoff_funds)
        GROUP BY debit.transaction_id, credit.transaction_id, credit.at, credit.amount
        HAVING sum(debited.amount) >= 0.9 * credit.amount
        ORDER BY debit.transaction_id, credit.amount DESC, credit.at, credit.transaction_id
    ),
    counted AS (
        SELECT account_id AS entity_id, transaction_id, at, day, gone.amount AS gone, gone.rows
        FROM ledger LEFT JOIN gone USING (transaction_id) WHERE signed < 0
    )
"""
"""Debits, each with the largest credit of which it and the debits between have taken nearly everything."""

_CIRCLES = """
    , ours AS (
        SELECT ledger.*, other.account_id AS other_id FROM ledger JOIN accounts other ON account_number = ledger.other
        WHERE type = 'transfer'
    ),
    chain AS (
        SELECT transaction_id AS begun_with, account_id AS home, at AS begun_at, amount AS sum,
               account_id AS payer, other_id AS payee, at, amount, 1 AS transfers
        FROM ours WHERE signed <= -{limit}
        UNION ALL
        SELECT begun_with, home, begun_at, sum, onward.account_id, onward.other_id, onward.at, onward.amount,
               transfers + 1
        FROM chain JOIN ours onward ON onward.account_id = payee AND onward.signed < 0
             AND onward.at > chain.at AND onward.at <= begun_at + interval '10 days'
             AND onward.amount BETWEEN 0.8 * sum AND sum
        WHERE payee <> home AND transfers < 7
    ),
    back AS (
        SELECT DISTINCT ON (credit.transaction_id) credit.transaction_id, sum,
               ARRAY[begun_with, credit.transaction_id] AS rows
        FROM chain JOIN ours credit ON credit.account_id = home AND credit.other_id = payer
             AND credit.at = chain.at AND credit.signed = chain.amount
        WHERE payee = home
        ORDER BY credit.transaction_id, sum DESC, begun_at DESC
    ),
    counted AS (
        SELECT account_id AS entity_id, transaction_id, at, day, back.sum AS back, back.rows
        FROM ours LEFT JOIN back USING (transaction_id) WHERE signed > 0
    )
"""
"""Credits from accounts of ours, each with the largest transfer that comes back with it; a chain ends at home."""

_QUIET = """
    , counted AS (
        SELECT *, transaction_id AS entity_id, ARRAY[transaction_id] AS rows,
               lag(day) OVER (PARTITION BY account_id ORDER BY at, transaction_id) AS previous
        FROM ledger WHERE initiated AND NOT (loan_passed_on OR settlement_passed_on)
    )
"""


@dataclass(frozen=True)
class Rule:
    """A rule: the rows that it `counts`, when the condition on them is `broken`, and the `value` that it measures.

    A `pattern` is flagged, and every row of it is checked; of a size only the row that reaches it.
    """

    id: str
    type: str
    threshold: int
    entity: str
    counts: str
    broken: str
    value: str
    pattern: bool = False

    @property
    def sql(self) -> str:
        """The query for what it catches, with the bank's today as its parameter."""
        told = self.counts + _CAUGHT.format(broken=self.broken, value=self.value)
        return _LEDGER + told.replace("{limit}", str(self.threshold))


_FAN = "others >= {limit} AND total >= 5000"
_WIRED_ABROAD = "channel = 'wire' AND other ~ '^[A-Z]' AND left(other, 2) <> 'US'"

RULES = (
    Rule(
        "R01", "amount_threshold", 10_000, "customer", _windowed("customer_id", "cash", 1), "total > {limit}", "total"
    ),
    Rule(
        "R02", "amount_threshold", 100_000, "transaction", _single("NOT (cash OR disbursement OR loan_passed_on)"),
        "amount >= {limit}", "amount",
    ),
    Rule("R03", "amount_threshold", 25_000, "transaction", _single("channel = 'wire'"), "amount >= {limit}", "amount"),
    Rule("R04", "amount_threshold", 7_500, "transaction", _single("cash"), "amount >= {limit}", "amount"),
    Rule(
        "R05", "velocity_check", 10_000, "account", _windowed("account_id", _SMALL_DEPOSITS, 7),
        "number >= 3 AND total > {limit}", "total", pattern=True,
    ),
    Rule(
        "R06", "velocity_check", 20_000, "account", _windowed("account_id", _SMALL_DEPOSITS, 30),
        "number >= 6 AND total > {limit}", "total", pattern=True,
    ),
    Rule(
        "R07", "velocity_check", 8, "account", _windowed("account_id", "initiated AND signed < 0", 1),
        "number > {limit}", "number",
    ),
    Rule("R08", "velocity_check", 5_000, "account", _PASSED_THROUGH, "gone IS NOT NULL", "gone", pattern=True),
    Rule(
        "R09", "velocity_check", 4, "account", _windowed("account_id", "other IS NOT NULL AND signed > 0", 7),
        _FAN, "others", pattern=True,
    ),
    Rule(
        "R10", "velocity_check", 4, "account", _windowed("account_id", "other IS NOT NULL AND signed < 0", 7),
        _FAN, "others", pattern=True,
    ),
    Rule("R11", "velocity_check", 2_000, "account", _CIRCLES, "back IS NOT NULL", "back", pattern=True),
    Rule(
        "R12", "geographic_restriction", 1_000, "transaction",
        _single(f"channel = 'wire' AND left(other, 2) IN {HIGH_RISK}"), "amount >= {limit}", "amount", pattern=True,
    ),
    Rule(
        "R13", "geographic_restriction", 15_000, "customer", _windowed("customer_id", _WIRED_ABROAD, 30),
        "total >= {limit}", "total",
    ),
    Rule(
        "R14", "transaction_limit", 5_000, "transaction", _QUIET,
        "signed <= -{limit} AND coalesce(previous < day - interval '1 year', false)", "amount", pattern=True,
    ),
    Rule(
        "R15", "transaction_limit", 1_000, "account", _windowed("account_id", "cash AND channel = 'atm'", 1),
        "total > {limit}", "total",
    ),
    Rule(
        "R16", "transaction_limit", 5_000, "account", _windowed("account_id", "channel = 'card'", 1),
        "total > {limit}", "total",
    ),
)  # fmt: skip


def catches_of(bank: Bank) -> pl.DataFrame:
    """Return what the rules catch: whose entity, the row of the ledger and its time, the value, the window's rows."""
    columns = {
        "entity_id": pl.String, "transaction_id": pl.String, "at": pl.Datetime("us", "UTC"),
        "value": pl.Decimal(15, 2), "rows": pl.List(pl.String),
    }  # fmt: skip
    caught = {rule.id: bank.rows(DB, rule.sql, [bank.as_of]) for rule in RULES}
    return pl.concat(
        pl.DataFrame(rows, schema=columns, orient="row").select(pl.lit(rule).alias("rule_id"), *columns)
        for rule, rows in caught.items()
    )
