"""Rules on amounts and counts of transactions, wherever the money goes."""

from seeding.bank.compliance import numbers
from seeding.checks.compliance.ledger_view import CONTRACT, alerts_where, day_total, single, sql_list, windowed

R02 = single(f"NOT cash AND NOT {CONTRACT}")
R03 = single(f"channel = 'wire' AND NOT {CONTRACT}")
R07 = alerts_where(
    windowed("account_id", "initiated AND signed < 0", numbers.DAYS_OF_DEBITS, "count(*) > %(limit)s"),
    "number > %(limit)s",
    "number",
)
R12 = single(f"channel = 'wire' AND left(other, 2) IN {sql_list(numbers.HIGH_RISK_COUNTRIES)}")
R13 = alerts_where(
    windowed(
        "customer_id",
        f"channel = 'wire' AND other ~ '^[A-Z]' AND left(other, 2) <> '{numbers.HOME_COUNTRY}'",
        numbers.DAYS_OF_FOREIGN_WIRES,
        "sum(amount) >= %(limit)s",
    ),
    "total >= %(limit)s",
    "total",
)
R14 = alerts_where(
    f"""
    own AS NOT MATERIALIZED (
        SELECT * FROM ledger WHERE initiated AND NOT (loan_passed_on OR settlement_passed_on)
    ), large AS (
        SELECT *, (
            SELECT true FROM own WHERE own.account_id = debit.account_id
                   AND (own.at, own.transaction_id) < (debit.at, debit.transaction_id)
                   AND own.at >= debit.at::date - interval '{numbers.QUIET_YEARS} year' LIMIT 1) AS follows_another
        FROM own debit WHERE signed <= -%(limit)s
    ), counted AS (
        SELECT *, transaction_id AS entity_id FROM large
        WHERE follows_another IS NULL AND EXISTS (
            SELECT FROM own WHERE own.account_id = large.account_id
                   AND (own.at, own.transaction_id) < (large.at, large.transaction_id))
    )
    """,
    "true",
    "-signed",
)
R16 = day_total("account_id", "channel = 'card'")
