"""Words of value lists: nothing else is said, and a large bank says all of it."""

import polars as pl
from django.db.models import CharField

from datahub.databases import BANK_DATABASES
from seeding.checks.check import across, breaks, change
from seeding.checks.everywhere.columns import Column, Wrong, columns, rows_with, union
from seeding.checks.held import HeldBank
from seeding.checks.sizes import SCALE_ONE, STAFF_OF_SCALE_ONE, too_small

NEVER = {
    ("customer_profiles", "kyc_status"): {"rejected"},
    ("kyc_records", "kyc_status"): {"rejected"},
    ("employee_training", "status"): {"dropped"},
    ("claims", "status"): {"submitted"},
    ("premium_payments", "payment_status"): {"reversed"},
    ("campaigns", "campaign_type"): {"retention"},
    ("audit_trails", "action"): {"delete"},
    ("regulatory_reports", "status"): {"pending"},
}
"""Words of a list that this bank has no use for."""

MAY_BE_MISSING = {("aml_checks", "risk_level")}
"""What was not flagged needs no risk."""


def _listed() -> list[tuple[Column, set[str]]]:
    found = [(column, {str(word) for word, _ in column.field.flatchoices}) for column in columns(CharField)]
    return [(column, words) for column, words in found if words]


def _quoted(words: set[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


def _said(column: Column, words: set[str]) -> str:
    """Return the condition that a row says something that is not on the list."""
    missing = "IS FALSE" if column.place in MAY_BE_MISSING else "IS NOT TRUE"
    return f'("{column.name}" IN ({_quoted(words)})) {missing}'


def _unsaid(column: Column, word: str) -> str:
    return f"""
        SELECT '{column.table}' AS "table", 'none' AS key, '{column.name}' AS "column", '{word}' AS value
        WHERE NOT EXISTS (SELECT FROM "{column.table}" WHERE "{column.name}" = '{word}')
    """


def _off_the_list(bank: HeldBank) -> pl.DataFrame:
    said = rows_with(bank, [Wrong(column, _said(column, words)) for column, words in _listed()])
    if len(said) or too_small(bank, SCALE_ONE, STAFF_OF_SCALE_ONE):
        return said
    return union(
        bank,
        (
            (column.database, _unsaid(column, word))
            for column, words in _listed()
            for word in sorted(words - NEVER.get(column.place, set()))
        ),
    )


G3 = across(
    "G3",
    "Words come from their value list, and from scale 1 every word of a list that the bank has a use for is said",
    BANK_DATABASES,
    _off_the_list,
    breaks(
        "an account of a type that the bank does not offer",
        change("accounts_db", "accounts", "account_id", "account_type = 'current'"),
    ),
)
