"""The columns of docs/schema.csv, the contract of the bank's tables."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models

from datahub.databases import DATABASE_OF_APP
from tests.commandline import CHECKOUT

CONTRACT = Path(CHECKOUT / "docs" / "schema.csv")

_TYPES = {"serial": "integer", "bigserial": "bigint", "timestamp": "timestamp with time zone"}
_REFERENCE = re.compile(r"(?:(?P<database>\w+)\.)?(?P<table>\w+)\.(?P<column>\w+)")


@dataclass(frozen=True)
class Reference:
    """A column that another one refers to."""

    database: str
    table: str
    column: str


@dataclass(frozen=True)
class Column:
    """A column of the contract."""

    database: str
    table: str
    name: str
    type: str
    null: bool
    key: str
    reference: Reference | None
    values: tuple[str, ...]
    identity: bool

    @property
    def crosses(self) -> bool:
        """Whether the column refers to a column of another database."""
        return self.reference is not None and self.reference.database != self.database


@cache
def contract() -> tuple[Column, ...]:
    """Return all columns of the contract in its order."""
    with CONTRACT.open(encoding="utf-8", newline="") as file:
        return tuple(_column(line) for line in csv.DictReader(file))


def _column(line: dict[str, str]) -> Column:
    # A reference that depends on another column is written in words; it is no foreign key.
    found = _REFERENCE.fullmatch(line["references"])
    return Column(
        database=line["database"],
        table=line["table"],
        name=line["column"],
        type=_TYPES.get(
            line["type"], line["type"].replace("varchar", "character varying").replace("decimal", "numeric")
        ),
        null={"yes": True, "no": False}[line["null"]],
        key=line["key"],
        reference=found and Reference(found["database"] or line["database"], found["table"], found["column"]),
        values=tuple(line["values"].split("|")) if line["values"] else (),
        identity=line["type"] in ("serial", "bigserial"),
    )


def bank_models() -> Iterator[tuple[str, type[models.Model]]]:
    """Yield each model of the bank with its database."""
    for app, database in DATABASE_OF_APP.items():
        for model in apps.get_app_config(app).get_models():
            yield database, model
