"""Repayment schedules: installments that add up to the cent, are due monthly, and are paid, late or missed."""

from datahub.loans.models import RepaymentSchedule
from seeding.bank.loans.numbers import GRACE_DAYS
from seeding.checks.builders import first_failing, violations_from
from seeding.checks.check import Check, Severity
from seeding.checks.databases import LOANS_DB
from seeding.checks.days import is_business_day
from seeding.checks.faults import fault, update_row
from seeding.checks.loans.loan_states import incomplete_schedules
from seeding.checks.shared_scan import SharedScan

_LATEST = 25
"""Most days from the due date to a payment."""

_YEARLY = 12 * 10_000
"""A month's interest in cents is the cents owed times the rate in basis points, divided by this and rounded half up."""


def _cents(column: str) -> str:
    """Return an SQL expression for a column's amount in cents, limited to what an `int` holds.

    Sums of `int` are several times faster than sums of `numeric`, and the scan is the longest of all checks. No
    installment of an intact bank comes near the limit.
    """
    return f"least(greatest(100 * {column}, -2000000000), 2000000000)::int"


SCHEDULE = SharedScan(
    LOANS_DB,
    f"""
    WITH lent AS MATERIALIZED (
        SELECT loan_id, term_months, disbursement_date, maturity_date, loan_status,
               (10000 * interest_rate)::int AS rate_basis_points, (100 * principal_amount)::bigint AS lent_cents,
               (100 * round(principal_amount * monthly * growth / (growth - 1), 2))::bigint AS level_cents,
               floor((growth - 1) / monthly)::bigint AS rounding_cents
        FROM loans, LATERAL (SELECT interest_rate / 12 AS monthly) rate,
             LATERAL (SELECT (1 + monthly) ^ term_months AS growth) compounded
    )
    SELECT plan.*, term_months, disbursement_date, maturity_date, loan_status, rate_basis_points, level_cents,
           rounding_cents, lent_cents - repaid_cents AS owed_cents,
           lent_cents - repaid_cents + principal_cents AS owed_before_cents
    FROM lent JOIN (
        SELECT *, row_number() OVER installments AS place, sum(principal_cents) OVER installments AS repaid_cents
        FROM (
            SELECT loan_id, installment_number, due_date, payment_date, payment_status,
                   {_cents("principal_amount")} AS principal_cents, {_cents("interest_amount")} AS interest_cents,
                   {_cents("total_amount")} AS total_cents
            FROM repayment_schedule ORDER BY loan_id, installment_number OFFSET 0
        ) cents
        WINDOW installments AS (PARTITION BY loan_id ORDER BY installment_number ROWS UNBOUNDED PRECEDING)
    ) plan USING (loan_id)
    """,
    ("loan_id", "installment_number"),
)
"""Every installment with its loan, its place, and the outstanding principal before and after it.

`level_cents` is the annuity: P i / (1 - (1 + i)^-n), half up. `rounding_cents` is the largest difference of the last
one: each month's rounding is at most a cent and bears interest for the rest of the term. OFFSET 0 keeps PostgreSQL from
computing the cents again for every use of them.
"""

L4 = Check(
    "L4",
    "A loan has one installment per month of its term, numbered from 1 without a gap",
    (LOANS_DB,),
    first_failing(
        violations_from(incomplete_schedules),
        SCHEDULE.violations("installment_number <> place", "place, term_months"),
    ),
    fault(
        "a gap in the installment numbers",
        update_row(RepaymentSchedule, "installment_number = installment_number + 1000", "installment_number = 2"),
    ),
)

L5 = Check(
    "L5",
    "Installments are due monthly after the disbursement, and the loan matures with the last one",
    (LOANS_DB,),
    SCHEDULE.violations(
        """due_date <> (disbursement_date + make_interval(months => installment_number))::date
           OR installment_number = term_months AND maturity_date <> due_date""",
        "disbursement_date, due_date, term_months, maturity_date",
    ),
    fault("an installment due a day late", update_row(RepaymentSchedule, "due_date = due_date + 1")),
)

L6 = Check(
    "L6",
    "An installment is principal plus a month's interest on the outstanding amount, and principals sum to the loan",
    (LOANS_DB,),
    SCHEDULE.violations(
        f"""loan_status <> 'restructured'
                AND interest_cents <> (owed_before_cents * rate_basis_points + {_YEARLY} / 2) / {_YEARLY}
           OR total_cents <> principal_cents + interest_cents
           OR installment_number = term_months AND owed_cents <> 0""",
        "owed_before_cents, rate_basis_points, interest_cents, principal_cents, total_cents, owed_cents",
    ),
    fault(
        "an installment with one cent more interest and one cent less principal",
        update_row(
            RepaymentSchedule, "interest_amount = interest_amount + 0.01, principal_amount = principal_amount - 0.01"
        ),
    ),
    Severity.CRITICAL,
)

L7 = Check(
    "L7",
    "Installments are level except for the rounding in the last, and the outstanding amount falls to zero",
    (LOANS_DB,),
    SCHEDULE.violations(
        """principal_cents <= 0 OR CASE WHEN loan_status = 'restructured' THEN false
           WHEN installment_number < term_months THEN total_cents <> level_cents
           ELSE owed_cents <> 0 OR abs(total_cents - level_cents) > rounding_cents END""",
        "total_cents, level_cents, rounding_cents, principal_cents, owed_cents, term_months",
    ),
    fault(
        "an installment ten dollars above the others",
        update_row(
            RepaymentSchedule,
            "total_amount = total_amount + 10, principal_amount = principal_amount + 10",
            "installment_number = 2",
        ),
    ),
)

L9 = Check(
    "L9",
    "An installment's status follows from its dates; payments are on business days, early only in a payoff",
    (LOANS_DB,),
    SCHEDULE.violations(
        f"""payment_status IS DISTINCT FROM CASE
                WHEN payment_date > due_date + {GRACE_DAYS} THEN 'late' WHEN payment_date IS NOT NULL THEN 'paid'
                WHEN due_date + {GRACE_DAYS} >= %(as_of)s THEN 'pending' ELSE 'missed' END
            OR payment_date IS NOT NULL AND (
                payment_date > least(%(as_of)s, due_date + {_LATEST}) OR payment_date <= disbursement_date
                OR payment_date < due_date AND loan_status <> 'paid_off' OR NOT {is_business_day("payment_date")})""",
        "due_date, payment_date, payment_status, loan_status",
    ),
    fault(
        "a late payment with status paid",
        update_row(RepaymentSchedule, "payment_status = 'paid'", "payment_status = 'late'"),
    ),
)
