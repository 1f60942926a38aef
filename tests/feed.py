"""The change feed of a bank and what it is compared with: the rows of the bank as it is seen on a day."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, router

from datahub.databases import BANK_DATABASES
from seeding.bank.graph import BANK
from seeding.engine.days import day_number
from seeding.engine.plan import Plan
from seeding.execution.pipeline import bake
from tests.seeded import command

Row = dict[str, Any]
Tables = dict[str, dict[Any, Row]]
"""Rows by table, such as "loans_db.loans", and key, with the values of Debezium's JSON."""

MODELS = {
    f"{database}.{recipe.model._meta.db_table}": recipe.model
    for recipe in BANK.recipes
    if (database := router.db_for_write(recipe.model)) in BANK_DATABASES
}


@dataclass(frozen=True)
class Event:
    """An event of the feed."""

    table: str
    op: str
    ts_us: int
    before: Row | None
    after: Row

    @property
    def key(self) -> Any:
        """The key of the row."""
        return self.after[str(MODELS[self.table]._meta.pk.column)]


def options_of(plan: Plan) -> dict[str, str]:
    """Return the options that make a plan."""
    parts = ("seed", "customers", "employees", "start", "as_of", "until", "history")
    return {part: str(getattr(plan, part)) for part in parts}


def feed(plan: Plan, first: date, last: date) -> Iterator[Event]:
    """Yield the events of a bank after a day, up to another."""
    for line in command("seed_changes", first=str(first), last=str(last), **options_of(plan)).splitlines():
        yield event_of(json.loads(line))


def event_of(value: Row) -> Event:
    """Return the event of a message in Debezium's envelope."""
    source = value["source"]
    return Event(f"{source['db']}.{source['table']}", value["op"], value["ts_us"], value["before"], value["after"])


def rows_on(plan: Plan, day: date) -> Tables:
    """Return the rows of a bank as it is seen on a day."""
    found: Tables = {table: {} for table in MODELS}
    names = {model: table for table, model in MODELS.items()}
    for rows in bake(BANK, replace(plan, as_of=day)):
        if rows.model in names:
            key = str(rows.model._meta.pk.column)
            found[names[rows.model]] |= {row[key]: _as_json(row) for row in rows.batch.to_pylist()}
    return found


def replay(events: Iterator[Event], onto: Tables) -> None:
    """Apply events to rows, one after the other. Fails for an event that does not fit the rows."""
    for event in events:
        rows = onto[event.table]
        assert rows.get(event.key) == event.before, event
        assert (event.op == "c") == (event.before is None), event
        rows[event.key] = event.after


def required_keys(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Yield the foreign keys of a table that are never null: the column, and the table that it refers to."""
    names = {model: table for table, model in MODELS.items()}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null and field.target_field.primary_key:
            yield str(field.column), names[field.related_model]


def _as_json(row: Row) -> Row:
    return {name: _json_value(value) for name, value in row.items()}


def _json_value(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case date():
            return day_number(value)
    return value
