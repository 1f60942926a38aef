"""Words of value lists: nothing else is said, and a large bank says all of it."""

from dataclasses import dataclass
from math import ceil

import polars as pl
from django.db.models import CharField

from datahub.accounts.models import Account
from datahub.databases import BANK_DATABASES
from seeding.checks.all_tables.columns import Column, Condition, columns, union, violating_rows
from seeding.checks.builders import frame_check
from seeding.checks.enforcement import SCALE_ONE, STAFF_OF_SCALE_ONE, not_enforced
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

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

ENOUGH_EXPECTED = 14
"""Rows with a word that are expected where it must occur: if each comes by itself, e^-14, one bank in a million, has
none."""


@dataclass(frozen=True)
class Rare:
    """A word that only few rows say, each by itself and not as a share that is kept in every cell."""

    per_thousand: float
    """Rows per 1,000 customers, on average of 400 banks of scale 1."""
    reason: str

    @property
    def customers(self) -> int:
        """How many customers a bank has at least that is expected to hold enough of these rows."""
        return ceil(1_000 * ENOUGH_EXPECTED / self.per_thousand)


RARE = {
    ("suspicious_activity_reports", "regulatory_tier", "tier1"): Rare(
        0.5, "one report in forty is about 50,000 or more"
    ),
    ("policy_events", "event_type", "reinstatement"): Rare(
        3.4, "one premium in seven that fails and is paid on a second try comes after the policy has lapsed"
    ),
    ("collateral", "collateral_type", "inventory"): Rare(4.2, "a fifth of the business loans with collateral"),
    ("collateral", "collateral_type", "equipment"): Rare(10.5, "half of the business loans with collateral"),
    ("campaign_responses", "response_type", "unsubscribed"): Rare(4.9, "a tenth of the few customers who respond"),
    ("campaign_responses", "response_type", "purchased"): Rare(10.0, "a sixth of the few customers who respond"),
}
"""By table, column and word: what scale 1 may lack by chance. Every other word occurs from scale 1."""

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


def _promised(bank: BankReader, column: Column, words: set[str]) -> list[str]:
    """Return the words of a column that a bank of this size must hold."""
    rare = {word: RARE.get((*column.place, word)) for word in words}
    few = {word for word, kind in rare.items() if kind and bank.customers < kind.customers}
    return sorted(words - NEVER.get(column.place, set()) - few)


def _off_the_list(bank: BankReader) -> pl.DataFrame:
    said = violating_rows(bank, [Condition(column, _said(column, words)) for column, words in _listed()])
    if len(said) or not_enforced(bank, SCALE_ONE, STAFF_OF_SCALE_ONE):
        return said
    return union(
        bank,
        (
            (column.database, _unsaid(column, word))
            for column, words in _listed()
            for word in _promised(bank, column, words)
        ),
    )


G3 = frame_check(
    "G3",
    "Every value is on its column's value list; from scale 1 every listed value that the bank uses occurs",
    BANK_DATABASES,
    _off_the_list,
    fault(
        "an account of a type that the bank does not offer",
        update_row(Account, "account_type = 'current'"),
    ),
)
