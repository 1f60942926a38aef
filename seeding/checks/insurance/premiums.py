"""Premiums: one payment for every period of a policy."""

from seeding.checks.builders import sql_check
from seeding.checks.databases import INSURANCE_DB
from seeding.checks.faults import fault, pick_row
from seeding.checks.insurance.policy_terms import PAID_PERIODS

I2 = sql_check(
    "I2",
    "Every period until a policy ends has one premium within ten days, or one that reinstates the policy; a failed "
    "premium that was retried counts once",
    INSURANCE_DB,
    PAID_PERIODS
    + """
    SELECT policy_id, k, begins, payment_id, first_try, payment_date, payment_status, last
    FROM periods FULL JOIN numbered USING (policy_id, k)
    WHERE begins IS NULL OR first_try < begins
          OR payment_id IS NULL AND (begins <= %(as_of)s - 10 OR %(as_of)s = %(until)s)
          OR payment_date > least(begins + CASE WHEN reinstates THEN 45 ELSE 10 END, last)
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
