"""The columns with personal or otherwise confidential data, and the tags that a catalog puts on them.

The test of the pack looks for values of these kinds in every column of a seeded bank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from seeding.catalog.columns import columns


@dataclass(frozen=True)
class Classification:
    """A kind of data that is protected: the id and name of its tag, why it is protected, and the columns."""

    id: str
    name: str
    description: str
    color: str
    columns: tuple[str, ...]


_PERSONAL, _SECRET = "#C0392B", "#8E44AD"

CLASSIFICATIONS = (
    Classification(
        "pii.name",
        "PII: Name",
        "Names of persons, or texts that contain them.",
        _PERSONAL,
        columns(
            "employees.first_name", "employees.last_name", "customers.first_name", "customers.last_name",
            "customer_profiles.full_name", "loan_guarantors.guarantor_name", "beneficiaries.beneficiary_name",
            "policies.insured_name",
            "transactions.description", "claims.description", "audit_trails.old_value", "audit_trails.new_value",
        ),
    ),
    Classification(
        "pii.email",
        "PII: Email",
        "Email addresses.",
        _PERSONAL,
        columns(
            "employees.email", "customers.email", "customer_profiles.email", "loan_guarantors.contact_info",
            "beneficiaries.contact_info", "audit_trails.old_value", "audit_trails.new_value",
        ),
    ),
    Classification(
        "pii.phone",
        "PII: Phone",
        "Phone numbers.",
        _PERSONAL,
        columns(
            "employees.phone", "customers.phone", "customer_profiles.phone", "loan_guarantors.contact_info",
            "beneficiaries.contact_info", "audit_trails.old_value", "audit_trails.new_value",
        ),
    ),
    Classification(
        "pii.address",
        "PII: Address",
        "Where a person lives.",
        _PERSONAL,
        columns(
            "customer_profiles.address", "customer_profiles.city", "customer_profiles.state",
            "customer_profiles.postal_code", "customer_profiles.country",
        ),
    ),
    Classification(
        "pii.birth-date",
        "PII: Birth date",
        "Dates of birth; with a name or an address they identify a person.",
        _PERSONAL,
        columns("customers.date_of_birth", "policies.insured_birth_date"),
    ),
    Classification(
        "pii.identity-document",
        "PII: Identity document",
        "Numbers of passports, driver's licenses and identity cards.",
        _PERSONAL,
        columns("kyc_records.document_number"),
    ),
    Classification(
        "pii.account-number",
        "PII: Account number",
        "Numbers by which a customer's account, loan, policy or claim is known outside the bank.",
        _PERSONAL,
        columns(
            "accounts.account_number", "transactions.counterparty_account", "transactions.description",
            "loans.loan_number", "policies.policy_number", "claims.claim_number",
        ),
    ),
    Classification(
        "pii.employment",
        "PII: Employment",
        "Pay, performance and conduct of employees, for human resources and their managers only.",
        _PERSONAL,
        columns(
            "employees.employee_number", "employees.salary", "performance_reviews.rating",
            "performance_reviews.goals_met", "performance_reviews.comments", "employee_training.score",
        ),
    ),
    Classification(
        "pii.online-identifier",
        "PII: Online identifier",
        "Network addresses; in an audit trail they lead to a person.",
        _PERSONAL,
        columns("audit_trails.ip_address"),
    ),
    Classification(
        "pii.free-text",
        "PII: Free text",
        "Texts about a person that staff or customers wrote; they may say anything.",
        _PERSONAL,
        columns(
            "interactions.notes", "complaints.description", "satisfaction_surveys.comments",
            "rule_violations.resolution_notes", "aml_checks.screening_result",
            "suspicious_activity_reports.description",
        ),
    ),
    Classification(
        "confidential.suspicious-activity",
        "Confidential: Suspicious activity",
        "Nothing that reveals a suspicious activity report may be disclosed, above all not to its subject (31 U.S.C. "
        "5318(g)(2)).",
        _SECRET,
        columns(
            "suspicious_activity_reports.sar_id", "suspicious_activity_reports.customer_id",
            "suspicious_activity_reports.account_id", "suspicious_activity_reports.activity_type",
            "suspicious_activity_reports.description", "suspicious_activity_reports.sar_status",
            "suspicious_activity_reports.filed_date", "suspicious_activity_reports.amount_involved",
            "aml_checks.sar_id", "aml_checks.aml_flag", "aml_checks.screening_result",
        ),
    ),
    Classification(
        "confidential.credit",
        "Confidential: Credit",
        "Consumer report information, for a permissible purpose only (15 U.S.C. 1681b).",
        _SECRET,
        columns(
            "risk_assessments.risk_score", "risk_assessments.pd_probability", "risk_assessments.credit_grade",
            "loan_applications.rejection_reason",
        ),
    ),
)  # fmt: skip


def _by_column() -> Mapping[str, tuple[Classification, ...]]:
    found: dict[str, tuple[Classification, ...]] = {}
    for classification in CLASSIFICATIONS:
        for column in classification.columns:
            found[column] = (*found.get(column, ()), classification)
    return MappingProxyType(found)


CLASSIFICATIONS_OF_COLUMN = _by_column()
"""The classifications of each column that has any, by a name such as "customers.email"."""
