"""The sections of the admin, and the order of tables in them: as business comes about, not as the alphabet has it."""

from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from datahub.databases import DATABASE_OF_APP


@dataclass(frozen=True)
class Section:
    """Some apps under one heading; `tables` are their tables in order, any other comes after."""

    title: str
    apps: tuple[str, ...]
    tables: tuple[str, ...]

    @property
    def database(self) -> str:
        """Return the database that holds the section's tables."""
        return DATABASE_OF_APP.get(self.apps[0], DEFAULT_DB_ALIAS)


SECTIONS = (
    Section(
        "Customers & accounts",
        ("accounts",),
        ("customers", "accounts", "transactions", "account_relationships"),
    ),
    Section(
        "Customer relations",
        ("customers",),
        (
            "customer_profiles",
            "interactions",
            "satisfaction_surveys",
            "complaints",
            "campaigns",
            "campaign_responses",
        ),
    ),
    Section(
        "Lending",
        ("loans",),
        (
            "loan_applications",
            "risk_assessments",
            "loans",
            "repayment_schedule",
            "collateral",
            "loan_guarantors",
        ),
    ),
    Section(
        "Insurance",
        ("insurance",),
        ("policies", "premium_payments", "claims", "beneficiaries", "policy_events"),
    ),
    Section(
        "Compliance",
        ("compliance",),
        (
            "kyc_records",
            "compliance_rules",
            "rule_violations",
            "aml_checks",
            "suspicious_activity_reports",
            "regulatory_reports",
            "audit_trails",
        ),
    ),
    Section(
        "Human resources",
        ("employees",),
        (
            "departments",
            "employees",
            "employee_assignments",
            "performance_reviews",
            "training_programs",
            "employee_training",
        ),
    ),
    Section(
        "Logins & runs", ("seeding", "auth"), ("seeding_run", "seeding_planted_transaction", "auth_user", "auth_group")
    ),
)

_PLACES = {table: place for section in SECTIONS for place, table in enumerate(section.tables)}


def place_of(model: type[Model]) -> int:
    """Return the place of a table in its section."""
    return _PLACES.get(model._meta.db_table, len(_PLACES))
