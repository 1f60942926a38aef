"""The audit trail: what was done to rows of the bank is what they look like, and was done from inside."""

import json
from typing import Any

import polars as pl

from datahub.compliance.models import AuditTrail
from seeding.checks.builders import frame_check, sql_check
from seeding.checks.compliance.creation_entries import AUDITED, unmatched_creations
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB, INSURANCE_DB, LOANS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.storage.tables import column_names

ENTITY = ["entity_type", "entity_id"]

_BEFORE = """
    SELECT audit_id, entity_type, entity_id, action FROM audit_trails entry
    WHERE action <> 'create' AND NOT EXISTS (
        SELECT FROM audit_trails creation
        WHERE (creation.entity_type, creation.entity_id) = (entry.entity_type, entry.entity_id)
              AND creation.action = 'create' AND creation.performed_at <= entry.performed_at)
"""
"""What was done to a row that had not been created yet, or never was."""

_SHAPES = """
    SELECT audit_id, entity_type, entity_id, action, old_value, new_value FROM audit_trails
    WHERE CASE action
        WHEN 'create' THEN old_value IS NULL AND new_value IS NOT NULL
        WHEN 'update' THEN old_value IS NOT NULL AND new_value IS NOT NULL
        WHEN 'view' THEN old_value IS NULL AND new_value IS NULL ELSE false END IS NOT TRUE
"""
"""What has not the values of its action: what was there before, and what is there since."""


def _no_json(bank: BankReader) -> pl.DataFrame:
    """Return values that are no JSON, each with the first entry that says it: many say the same."""
    first = "SELECT min(audit_id) AS audit_id, {0} AS value FROM audit_trails WHERE {0} IS NOT NULL GROUP BY {0}"
    values = bank.frame(COMPLIANCE_DB, f"{first.format('old_value')} UNION ALL {first.format('new_value')}")
    return values.filter(pl.col("value").str.json_path_match("$").is_null())


def _updates(bank: BankReader) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Return what was updated, in order of time: the entity, its key, what was there before, and what since."""
    updates = bank.frame(
        COMPLIANCE_DB,
        "SELECT entity_type, entity_id, old_value, new_value FROM audit_trails WHERE action = 'update' "
        "ORDER BY performed_at, audit_id",
    )
    return [(entity, key, _object(old), _object(new)) for entity, key, old, new in updates.iter_rows()]


def _changes_nothing(bank: BankReader) -> pl.DataFrame:
    """Return updates of other columns than they say, or to what was there."""
    wrong = [
        {"entity_type": entity, "entity_id": key, "old_value": str(old), "new_value": str(new)}
        for entity, key, old, new in bank.cached(_updates)
        if old.keys() != new.keys() or any(old[column] == new[column] for column in new)
    ]
    return pl.DataFrame(wrong, schema=dict.fromkeys((*ENTITY, "old_value", "new_value"), pl.String))


def _not_there(bank: BankReader) -> pl.DataFrame:
    """Return the columns of which an update says another value last than the row has today."""
    last: dict[tuple[str, str, str], Any] = {}
    for entity, key, _, new in bank.cached(_updates):
        last.update(((entity, column, key), value) for column, value in new.items())
    wrong = []
    for entity, column in sorted({place[:2] for place in last}):
        said = {key: value for (of, name, key), value in last.items() if (of, name) == (entity, column)}
        there = _present(bank, entity, column, list(said))
        wrong += [
            {
                "entity_type": entity,
                "entity_id": key,
                "column": column,
                "said": str(value),
                "there": str(there.get(key)),
            }
            for key, value in said.items()
            if there.get(key) != str(value)
        ]
    return pl.DataFrame(wrong, schema=dict.fromkeys((*ENTITY, "column", "said", "there"), pl.String))


def _object(text: str | None) -> dict[str, Any]:
    """Return the values that a JSON text says by column, none if it is no such text."""
    try:
        values = json.loads(text or "", parse_float=str, parse_int=str)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _present(bank: BankReader, entity: str, column: str, keys: list[str]) -> dict[str, str]:
    """Return a column of some rows as text; no row has a column that its table does not have."""
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


def _told_amiss(bank: BankReader) -> pl.DataFrame:
    """Return what the trail tells amiss; that whoever did it was in service is another check's matter, X2."""
    parts = {
        "not created when it came to be": unmatched_creations(bank),
        "before its creation": bank.frame(COMPLIANCE_DB, _BEFORE),
        "no values of this action": bank.frame(COMPLIANCE_DB, _SHAPES),
        "no JSON": _no_json(bank),
        "changes nothing": _changes_nothing(bank),
        "not there today": _not_there(bank),
    }
    return pl.concat([part.select(pl.lit(why).alias("why"), pl.all()) for why, part in parts.items()], how="diagonal")


K16 = frame_check(
    "K16",
    "Audit entries of a row start with its creation; the last update's new value is the row's current value",
    [COMPLIANCE_DB, ACCOUNTS_DB, LOANS_DB, INSURANCE_DB],
    _told_amiss,
    fault(
        "an update whose new value is not the current one",
        update_row(AuditTrail, """new_value = '{"phone": "+1-205-555-0100x"}'""",
            "action = 'update' AND entity_type = 'customer'",
        ),
    ),
)  # fmt: skip

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
