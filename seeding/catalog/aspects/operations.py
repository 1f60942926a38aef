"""When rows came into each table: the last load of all of it, and the rows of each day of the month."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.columns import columns
from seeding.catalog.proposals import Aspect, Proposal
from seeding.catalog.timestamps import MONTH, PACK_USER, close_of

EVENTS: Mapping[str, str] = MappingProxyType(
    dict(
        name.split(".")
        for name in columns(
            "employees.created_at", "performance_reviews.review_date", "employee_training.enrollment_date",
            "employee_assignments.start_date", "customer_profiles.updated_at", "campaign_responses.response_date",
            "interactions.interaction_date", "satisfaction_surveys.survey_date", "complaints.filed_date",
            "customers.created_at", "accounts.opened_date", "transactions.transaction_date",
            "account_relationships.created_at", "loan_applications.application_date", "loans.disbursement_date",
            "repayment_schedule.payment_date", "collateral.appraisal_date", "risk_assessments.assessment_date",
            "policies.created_at", "claims.claim_date", "premium_payments.payment_date", "policy_events.event_date",
            "kyc_records.verification_date", "aml_checks.check_date", "suspicious_activity_reports.report_date",
            "rule_violations.violation_date", "regulatory_reports.submission_date", "audit_trails.performed_at",
        )
    )
)  # fmt: skip
"""The column that says on which day a row came in, by table; the other tables change with a load only."""


def operations(facts: BankFacts) -> Iterator[Proposal]:
    """Yield an operation for each table and day of the month with new rows, and one for the load of the bank."""
    for table in facts.datasets.tables.values():
        if table.name in EVENTS:
            day = f"{EVENTS[table.name]}::date"
            query = f"""
                SELECT {day} AS day, count(*) AS rows FROM {table.name}
                WHERE {day} > DATE '{facts.as_of}' - {MONTH} AND {day} < DATE '{facts.as_of}'
                GROUP BY 1 ORDER BY 1
            """
            for row in facts.rows(table.database, query):
                yield Proposal(table.urn, "operation", _insert(close_of(row["day"]), row["rows"], "rows of the day"))
        total = facts.row_counts.get(table.name, 0)
        yield Proposal(table.urn, "operation", _insert(facts.close, total, "the whole table"))


def _insert(moment: int, rows: int, what: str) -> Aspect:
    return {
        "timestampMillis": moment,
        "lastUpdatedTimestamp": moment,
        "operationType": "INSERT",
        "actor": PACK_USER,
        "numAffectedRows": rows,
        "customProperties": {"rows": what},
    }
