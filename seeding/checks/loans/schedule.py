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

SCHEDULE = SharedScan(
    LOANS_DB,
    """
    WITH lent AS MATERIALIZED (
        SELECT loan_id, term_months, interest_rate, disbursement_date, maturity_date, loan_status, principal_amount,
               round(principal_amount * monthly * growth / (growth - 1), 2) AS level,
               0.01 * (growth - 1) / monthly AS rounding
        FROM loans, LATERAL (SELECT interest_rate / 12 AS monthly) rate,
             LATERAL (SELECT (1 + monthly) ^ term_months AS growth) compounded
    )
    SELECT plan.*, term_months, interest_rate, disbursement_date, maturity_date, loan_status, level, rounding,
           principal_amount - repaid AS owed, principal_amount - repaid + principal AS owed_before
    FROM lent JOIN (
        SELECT loan_id, installment_number, due_date, principal_amount AS principal, interest_amount, total_amount,
               payment_date, payment_status, row_number() OVER installments AS place,
               sum(principal_amount) OVER installments AS repaid
        FROM repayment_schedule
        WINDOW installments AS (PARTITION BY loan_id ORDER BY installment_number ROWS UNBOUNDED PRECEDING)
    ) plan USING (loan_id)
    """,
    ("loan_id", "installment_number"),
)
"""Every installment with its loan, its place, and the outstanding principal before and after it.

`level` is the annuity: P i / (1 - (1 + i)^-n), half up. `rounding` is the largest difference of the last one: each
month's rounding is at most a cent and bears interest for the rest of the term.
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
        """interest_amount <> round(owed_before * interest_rate / 12, 2)
           OR total_amount <> principal + interest_amount OR installment_number = term_months AND owed <> 0""",
        "owed_before, interest_rate, interest_amount, principal, total_amount, owed",
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
        """principal <= 0 OR CASE WHEN installment_number < term_months THEN total_amount <> level
           ELSE owed <> 0 OR abs(total_amount - level) > rounding END""",
        "total_amount, level, rounding, principal, owed, term_months",
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
