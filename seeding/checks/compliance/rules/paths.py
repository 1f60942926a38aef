"""Rules on paths of money: through an account, from many, to many, and in a circle."""

from seeding.bank.compliance import numbers
from seeding.checks.compliance.ledger_view import KEYS_OF_WINDOW, alerts_where, in_window, windowed
from seeding.engine.money import CENTS

R08 = alerts_where(
    f"""
    credit AS (
        SELECT account_id, transaction_id, at, amount FROM ledger
        WHERE signed >= %(limit)s AND type <> 'salary' AND NOT opening
              AND NOT (disbursement OR settlement OR payoff_funds)
    ), taken AS (
        SELECT debit.transaction_id, debit.account_id, credit.transaction_id AS credit_id, credit.at AS credited_at,
               credit.amount AS credited, sum(debit.amount) OVER (
                   PARTITION BY credit.transaction_id ORDER BY debit.at, debit.transaction_id) AS taken
        FROM credit JOIN ledger debit ON debit.account_id = credit.account_id AND debit.signed < 0
             AND (debit.at, debit.transaction_id) > (credit.at, credit.transaction_id)
             AND debit.at <= credit.at + interval '{numbers.PASSED_THROUGH_HOURS} hours'
    ), gone AS (
        SELECT DISTINCT ON (transaction_id) transaction_id, account_id, credit_id, credited_at, credited
        FROM taken WHERE taken * 100 >= credited * {numbers.PASSED_THROUGH_PERCENT}
        ORDER BY transaction_id, credited DESC, credited_at, credit_id
    ), counted AS (
        SELECT ledger.account_id AS entity_id, transaction_id, at, credit_id, credited_at, credited
        FROM ledger LEFT JOIN gone USING (transaction_id)
        WHERE signed < 0 AND ledger.account_id IN (SELECT account_id FROM gone)
    )
    """,
    "credited IS NOT NULL",
    "credited",
    f"""credit_id || ' ' || (
        SELECT {KEYS_OF_WINDOW} FROM ledger
        WHERE ledger.account_id = evaluated.entity_id AND ledger.signed < 0
              AND (ledger.at, ledger.transaction_id) > (evaluated.credited_at, evaluated.credit_id)
              AND (ledger.at, ledger.transaction_id) <= (evaluated.at, evaluated.transaction_id)
    )""",
)
"""Debits, each with the largest credit of which the debits up to it have taken nearly everything."""


def _fanned(sign: str) -> str:
    """Return the query for credits from, or debits to, as many accounts as the threshold within a few days."""
    days = numbers.DAYS_OF_FAN
    condition = f"signed {sign} 0 AND other IS NOT NULL"
    least = numbers.LEAST_OF_FAN // CENTS
    enough = f"count(DISTINCT other) >= %(limit)s AND sum(amount) >= {least}"
    likely = windowed("account_id", condition, days, enough, "likely")
    full = f"number >= %(limit)s AND total >= {least}"
    others = in_window("count(DISTINCT ledger.other)", "likely", condition, days)
    return alerts_where(
        f"{likely}, counted AS (SELECT *, CASE WHEN {full} THEN {others} ELSE 0 END AS others FROM likely)",
        "others >= %(limit)s",
        "others",
        in_window(KEYS_OF_WINDOW, "evaluated", condition, days),
    )


R09 = _fanned(">")
R10 = _fanned("<")

R11 = alerts_where(
    f"""
    ours AS (
        SELECT ledger.*, payee.account_id AS other_id
        FROM ledger JOIN accounts payee ON payee.account_number = ledger.other WHERE type = 'transfer'
    ), large AS MATERIALIZED (
        SELECT * FROM ours WHERE amount * 100 >= %(limit)s * {numbers.RETURNED_PERCENT}
    ), chain AS (
        SELECT transaction_id AS begun_with, account_id AS home, at AS begun_at, amount AS sum,
               account_id AS payer, other_id AS payee, at, amount, 1 AS transfers
        FROM large WHERE signed <= -%(limit)s
        UNION ALL
        SELECT begun_with, home, begun_at, sum, onward.account_id, onward.other_id, onward.at, onward.amount,
               transfers + 1
        FROM chain JOIN large onward ON onward.account_id = payee AND onward.signed < 0
             AND onward.at > chain.at AND onward.at <= begun_at + interval '{numbers.RETURNED_DAYS} days'
             AND onward.amount BETWEEN sum * {numbers.RETURNED_PERCENT} / 100 AND sum
        WHERE payee <> home AND transfers <= {numbers.RETURNED_HOPS}
    ), back AS (
        SELECT DISTINCT ON (credit.transaction_id) credit.transaction_id, credit.account_id, sum, begun_with
        FROM chain JOIN large credit ON credit.account_id = home AND credit.other_id = payer
             AND credit.at = chain.at AND credit.signed = chain.amount
        WHERE payee = home
        ORDER BY credit.transaction_id, sum DESC, begun_at DESC
    ), counted AS (
        SELECT ours.account_id AS entity_id, transaction_id, at, sum, begun_with
        FROM ours LEFT JOIN back USING (transaction_id)
        WHERE signed > 0 AND ours.account_id IN (SELECT account_id FROM back)
    )
    """,
    "sum IS NOT NULL",
    "sum",
    "begun_with || ' ' || transaction_id",
)
"""Credits from the bank's accounts, each with the largest transfer that it returns; a chain ends where it began."""
