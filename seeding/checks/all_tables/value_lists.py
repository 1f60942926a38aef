"""Value lists: columns hold listed values only, and a large bank holds all of them."""

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

UNUSED = {
    ("customer_profiles", "kyc_status"): {"rejected"},
    ("kyc_records", "kyc_status"): {"rejected"},
    ("employee_training", "status"): {"dropped"},
    ("claims", "status"): {"submitted"},
    ("premium_payments", "payment_status"): {"reversed"},
    ("campaigns", "campaign_type"): {"retention"},
    ("audit_trails", "action"): {"delete"},
    ("regulatory_reports", "status"): {"pending"},
}
"""Listed values that this bank never uses."""

ENOUGH_EXPECTED = 14
"""Expected rows from which a value must occur: if rows are independent, one bank in a million (e^-14) has none."""


@dataclass(frozen=True)
class Rare:
    """A value of few rows that occurs independently of other rows, not as a share that every cell keeps."""

    per_thousand: float
    """Mean rows per 1,000 customers in 400 banks of scale 1."""
    reason: str

    @property
    def customers(self) -> int:
        """Customers from which enough rows are expected."""
        return ceil(1_000 * ENOUGH_EXPECTED / self.per_thousand)


RARE = {
    ("suspicious_activity_reports", "regulatory_tier", "tier1"): Rare(
        0.5, "one report in forty is about 50,000 or more"
    ),
    ("policy_events", "event_type", "reinstatement"): Rare(3.4, "a policy lapses before one retried premium in seven"),
    ("collateral", "collateral_type", "inventory"): Rare(1.6, "a fifth of the few business loans with collateral"),
    ("collateral", "collateral_type", "equipment"): Rare(3.6, "half of the few business loans with collateral"),
    ("campaign_responses", "response_type", "unsubscribed"): Rare(4.9, "a tenth of the few customers who respond"),
    ("campaign_responses", "response_type", "purchased"): Rare(10.0, "a sixth of the few customers who respond"),
}
"""By table, column and value: what a bank of scale 1 may lack by chance. All other values occur from scale 1."""

NULLABLE = {("aml_checks", "risk_level"), ("policies", "insured_relationship")}
"""Columns with a value list that may be null: a check that is not flagged needs no risk level, a house no insured."""


def _value_lists() -> list[tuple[Column, set[str]]]:
    found = [(column, {str(value) for value, _ in column.field.flatchoices}) for column in columns(CharField)]
    return [(column, values) for column, values in found if values]


def _quoted(values: set[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


def _not_listed(column: Column, values: set[str]) -> str:
    """Return the condition that a value is not on the list."""
    null = "IS FALSE" if column.place in NULLABLE else "IS NOT TRUE"
    return f'("{column.name}" IN ({_quoted(values)})) {null}'


def _absent(column: Column, value: str) -> str:
    return f"""
        SELECT '{column.table}' AS "table", 'none' AS key, '{column.name}' AS "column", '{value}' AS value
        WHERE NOT EXISTS (SELECT FROM "{column.table}" WHERE "{column.name}" = '{value}')
    """


def _required(bank: BankReader, column: Column, values: set[str]) -> list[str]:
    """Return the values of a column that must occur in a bank of this size."""
    rare = {value: RARE.get((*column.place, value)) for value in values}
    too_rare = {value for value, kind in rare.items() if kind and bank.customers < kind.customers}
    return sorted(values - UNUSED.get(column.place, set()) - too_rare)


def _violations(bank: BankReader) -> pl.DataFrame:
    unlisted = violating_rows(
        bank, [Condition(column, _not_listed(column, values)) for column, values in _value_lists()]
    )
    if len(unlisted) or not_enforced(bank, SCALE_ONE, STAFF_OF_SCALE_ONE):
        return unlisted
    return union(
        bank,
        (
            (column.database, _absent(column, value))
            for column, values in _value_lists()
            for value in _required(bank, column, values)
        ),
    )


G3 = frame_check(
    "G3",
    "Every value is on its column's value list; from scale 1 every listed value that the bank uses occurs",
    BANK_DATABASES,
    _violations,
    fault(
        "an account of a type that the bank does not offer",
        update_row(Account, "account_type = 'current'"),
    ),
)
