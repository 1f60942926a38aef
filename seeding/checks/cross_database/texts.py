"""Texts: notes, complaints, reviews, comments, results of checks and reasons do not repeat each other."""

from datahub.customers.models import Interaction
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import COMPLIANCE_DB, CUSTOMER_DB, EMPLOYEES_DB, LOANS_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_rows
from seeding.checks.reader import BankReader

ENOUGH_TEXTS = 300
MOST_REPEATED = 0.06
"""Share of the most frequent text among all texts of a column."""
_TEXTS = (
    (CUSTOMER_DB, "interactions", "notes"),
    (CUSTOMER_DB, "complaints", "description"),
    (CUSTOMER_DB, "satisfaction_surveys", "comments"),
    (EMPLOYEES_DB, "performance_reviews", "comments"),
    (COMPLIANCE_DB, "aml_checks", "screening_result"),
    (COMPLIANCE_DB, "suspicious_activity_reports", "description"),
    (LOANS_DB, "loan_applications", "rejection_reason"),
)
_REPEATED = """
    SELECT coalesce(sum(times), 0)::int AS texts, coalesce(max(times), 0)::int AS most
    FROM (SELECT count(*) AS times FROM {table} WHERE {column} IS NOT NULL GROUP BY {column}) repeated
"""


def _repetition(bank: BankReader) -> list[Figure]:
    figures = []
    for database, table, column in _TEXTS:
        (found,) = bank.rows(database, _REPEATED.format(table=table, column=column))
        few = f"not enforced below {ENOUGH_TEXTS} texts" if found["texts"] < ENOUGH_TEXTS else ""
        share = found["most"] / max(found["texts"], 1)
        name = f"share of the most frequent text in {table}.{column}"
        figures.append(Figure(name, share, None, MOST_REPEATED, found["texts"], not_enforced(bank) or few))
    return figures


M69 = statistical_check(
    "M69",
    "No note, complaint, comment, review, result of an AML check or reason makes up more than 6 % of its kind",
    [CUSTOMER_DB, EMPLOYEES_DB, COMPLIANCE_DB, LOANS_DB],
    _repetition,
    fault("one note for all interactions by phone", update_rows(Interaction, "notes = 'Called.'", "channel = 'phone'")),
)
