"""Premiums: one payment for every period of a policy."""

from seeding.checks.builders import sql_check
from seeding.checks.databases import INSURANCE_DB
from seeding.checks.faults import fault, pick_row
from seeding.checks.insurance.policy_terms import PERIODS, PREMIUMS

I2 = sql_check(
    "I2",
    "Every period until a policy ends has one premium within ten days; a failed premium that was retried counts once",
    INSURANCE_DB,
    PERIODS
    + PREMIUMS
    + """
    , tried AS (
        SELECT policy_id, payment_id, payment_date, payment_status, retried,
               CASE WHEN lag(retried) OVER by_day THEN lag(payment_date) OVER by_day ELSE payment_date END AS first_try
        FROM premiums WINDOW by_day AS (PARTITION BY policy_id ORDER BY payment_date, payment_id)
    ), numbered AS (
        SELECT *, row_number() OVER (PARTITION BY policy_id ORDER BY payment_date, payment_id) - 1 AS k
        FROM tried WHERE NOT retried
    )
    SELECT policy_id, k, begins, payment_id, first_try, payment_date, payment_status, last
    FROM periods FULL JOIN numbered USING (policy_id, k)
    WHERE begins IS NULL OR payment_id IS NULL OR first_try < begins OR payment_date > least(begins + 10, last)
          OR payment_status = 'pending' AND begins < %(as_of)s - 15
    """,
    fault(
        "a missing premium",
        (
            INSURANCE_DB,
            f"""
            DELETE FROM premium_payments
            WHERE payment_id = {pick_row("premium_payments", "payment_id", "payment_status = 'completed'")}
            RETURNING payment_id, policy_id
            """,
        ),
    ),
)
