"""Loan applications: amounts, decisions and the loans that follow."""

from datahub.loans.models import Loan, LoanApplication
from seeding.bank.loans.numbers import LEAST_APPROVED, MANAGERS, OFFICERS, REJECTION_REASONS
from seeding.checks.builders import first_failing, sql_check, violations_from, violations_in
from seeding.checks.check import Check
from seeding.checks.databases import EMPLOYEES_DB, LOANS_DB
from seeding.checks.days import is_business_day
from seeding.checks.faults import fault, update_row
from seeding.checks.staff_references import not_in_roles, not_in_service, staff_reference

_DECIDED_AFTER = (1, 30)
_DISBURSED_AFTER = (5, 30)
_PENDING_DAYS = 90
"""Days from application to decision and from decision to disbursement; most days without a decision."""
_SIGNED_BY_TWO_ABOVE = 100_000

L1 = sql_check(
    "L1",
    "Every loan has one approved application of the same customer and type, and every approved "
    "application becomes a loan",
    LOANS_DB,
    f"""
    SELECT loan_id, application_id, status, decision_date, loans.customer_id, application.customer_id AS applicant,
           loans.loan_type, application.loan_type AS applied_type, times
    FROM (SELECT *, count(*) OVER (PARTITION BY application_id) AS times FROM loans) loans
         FULL JOIN loan_applications application USING (application_id)
    WHERE loan_id IS NOT NULL AND (
              status IS DISTINCT FROM 'approved' OR times > 1
              OR loans.customer_id <> application.customer_id OR loans.loan_type <> application.loan_type)
          OR loan_id IS NULL AND status = 'approved' AND decision_date <= %(as_of)s::date - {_DISBURSED_AFTER[1]}
    """,
    fault(
        "a loan of a different customer than its application",
        update_row(Loan, "customer_id = 'CUST-00000002'", "customer_id <> 'CUST-00000002'"),
    ),
)

L2 = sql_check(
    "L2",
    "A loan's principal is the approved amount, which is 80 to 100 % of the requested amount",
    LOANS_DB,
    f"""
    SELECT application_id, loan_id, requested_amount, approved_amount, principal_amount
    FROM loan_applications LEFT JOIN loans USING (application_id)
    WHERE approved_amount NOT BETWEEN {LEAST_APPROVED} * requested_amount AND requested_amount
          OR loan_id IS NOT NULL AND principal_amount IS DISTINCT FROM approved_amount
    """,
    fault(
        "an approved amount above the requested one",
        update_row(LoanApplication, "approved_amount = requested_amount + 100", "status = 'approved'"),
    ),
)

L3 = sql_check(
    "L3",
    "Applications are decided within 30 days and disbursed 5 to 30 days later; undecided ones have no decision data",
    LOANS_DB,
    f"""
    SELECT application_id, status, application_date, decision_date, disbursement_date, approved_amount, rejection_reason
    FROM loan_applications LEFT JOIN loans USING (application_id)
    WHERE status IS NULL
          OR (status IN ('approved', 'rejected')) <> (decision_date IS NOT NULL)
          OR (status = 'approved') <> (approved_amount IS NOT NULL)
          OR (status = 'rejected') <> (rejection_reason IS NOT NULL)
          OR NOT split_part(rejection_reason, ':', 1) = ANY(%(reasons)s)
          OR status = 'pending' AND application_date < %(as_of)s::date - {_PENDING_DAYS}
          OR application_date > %(as_of)s OR decision_date > %(as_of)s OR disbursement_date > %(as_of)s
          OR decision_date - application_date NOT BETWEEN {_DECIDED_AFTER[0]} AND {_DECIDED_AFTER[1]}
          OR disbursement_date - decision_date NOT BETWEEN {_DISBURSED_AFTER[0]} AND {_DISBURSED_AFTER[1]}
          OR NOT {is_business_day("disbursement_date")}
    """,
    fault(
        "an application decided before it was made",
        update_row(
            LoanApplication,
            "decision_date = application_date - 1",
            "decision_date IS NOT NULL",
        ),
    ),
    reasons=list(REJECTION_REASONS.names),
)

_OFFICER, _APPROVER = staff_reference(LoanApplication, "officer_id"), staff_reference(Loan, "approved_by")

L16 = Check(
    "L16",
    "Loan officers in service take applications; they or managers approve loans, above 100,000 a second person",
    (LOANS_DB, EMPLOYEES_DB),
    first_failing(
        violations_from(lambda bank: not_in_service(bank, _OFFICER)),
        violations_from(lambda bank: not_in_roles(bank, _OFFICER, OFFICERS)),
        violations_from(lambda bank: not_in_service(bank, _APPROVER)),
        violations_from(lambda bank: not_in_roles(bank, _APPROVER, (*OFFICERS, *MANAGERS))),
        violations_in(
            LOANS_DB,
            f"""
            SELECT loan_id, principal_amount, officer_id, approved_by
            FROM loans JOIN loan_applications USING (application_id)
            WHERE principal_amount > {_SIGNED_BY_TWO_ABOVE} AND approved_by = officer_id
            """,
        ),
    ),
    fault(
        "a large loan approved by the officer who took the application",
        update_row(
            Loan,
            """approved_by = (
                SELECT officer_id FROM loan_applications application
                WHERE application.application_id = loans.application_id)""",
            f"principal_amount > {_SIGNED_BY_TWO_ABOVE}",
        ),
    ),
)
