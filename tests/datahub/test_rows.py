"""Every table takes a valid row, and every check constraint refuses an invalid one."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, models, transaction
from django.test.utils import CaptureQueriesContext
from model_bakery import baker

from datahub.databases import BANK_DATABASES, DATABASE_OF_APP
from tests.datahub.contract import bank_models
from tests.datahub.rows import make_row, rolled_back

MODELS = [model for _, model in bank_models()]
DAY, NEXT_DAY = date(2026, 3, 2), date(2026, 3, 3)
NOON, EVENING = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 2, 18, tzinfo=UTC)

REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "departments_budget_not_negative": ("employees.Department", {"budget": -1}),
    "employees_salary_positive": ("employees.Employee", {"salary": 0}),
    "employees_terminated_has_date": ("employees.Employee", {"employment_status": "terminated"}),
    "employees_hired_before_termination": (
        "employees.Employee",
        {"employment_status": "terminated", "hire_date": DAY, "termination_date": DAY},
    ),
    "training_programs_duration_range": ("employees.TrainingProgram", {"duration_hours": 41}),
    "performance_reviews_rating_range": ("employees.PerformanceReview", {"rating": 6}),
    "performance_reviews_goals_met_range": ("employees.PerformanceReview", {"goals_met": 101}),
    "performance_reviews_by_somebody_else": ("employees.PerformanceReview", {"reviewer": models.F("employee")}),
    "employee_training_score_range": (
        "employees.EmployeeTraining",
        {"status": "completed", "completion_date": DAY, "score": 101},
    ),
    "employee_training_completed_has_date_and_score": (
        "employees.EmployeeTraining",
        {"status": "completed", "completion_date": DAY},
    ),
    "employee_training_enrolled_before_completion": (
        "employees.EmployeeTraining",
        {"status": "completed", "enrollment_date": NEXT_DAY, "completion_date": DAY, "score": 80},
    ),
    "employee_assignments_project_has_no_entity": ("employees.EmployeeAssignment", {"related_entity_id": "BR001"}),
    "employee_assignments_start_before_end": (
        "employees.EmployeeAssignment",
        {"start_date": NEXT_DAY, "end_date": DAY},
    ),
    "customer_profiles_created_before_updated": (
        "customers.CustomerProfile",
        {"created_at": EVENING, "updated_at": NOON},
    ),
    "interactions_duration_range": ("customers.Interaction", {"duration_minutes": 121}),
    "interactions_email_has_no_duration": ("customers.Interaction", {"channel": "email", "duration_minutes": 5}),
    "satisfaction_surveys_nps_range": ("customers.SatisfactionSurvey", {"nps_score": 11}),
    "satisfaction_surveys_satisfaction_range": ("customers.SatisfactionSurvey", {"satisfaction_rating": 0}),
    "complaints_resolved_has_date": ("customers.Complaint", {"status": "resolved"}),
    "complaints_resolved_date_with_hours": ("customers.Complaint", {"status": "resolved", "resolved_date": NOON}),
    "complaints_resolution_time_positive": (
        "customers.Complaint",
        {"status": "resolved", "resolved_date": NOON, "resolution_time_hours": 0},
    ),
    "complaints_filed_before_resolved": (
        "customers.Complaint",
        {"status": "closed", "filed_date": NOON, "resolved_date": NOON, "resolution_time_hours": 1},
    ),
    "campaigns_start_before_end": ("customers.Campaign", {"start_date": DAY, "end_date": DAY}),
    "campaign_responses_converted_fits_type": (
        "customers.CampaignResponse",
        {"converted": True, "response_type": "opened"},
    ),
    "accounts_balance_not_negative": ("accounts.Account", {"balance": Decimal("-0.01")}),
    "accounts_closed_has_date_and_is_empty": (
        "accounts.Account",
        {"account_status": "closed", "closed_date": DAY, "balance": 1},
    ),
    "accounts_frozen_has_date": ("accounts.Account", {"account_status": "frozen"}),
    "transactions_sign_fits_type": ("accounts.Transaction", {"transaction_type": "withdrawal"}),
    "transactions_balance_not_negative": ("accounts.Transaction", {"balance_after": Decimal("-0.01")}),
    "account_relationships_two_accounts": (
        "accounts.AccountRelationship",
        {"related_account": models.F("primary_account")},
    ),
    "loan_applications_requested_positive": ("loans.LoanApplication", {"requested_amount": 0}),
    "loan_applications_decided_has_date": (
        "loans.LoanApplication",
        {"status": "rejected", "rejection_reason": "debt to income"},
    ),
    "loan_applications_applied_before_decision": (
        "loans.LoanApplication",
        {"status": "approved", "application_date": NEXT_DAY, "decision_date": DAY, "approved_amount": 9_000},
    ),
    "loan_applications_approved_has_amount": (
        "loans.LoanApplication",
        {"status": "approved", "application_date": DAY, "decision_date": DAY},
    ),
    "loan_applications_approved_range": (
        "loans.LoanApplication",
        {"status": "approved", "application_date": DAY, "decision_date": DAY, "approved_amount": 10_001},
    ),
    "loan_applications_rejected_has_reason": (
        "loans.LoanApplication",
        {"status": "rejected", "application_date": DAY, "decision_date": DAY},
    ),
    "loans_principal_positive": ("loans.Loan", {"principal_amount": 0}),
    "loans_rate_range": ("loans.Loan", {"interest_rate": Decimal("5.25")}),
    "loans_term_positive": ("loans.Loan", {"term_months": 0}),
    "loans_disbursed_before_maturity": ("loans.Loan", {"maturity_date": models.F("disbursement_date")}),
    "loans_outstanding_range": ("loans.Loan", {"outstanding_balance": 10_001}),
    "loans_paid_off_owes_nothing": ("loans.Loan", {"loan_status": "paid_off", "outstanding_balance": 1}),
    "loans_defaulted_is_flagged": ("loans.Loan", {"loan_status": "defaulted", "default_status": False}),
    "collateral_value_positive": ("loans.Collateral", {"appraised_value": 0}),
    "collateral_ltv_range": ("loans.Collateral", {"ltv_ratio": Decimal("0.95")}),
    "repayment_schedule_number_positive": ("loans.RepaymentSchedule", {"installment_number": 0}),
    "repayment_schedule_total_adds_up": ("loans.RepaymentSchedule", {"total_amount": Decimal("857.20")}),
    "repayment_schedule_paid_has_date": ("loans.RepaymentSchedule", {"payment_status": "late"}),
    "loan_guarantors_guarantee_positive": ("loans.LoanGuarantor", {"guarantee_amount": 0}),
    "risk_assessments_loan_or_application": ("loans.RiskAssessment", {"loan": None}),
    "risk_assessments_score_range": ("loans.RiskAssessment", {"risk_score": 299}),
    "risk_assessments_pd_range": ("loans.RiskAssessment", {"pd_probability": Decimal("1.01")}),
    "policies_coverage_positive": ("insurance.Policy", {"coverage_amount": 0}),
    "policies_premium_positive": ("insurance.Policy", {"premium_amount": 0}),
    "policies_start_before_end": ("insurance.Policy", {"start_date": DAY, "end_date": DAY}),
    "beneficiaries_percentage_range": ("insurance.Beneficiary", {"percentage": 0}),
    "claims_amount_positive": ("insurance.Claim", {"claim_amount": 0}),
    "claims_approved_has_amount": ("insurance.Claim", {"status": "approved"}),
    "claims_approved_within_claimed": ("insurance.Claim", {"status": "approved", "approved_amount": 10_001}),
    "claims_paid_has_date": ("insurance.Claim", {"status": "paid", "approved_amount": 3_000}),
    "claims_claimed_before_settlement": (
        "insurance.Claim",
        {"status": "paid", "approved_amount": 3_000, "claim_date": NEXT_DAY, "settlement_date": DAY},
    ),
    "premium_payments_amount_positive": ("insurance.PremiumPayment", {"amount": 0}),
    "premium_payments_auto_debit_has_account": ("insurance.PremiumPayment", {"payment_method": "auto_debit"}),
    "kyc_records_verified_before_expiry": ("compliance.KycRecord", {"verification_date": DAY, "expiry_date": DAY}),
    "suspicious_activity_reports_filed_has_date": (
        "compliance.SuspiciousActivityReport",
        {"sar_status": "closed", "report_date": DAY, "filed_date": DAY},
    ),
    "suspicious_activity_reports_reported_before_filing": (
        "compliance.SuspiciousActivityReport",
        {"sar_status": "filed", "report_date": NEXT_DAY, "filed_date": DAY},
    ),
    "suspicious_activity_reports_amount_reportable": (
        "compliance.SuspiciousActivityReport",
        {"amount_involved": Decimal("4999.99")},
    ),
    "aml_checks_flagged_is_reviewed": ("compliance.AmlCheck", {"aml_flag": True}),
    "aml_checks_unflagged_is_low_risk": ("compliance.AmlCheck", {"aml_flag": False, "risk_level": "medium"}),
    "compliance_rules_threshold_positive": ("compliance.ComplianceRule", {"threshold_value": 0}),
    "rule_violations_settled_has_who_and_when": (
        "compliance.RuleViolation",
        {"status": "false_positive", "resolved_date": DAY},
    ),
    "regulatory_reports_start_before_end": (
        "compliance.RegulatoryReport",
        {"reporting_period_start": models.F("reporting_period_end")},
    ),
    "regulatory_reports_period_before_submission": (
        "compliance.RegulatoryReport",
        {"submission_date": models.F("reporting_period_end")},
    ),
    "regulatory_reports_submitted_has_date": ("compliance.RegulatoryReport", {"status": "accepted"}),
    "regulatory_reports_two_people": (
        "compliance.RegulatoryReport",
        {"prepared_by": "EMP-00001", "approved_by": "EMP-00001"},
    ),
}
"""For each check constraint, a model and the changes to a valid row that this constraint alone refuses."""

ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    (
        "employees.EmployeeTraining",
        {"status": "completed", "enrollment_date": DAY, "completion_date": DAY, "score": 65},
    ),
    ("employees.EmployeeAssignment", {"assignment_type": "branch_coverage", "related_entity_id": "BR018"}),
    ("customers.Interaction", {"channel": "email", "duration_minutes": None}),
    ("customers.Interaction", {"channel": "branch", "duration_minutes": 120}),
    ("customers.Complaint", {"status": "closed"}),
    (
        "customers.Complaint",
        {"status": "closed", "filed_date": NOON, "resolved_date": EVENING, "resolution_time_hours": 6},
    ),
    ("customers.CampaignResponse", {"converted": True, "response_type": "clicked"}),
    ("customers.CampaignResponse", {"converted": False, "response_type": "unsubscribed"}),
    ("loans.LoanApplication", {"status": "withdrawn"}),
    (
        "loans.LoanApplication",
        {"status": "approved", "application_date": DAY, "decision_date": NEXT_DAY, "approved_amount": 8_000},
    ),
    ("loans.Loan", {"loan_status": "paid_off", "outstanding_balance": 0, "default_status": False}),
    ("loans.Loan", {"loan_status": "defaulted", "outstanding_balance": 10_000, "default_status": True}),
    ("loans.Loan", {"loan_status": "restructured", "outstanding_balance": 400, "default_status": False}),
    ("loans.Collateral", {"ltv_ratio": Decimal("0.6667")}),
    ("loans.Collateral", {"ltv_ratio": Decimal("0.9091")}),
    ("loans.RepaymentSchedule", {"payment_status": "missed"}),
    ("loans.RepaymentSchedule", {"payment_status": "late", "payment_date": DAY}),
    ("loans.RiskAssessment", {"assessed_by": "SYSTEM", "risk_score": 850, "pd_probability": 0}),
    ("insurance.Claim", {"status": "approved", "approved_amount": 3_000}),
    (
        "insurance.Claim",
        {"status": "paid", "approved_amount": 2_500, "claim_date": DAY, "settlement_date": DAY},
    ),
    ("insurance.PremiumPayment", {"payment_method": "auto_debit", "from_account": "ACC-00000001-1"}),
    ("insurance.PremiumPayment", {"payment_method": "check"}),
    ("compliance.KycRecord", {"verification_date": NEXT_DAY, "next_review_date": DAY, "kyc_status": "pending"}),
    ("compliance.SuspiciousActivityReport", {"sar_status": "closed", "amount_involved": 5_000}),
    ("compliance.SuspiciousActivityReport", {"sar_status": "filed", "report_date": DAY, "filed_date": DAY}),
    ("compliance.AmlCheck", {"aml_flag": True, "risk_level": "high", "reviewed_by": "EMP-00005"}),
    ("compliance.AmlCheck", {"aml_flag": False, "risk_level": None}),
    ("compliance.RuleViolation", {"status": "resolved", "resolved_by": "EMP-00005", "resolved_date": DAY}),
    ("compliance.RuleViolation", {"status": "investigating"}),
]
"""Models and changes to a valid row that the constraints just allow."""


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    with rolled_back():
        yield


def change(label: str, attributes: dict[str, Any]) -> None:
    """Make a valid row of a model and update its columns; foreign keys are enforced, too."""
    model = apps.get_model(label)
    row = make_row(model)
    using = DATABASE_OF_APP[model._meta.app_label]
    with transaction.atomic(using=using):
        assert model._default_manager.filter(pk=row.pk).update(**attributes) == 1


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_text_of_a_row_takes_no_query(model: type[models.Model]) -> None:
    row = model._default_manager.get(pk=make_row(model).pk)
    with ExitStack() as stack:
        asked = [stack.enter_context(CaptureQueriesContext(connections[database])) for database in BANK_DATABASES]
        assert str(row)
    assert [query for queries in asked for query in queries.captured_queries] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_foreign_keys_refer_to_rows_in_any_database(model: type[models.Model]) -> None:
    row = make_row(model)
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null:
            assert getattr(model._default_manager.get(pk=row.pk), field.name).pk


def test_every_check_constraint_is_tested() -> None:
    found = set()
    for database in BANK_DATABASES:
        with connections[database].cursor() as cursor:
            cursor.execute(
                "SELECT conname FROM pg_constraint "
                "WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid <> 0"
            )
            found |= {name for (name,) in cursor.fetchall()}
    assert found == REFUSED.keys()


@pytest.mark.parametrize("name", REFUSED)
def test_a_check_constraint_refuses_an_invalid_row(name: str) -> None:
    with pytest.raises(IntegrityError) as refused:
        change(*REFUSED[name])
    assert refused.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


@pytest.mark.parametrize(("label", "attributes"), ACCEPTED)
def test_a_row_at_the_limit_of_the_constraints_is_accepted(label: str, attributes: dict[str, Any]) -> None:
    change(label, attributes)


@pytest.mark.parametrize(
    ("label", "parents"),
    [
        ("employees.EmployeeTraining", ("employee", "program")),
        ("customers.CampaignResponse", ("campaign", "customer")),
        ("loans.RepaymentSchedule", ("loan", "installment_number")),
    ],
)
def test_a_duplicate_is_refused(label: str, parents: tuple[str, ...]) -> None:
    model = apps.get_model(label)
    row = make_row(model)
    with pytest.raises(IntegrityError), transaction.atomic(using=DATABASE_OF_APP[model._meta.app_label]):
        make_row(model, **{name: getattr(row, name) for name in parents})


@pytest.mark.parametrize("label", ["compliance.KycRecord", "insurance.Policy", "customers.Interaction"])
def test_model_bakery_knows_the_fields(label: str) -> None:
    assert baker.make(label).customer.pk
