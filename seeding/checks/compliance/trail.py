"""The audit trail: what was done to rows of the bank is what they look like, and was done from inside."""

import json
from typing import Any

import polars as pl
from django.db.models import Model

from datahub.accounts.models import Account, Customer, Transaction
from datahub.databases import DATABASE_OF_APP
from datahub.insurance.models import Policy
from datahub.loans.models import Loan
from seeding.checks.check import across, breaks, change, rule
from seeding.checks.compliance.catches import DB
from seeding.checks.held import HeldBank

ENTITIES: dict[str, tuple[type[Model], str]] = {
    "customer": (Customer, "created_at"),
    "account": (Account, "opened_date"),
    "loan": (Loan, "disbursement_date"),
    "policy": (Policy, "created_at"),
    "transaction": (Transaction, "transaction_date"),
}
"""By what the trail calls them: the table and the column that says when a row came to be."""
BY_HAND = "WHERE channel IN ('branch', 'wire')"
"""Bookings that the trail speaks of; of the other tables it does of all rows."""
ENTITY = ["entity_type", "entity_id"]


def _trail(bank: HeldBank) -> pl.DataFrame:
    return bank.frame(
        DB,
        """
        SELECT audit_id, entity_type, entity_id, action, extract(epoch FROM performed_at)::bigint AS at,
               performed_at::date AS day, old_value, new_value FROM audit_trails
        """,
    ).sort("at", "audit_id")


def _born(bank: HeldBank) -> pl.DataFrame:
    """Return every row that the trail speaks of, with the day it came to be, and the second where that is known."""
    parts = []
    for entity, (model, column) in ENTITIES.items():
        exact = not column.endswith("_date") or model is Transaction
        at = f"extract(epoch FROM {column})::bigint" if exact else "NULL::bigint"
        rows = bank.frame(
            _database(model),
            f"""
            SELECT {_key(model)} AS entity_id, {column}::date AS born, {at} AS born_at FROM {model._meta.db_table}
            {BY_HAND if model is Transaction else ""}
            """,
        )
        parts.append(rows.with_columns(entity_type=pl.lit(entity)))
    return pl.concat(parts)


def _not_created(trail: pl.DataFrame, born: pl.DataFrame) -> pl.DataFrame:
    """Return rows whose first entry is not their creation, when they came to be, or which are created twice."""
    firsts = trail.group_by(ENTITY, maintain_order=True).agg(
        pl.col("audit_id", "action", "at", "day").first(), creations=(pl.col("action") == "create").sum()
    )
    both = firsts.join(born, on=ENTITY, how="full", coalesce=True)
    on_time = pl.when(pl.col("born_at").is_null()).then(pl.col("day") == pl.col("born")).otherwise(
        pl.col("at") == pl.col("born_at")
    )  # fmt: skip
    fits = (pl.col("action") == "create") & (pl.col("creations") == 1) & on_time
    return both.filter(~fits.fill_null(False))


def _misshapen(trail: pl.DataFrame) -> pl.DataFrame:
    """Return entries whose values are not what their action has: JSON of what was there, and of what is since."""
    old, new = (pl.col(name).str.json_path_match("$").is_not_null() for name in ("old_value", "new_value"))
    no_old, no_new = pl.col("old_value").is_null(), pl.col("new_value").is_null()
    action = pl.col("action")
    fits = (
        ((action == "create") & no_old & new)
        | ((action == "update") & old & new & (pl.col("old_value") != pl.col("new_value")))
        | ((action == "view") & no_old & no_new)
    )
    return trail.filter(~fits.fill_null(False))


def _not_there(bank: HeldBank, trail: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of which an update says another value last than the row has today."""
    last: dict[tuple[str, str, str], Any] = {}
    for entity, key, text in trail.filter(pl.col("action") == "update").select(*ENTITY, "new_value").iter_rows():
        last.update(((entity, column, key), value) for column, value in _object(text).items())
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


def _object(text: str) -> dict[str, Any]:
    """Return the values that a JSON text says by column, none if it is no such text."""
    try:
        values = json.loads(text, parse_float=str, parse_int=str)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _present(bank: HeldBank, entity: str, column: str, keys: list[str]) -> dict[str, str]:
    """Return a column of some rows as text; no row has a column that its table does not have."""
    model = ENTITIES[entity][0]
    if column not in {field.column for field in model._meta.concrete_fields}:
        return {}
    rows = bank.frame(
        _database(model),
        f"SELECT {_key(model)} AS key, {column}::text AS value FROM {model._meta.db_table} "
        f"WHERE {_key(model)} = ANY(%(keys)s::text[])",
        keys=keys,
    )
    return dict(rows.iter_rows())


def _database(model: type[Model]) -> str:
    return DATABASE_OF_APP[model._meta.app_label]


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def _told_amiss(bank: HeldBank) -> pl.DataFrame:
    """Return what the trail tells amiss; that whoever did it was in service is another check's matter, X2."""
    trail = bank.once(_trail)
    unknown = trail.filter(~pl.col("entity_type").is_in(list(ENTITIES)))
    parts = {
        "of nothing that is there": unknown,
        "not its creation": _not_created(trail, _born(bank)),
        "no values of this action": _misshapen(trail),
        "not there today": _not_there(bank, trail),
    }
    return pl.concat([part.select(pl.lit(why).alias("why"), pl.all()) for why, part in parts.items()], how="diagonal")


K16 = across(
    "K16",
    "What is done to a row begins with its creation, when it came to be; an update changes it to what is there today",
    [DB, "accounts_db", "loans_db", "insurance_db"],
    _told_amiss,
    breaks(
        "an update that says another value than is there",
        change(
            DB, "audit_trails", "audit_id", """new_value = '{"phone": "+1-205-555-0100x"}'""",
            "action = 'update' AND entity_type = 'customer'",
        ),
    ),
)  # fmt: skip

K17 = rule(
    "K17",
    "What was done was done at workstations whose addresses cannot be reached from outside",
    DB,
    r"""
    SELECT min(audit_id) AS audit_id, ip_address, count(*) AS entries FROM audit_trails GROUP BY ip_address
    HAVING (CASE WHEN ip_address ~ '^\d{1,3}(\.\d{1,3}){3}$' THEN ip_address::inet
            <<= ANY (ARRAY['10.0.0.0/8', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24']::inet[]) END) IS NOT TRUE
    """,
    breaks(
        "an address that belongs to somebody",
        change(DB, "audit_trails", "audit_id", "ip_address = '8.8.8.8'"),
    ),
)
