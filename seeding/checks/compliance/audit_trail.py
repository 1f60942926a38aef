"""The audit trail agrees with the rows that it is about, and comes from internal addresses."""

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from datahub.compliance.models import AuditTrail
from seeding.checks.builders import frame_check, sql_check
from seeding.checks.compliance.creation_entries import AUDITED, unmatched_creations
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB, INSURANCE_DB, LOANS_DB
from seeding.checks.days import is_business_day
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.storage.tables import column_names

ENTITY = ["entity_type", "entity_id"]

_BEFORE_CREATION = """
    SELECT audit_id, entity_type, entity_id, action FROM audit_trails entry
    WHERE action <> 'create' AND NOT EXISTS (
        SELECT FROM audit_trails creation
        WHERE (creation.entity_type, creation.entity_id) = (entry.entity_type, entry.entity_id)
              AND creation.action = 'create' AND creation.performed_at <= entry.performed_at)
"""
"""Entries before the creation of their row, or without one."""

_WRONG_VALUES = """
    SELECT audit_id, entity_type, entity_id, action, old_value, new_value FROM audit_trails
    WHERE CASE action
        WHEN 'create' THEN old_value IS NULL AND new_value IS NOT NULL
        WHEN 'update' THEN old_value IS NOT NULL AND new_value IS NOT NULL
        WHEN 'view' THEN old_value IS NULL AND new_value IS NULL ELSE false END IS NOT TRUE
"""
"""Entries whose old and new values do not fit their action."""


def _not_json(bank: BankReader) -> pl.DataFrame:
    """Return values that are not JSON, each with its first entry, for many entries share a value."""
    first = "SELECT min(audit_id) AS audit_id, {0} AS value FROM audit_trails WHERE {0} IS NOT NULL GROUP BY {0}"
    values = bank.frame(COMPLIANCE_DB, f"{first.format('old_value')} UNION ALL {first.format('new_value')}")
    return values.filter(pl.col("value").str.json_path_match("$").is_null())


@dataclass(frozen=True)
class _Update:
    """An update of a row of an entity: old and new values by column.

    `may_wait` says whether it was recorded so late that it may take effect after the day on which the bank is seen.
    """

    entity: str
    key: str
    old: dict[str, Any]
    new: dict[str, Any]
    may_wait: bool


def _updates(bank: BankReader) -> list[_Update]:
    """Return the updates in order of time.

    A premium that changes on a day without business is recorded on the business day before.
    """
    updates = bank.frame(
        COMPLIANCE_DB,
        f"""
        SELECT entity_type, entity_id, old_value, new_value, entity_type = 'policy' AND NOT EXISTS (
            SELECT FROM generate_series(performed_at::date + interval '1 day', %(as_of)s, interval '1 day') AS later
            WHERE {is_business_day("later")}) AS may_wait
        FROM audit_trails WHERE action = 'update' ORDER BY performed_at, audit_id
        """,
    )
    return [
        _Update(entity, key, _object(old), _object(new), may_wait)
        for entity, key, old, new, may_wait in updates.iter_rows()
    ]


def _unchanged(bank: BankReader) -> pl.DataFrame:
    """Return updates whose old and new values name different columns or are equal."""
    wrong = [
        {"entity_type": each.entity, "entity_id": each.key, "old_value": str(each.old), "new_value": str(each.new)}
        for each in bank.cached(_updates)
        if each.old.keys() != each.new.keys() or any(each.old[column] == each.new[column] for column in each.new)
    ]
    return pl.DataFrame(wrong, schema=dict.fromkeys((*ENTITY, "old_value", "new_value"), pl.String))


def _not_current(bank: BankReader) -> pl.DataFrame:
    """Return the columns whose last updated value differs from the row's current value."""
    last: dict[tuple[str, str, str], tuple[str, set[str]]] = {}
    for each in bank.cached(_updates):
        for column, value in each.new.items():
            waiting = {str(each.old.get(column))} if each.may_wait and column == "premium_amount" else set()
            last[each.entity, column, each.key] = str(value), {str(value)} | waiting
    wrong = []
    for entity, column in sorted({place[:2] for place in last}):
        updated = {key: values for (of, name, key), values in last.items() if (of, name) == (entity, column)}
        current = _current(bank, entity, column, list(updated))
        wrong += [
            {
                "entity_type": entity,
                "entity_id": key,
                "column": column,
                "last_update": value,
                "current": str(current.get(key)),
            }
            for key, (value, possible) in updated.items()
            if current.get(key) not in possible
        ]
    return pl.DataFrame(wrong, schema=dict.fromkeys((*ENTITY, "column", "last_update", "current"), pl.String))


def _object(text: str | None) -> dict[str, Any]:
    """Return the values of a JSON object by column, empty if the text is not one."""
    try:
        values = json.loads(text or "", parse_float=str, parse_int=str)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _current(bank: BankReader, entity: str, column: str, keys: list[str]) -> dict[str, str]:
    """Return a column of some rows as text, empty where the table has no such column."""
    audited = AUDITED.get(entity)
    if audited is None or column not in column_names(audited.model):
        return {}
    rows = bank.frame(
        audited.database,
        f"SELECT {audited.key} AS key, {column}::text AS value FROM {audited.table} "
        f"WHERE {audited.key} = ANY(%(keys)s::text[])",
        keys=keys,
    )
    return dict(rows.iter_rows())


def _wrong_entries(bank: BankReader) -> pl.DataFrame:
    """Return the entries that are wrong, with the reason. X2 checks that employees were in service."""
    parts = {
        "no creation at its time": unmatched_creations(bank),
        "before the creation": bank.frame(COMPLIANCE_DB, _BEFORE_CREATION),
        "values do not fit the action": bank.frame(COMPLIANCE_DB, _WRONG_VALUES),
        "not JSON": _not_json(bank),
        "changes nothing": _unchanged(bank),
        "not the current value": _not_current(bank),
    }
    return pl.concat([part.select(pl.lit(why).alias("why"), pl.all()) for why, part in parts.items()], how="diagonal")


K16 = frame_check(
    "K16",
    "Audit entries of a row start with its creation; the last update's new value is the row's current value",
    [COMPLIANCE_DB, ACCOUNTS_DB, LOANS_DB, INSURANCE_DB],
    _wrong_entries,
    fault(
        "an update whose new value is not the current one",
        update_row(
            AuditTrail,
            """new_value = '{"phone": "+1-205-555-0100x"}'""",
            "action = 'update' AND entity_type = 'customer'",
        ),
    ),
)

K17 = sql_check(
    "K17",
    "Audit entries come from private or documentation IP addresses",
    COMPLIANCE_DB,
    r"""
    SELECT audit_id, ip_address, entries FROM (
        SELECT min(audit_id) AS audit_id, ip_address, count(*) AS entries FROM audit_trails GROUP BY ip_address OFFSET 0
    ) addresses
    WHERE (CASE WHEN ip_address ~ '^\d{1,3}(\.\d{1,3}){3}$' THEN ip_address::inet
           <<= ANY (ARRAY['10.0.0.0/8', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24']::inet[]) END) IS NOT TRUE
    """,
    fault(
        "a public IP address",
        update_row(AuditTrail, "ip_address = '8.8.8.8'"),
    ),
)
