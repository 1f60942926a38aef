"""Rules that watch the size and the number of rows, whatever became of the money."""

from seeding.bank.compliance import numbers
from seeding.checks.compliance.watching import caught, day_total, one_of, single, windowed

R02 = single("NOT cash AND NOT (disbursement OR loan_passed_on)")
R03 = single("channel = 'wire'")
R07 = caught(
    windowed("account_id", "initiated AND signed < 0", 1, "count(*) > %(limit)s"), "number > %(limit)s", "number"
)
R12 = single(f"channel = 'wire' AND left(other, 2) IN {one_of(numbers.HIGH_RISK_COUNTRIES)}")
R13 = caught(
    windowed(
        "customer_id",
        f"channel = 'wire' AND other ~ '^[A-Z]' AND left(other, 2) <> '{numbers.HOME_COUNTRY}'",
        numbers.DAYS_OF_FOREIGN_WIRES,
        "sum(amount) >= %(limit)s",
    ),
    "total >= %(limit)s",
    "total",
)
R14 = caught(
    f"""
    initiated AS (
        SELECT transaction_id, at, signed, lag(at) OVER (PARTITION BY account_id ORDER BY at, transaction_id) AS before
        FROM ledger
        WHERE initiated AND NOT (loan_passed_on OR settlement_passed_on) AND account_id IN (
            SELECT account_id FROM ledger WHERE signed <= -%(limit)s AND initiated)
    ), counted AS (
        SELECT *, transaction_id AS entity_id FROM initiated
        WHERE signed <= -%(limit)s AND before < at::date - interval '{numbers.QUIET_YEARS} year'
    )
    """,
    "true",
    "-signed",
)
R16 = day_total("account_id", "channel = 'card'")
