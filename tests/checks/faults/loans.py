"""Faults that checks of loans_db must find: each condition is violated once."""

from datahub.employees.models import Employee
from datahub.loans.models import Collateral, Loan, LoanApplication, LoanGuarantor, RepaymentSchedule, RiskAssessment
from seeding.checks.faults import delete_row, delete_rows, update_row, update_rows

OF_ACTIVE_LOANS = "loan_id IN (SELECT loan_id FROM loans WHERE loan_status = 'active')"

FAULTS = (
    ("L1", update_row(LoanApplication, "status = 'approved'", "status = 'rejected'")),
    ("L1", update_row(LoanApplication, "status = 'rejected'", "application_id IN (SELECT application_id FROM loans)")),
    ("L1", update_row(Loan, "application_id = (SELECT min(application_id) FROM loans)")),
    ("L1", update_row(Loan, "application_id = NULL")),
    ("L1", update_row(Loan, "loan_type = 'personal'", "loan_type <> 'personal'")),
    ("L2", update_row(Loan, "principal_amount = principal_amount + 0.01")),
    ("L2", update_row(LoanApplication, "requested_amount = 2 * requested_amount", "status = 'approved'")),
    ("L3", update_row(LoanApplication, "application_date = application_date - 90", "status = 'pending'")),
    ("L3", update_row(LoanApplication, "rejection_reason = NULL", "status = 'rejected'")),
    ("L3", update_row(LoanApplication, "rejection_reason = 'We did not like it'", "status = 'rejected'")),
    ("L3", update_row(LoanApplication, "application_date = decision_date - 31", "status = 'approved'")),
    ("L3", update_row(LoanApplication, "approved_amount = requested_amount", "status = 'withdrawn'")),
    ("L3", update_row(LoanApplication, "decision_date = application_date + 1", "status = 'pending'")),
    ("L3", update_row(LoanApplication, "application_date = %(as_of)s::date + 1", "status = 'withdrawn'")),
    ("L3", update_row(Loan, "disbursement_date = date_trunc('week', disbursement_date)::date + 6")),
    ("L3", update_row(Loan, "disbursement_date = disbursement_date - 60")),
    ("L4", delete_row(RepaymentSchedule, "installment_number = 12")),
    ("L4", delete_rows(RepaymentSchedule, "loan_id = (SELECT min(loan_id) FROM loans)")),
    ("L5", update_row(Loan, "maturity_date = maturity_date + 1")),
    ("L6", update_row(RepaymentSchedule, "total_amount = total_amount + 0.01")),
    ("L6", update_row(Loan, "interest_rate = interest_rate + 0.0001")),
    (
        "L6",
        (
            "loans_db",
            "UPDATE repayment_schedule SET principal_amount = total_amount - interest_amount - 1, "
            "total_amount = total_amount - 1 FROM loans WHERE loans.loan_id = repayment_schedule.loan_id "
            "AND installment_number = term_months RETURNING schedule_id",
        ),
    ),
    (
        "L7",
        (
            "loans_db",
            "UPDATE repayment_schedule SET total_amount = total_amount + 40 FROM loans WHERE "
            "loans.loan_id = repayment_schedule.loan_id AND installment_number = term_months RETURNING "
            "schedule_id",
        ),
    ),
    ("L7", update_row(RepaymentSchedule, "principal_amount = 0")),
    ("L8", update_row(RepaymentSchedule, "payment_status = 'missed'", "payment_status = 'paid'")),
    ("L9", update_row(RepaymentSchedule, "payment_status = 'missed'", "payment_status = 'pending'")),
    ("L9", update_row(RepaymentSchedule, "payment_status = 'pending'", "payment_status = 'missed'")),
    ("L9", update_row(RepaymentSchedule, "payment_status = NULL")),
    (
        "L9",
        update_row(
            RepaymentSchedule, "payment_date = date_trunc('week', payment_date)::date + 6", "payment_status = 'paid'"
        ),
    ),
    (
        "L9",
        update_row(RepaymentSchedule, "payment_date = due_date - 7", f"payment_status = 'paid' AND {OF_ACTIVE_LOANS}"),
    ),
    ("L9", update_row(RepaymentSchedule, "payment_date = due_date + 28", "payment_status = 'late'")),
    ("L9", update_row(RepaymentSchedule, "payment_date = %(as_of)s::date + 1", "payment_status = 'paid'")),
    (
        "L10",
        update_rows(
            RepaymentSchedule,
            "payment_date = due_date",
            "payment_date IS NULL AND loan_id IN (SELECT loan_id FROM loans WHERE loan_status = 'restructured')",
        ),
    ),
    ("L11", update_row(Loan, "loan_status = 'restructured'", "loan_status = 'active'")),
    ("L11", update_row(Loan, "loan_status = 'active'", "loan_status = 'paid_off'")),
    ("L11", update_row(Loan, "default_status = NULL", "loan_status = 'active'")),
    ("L11", update_row(RepaymentSchedule, "payment_date = payment_date - 1", "payment_date < due_date - 60")),
    ("L12", update_row(Loan, "interest_rate = 0.5")),
    ("L12", update_row(Loan, "term_months = 361")),
    ("L13", update_row(Collateral, "collateral_type = 'inventory'", "collateral_type = 'vehicle'")),
    ("L13", update_row(Collateral, "appraisal_date = appraisal_date - 180")),
    ("L13", update_row(Collateral, "appraisal_date = NULL")),
    ("L13", update_row(Collateral, "ltv_ratio = NULL")),
    ("L13", update_row(Collateral, "description = ''")),
    ("L13", update_row(Collateral, "loan_id = (SELECT min(loan_id) FROM collateral)")),
    ("L14", update_row(LoanGuarantor, "guarantee_amount = 10000000")),
    ("L14", update_row(LoanGuarantor, "guarantee_amount = NULL")),
    ("L14", update_rows(LoanGuarantor, "guarantor_name = 'Jo Doe'")),
    ("L14", update_rows(LoanGuarantor, "relationship = 'spouse'")),
    ("L15", update_row(RiskAssessment, "credit_grade = 'AA'", "credit_grade = 'AAA'")),
    ("L15", update_row(RiskAssessment, "application_id = NULL", "loan_id IS NULL")),
    ("L15", delete_row(RiskAssessment, "loan_id IS NULL")),
    (
        "L15",
        update_row(
            RiskAssessment, "application_id = (SELECT min(application_id) FROM loan_applications)", "loan_id IS NULL"
        ),
    ),
    ("L15", update_row(RiskAssessment, "assessment_date = date '2015-03-03'", "loan_id IS NOT NULL")),
    (
        "L15",
        update_row(
            RiskAssessment,
            "loan_id = (SELECT min(loan_id) FROM risk_assessments)",
            "loan_id IS NOT NULL AND loan_id > (SELECT min(loan_id) FROM risk_assessments)",
        ),
    ),
    ("L15", update_row(RiskAssessment, "pd_probability = pd_probability + 0.3", "risk_score > 600")),
    ("L15", update_row(RiskAssessment, "assessed_by = 'EMP-00001'")),
    ("L15", update_row(RiskAssessment, "assessed_by = NULL")),
    (
        "L15",
        (
            "loans_db",
            "UPDATE risk_assessments SET risk_score = 850, credit_grade = 'AAA', pd_probability = (SELECT"
            " min(pd_probability) FROM risk_assessments) WHERE application_id IN (SELECT application_id "
            "FROM loan_applications WHERE status = 'rejected') RETURNING assessment_id",
        ),
    ),
    ("L16", update_row(LoanApplication, "officer_id = NULL")),
    ("L16", update_row(LoanApplication, "officer_id = 'EMP-00001'")),
    ("L16", update_row(Loan, "approved_by = 'EMP-00005'")),
    ("L17", update_rows(LoanApplication, "loan_type = 'auto'", "loan_type = 'education'")),
    ("L17", update_rows(Loan, "loan_type = 'personal'", "loan_type = 'business'")),
    ("L16", update_rows(Employee, "hire_date = %(as_of)s", "role = 'Loan Officer'")),
)
