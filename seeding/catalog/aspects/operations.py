"""The operations on each table: days of the month on which rows came in or changed, and its number of rows.

Where the bank was first seen a month ago, these are the days that passed. Otherwise the bank was loaded on one day, and
its days are those in a column of the table.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seeding.catalog.bank_facts import BankFacts, DayRows
from seeding.catalog.columns import columns
from seeding.catalog.proposals import Aspect, Proposal
from seeding.catalog.timestamps import MONTH, PACK_USER, close_of, month_to

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
    """Yield the operations on each table, and its number of rows after each day that passed."""
    yield from _of_days(facts) if facts.days else _of_a_load(facts)


def _of_days(facts: BankFacts) -> Iterator[Proposal]:
    """Yield an operation for each table and day on which rows came in, or changed, and the rows after each day."""
    for table in facts.datasets.tables.values():
        by_day = {rows.day: rows for rows in facts.days.get(table.name, ())}
        count = facts.row_counts.get(table.name, 0)
        for day in reversed(month_to(facts.as_of)):
            rows = by_day.get(day, DayRows(day, 0, 0))
            moment = close_of(day)
            yield Proposal(table.urn, "datasetProfile", {"timestampMillis": moment, "rowCount": count})
            if rows.changed:
                yield Proposal(table.urn, "operation", _operation("UPDATE", moment, rows.changed, "rows of the day"))
            if rows.added:
                yield Proposal(table.urn, "operation", _operation("INSERT", moment, rows.added, "rows of the day"))
            count -= rows.added


def _of_a_load(facts: BankFacts) -> Iterator[Proposal]:
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
                moment = close_of(row["day"])
                yield Proposal(table.urn, "operation", _operation("INSERT", moment, row["rows"], "rows of the day"))
        total = facts.row_counts.get(table.name, 0)
        yield Proposal(table.urn, "operation", _operation("INSERT", facts.close, total, "the whole table"))


def _operation(kind: str, moment: int, rows: int, what: str) -> Aspect:
    return {
        "timestampMillis": moment,
        "lastUpdatedTimestamp": moment,
        "operationType": kind,
        "actor": PACK_USER,
        "numAffectedRows": rows,
        "customProperties": {"rows": what},
    }
