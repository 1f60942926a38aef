"""Writing a bank into files: its parts are made by an executor, and each is complete or not there."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.db import models

from config.worker import call_in_project
from datahub.databases import BANK_DATABASES
from seeding import __version__
from seeding.bank.graph import BANK
from seeding.engine.digest import TableDigest
from seeding.engine.plan import Plan
from seeding.engine.recipe import TableRows
from seeding.execution.executors import Executor
from seeding.execution.messages import Listener, ignore, report
from seeding.execution.parts import PartBaker, part_count
from seeding.storage.errors import ExportUnusableError
from seeding.storage.files.columns import full_name
from seeding.storage.files.file_format import FileFormat
from seeding.storage.files.manifest import (
    Export,
    begin_export,
    complete_parts,
    finish_export,
    part_record,
    read_parts,
    read_present,
    refuse_other,
    write_part,
)
from seeding.storage.files.part import PartSink
from seeding.storage.files.schema import SCHEMA, schema_text
from seeding.storage.files.target import Target
from seeding.storage.sink import store
from seeding.storage.tables import tables_of

Model = type[models.Model]

TABLES: dict[str, Model] = {full_name(model): model for database in BANK_DATABASES for model in tables_of(database)}
"""The tables of the six databases, by database and table; the answer key is not among them."""

_PART = f"{__name__}.make_part"
"""What other processes call: they must set up Django before they import this module."""


@dataclass(frozen=True)
class PartMade:
    """A part that has been made, and the number of its rows."""

    number: int
    rows: int


def export_of(plan: Plan, file_format: FileFormat, tables: Collection[str]) -> Export:
    """Return the export of some tables of a plan by this version, in the order of the databases; of all if none."""
    chosen = tuple(name for name in TABLES if name in tables or not tables)
    return Export(plan, __version__, file_format, chosen, part_count(plan))


def rows_of(export: Export, numbers: Collection[int]) -> int:
    """Return about how many rows some parts have: as many as the tables may have, in equal parts."""
    models = {TABLES[name] for name in export.tables}
    layout = export.plan.layout
    expected = sum(recipe.expects(layout).high for recipe in BANK.recipes if recipe.model in models)
    groups = max(export.parts - 1, 1)  # part 0 has few rows
    return expected * len(set(numbers) - {0}) // groups


def missing_parts(target: Target, export: Export, numbers: Collection[int]) -> list[int]:
    """Return which of some parts are missing. If any is to be made, the target then has the manifest and the schema.

    Raises OtherExportError, ExportUnusableError and TargetError.
    """
    present = read_present(target)
    refuse_other(target, present, export)
    found = complete_parts(target, export) if present else {}
    missing = [number for number in numbers if number not in found]
    if present is None or (present.complete and missing):
        begin_export(target, export, present.changes if present else None)
        target.write_text(SCHEMA, schema_text([TABLES[name] for name in export.tables]))
    for number in missing:
        target.delete(part_record(number))  # of a part whose files are gone
    return missing


def make_parts(
    target: Target,
    export: Export,
    numbers: Collection[int],
    executor: Executor,
    done: Callable[[PartMade], None],
    listener: Listener = ignore,
) -> None:
    """Make parts, and call `done` after each; the listener receives the number of rows made of a part.

    Raises the errors of PartSink and of the executor, and RecipeError.
    """
    task = partial(call_in_project, _PART, target.url, export.to_record())
    for number, rows in executor.run(task, list(numbers), listener):
        done(PartMade(number, rows))


def make_part(url: str, record: Mapping[str, Any], number: int) -> tuple[int, int]:
    """Make a part of an export, unless it is complete, and return its number and the number of its rows.

    Arguments and results are plain values, for this is called from other processes (see `call_in_project`).

    Raises ExportUnusableError for an export of another version.
    """
    target, export = Target.at(url), Export.from_record(record)
    if export.generator != __version__:
        raise ExportUnusableError(url, f"it is of version {export.generator}, and a worker has {__version__}")
    # A worker may die after its part is complete and before anybody knows.
    files = read_parts(target, [number]).get(number)
    if files is None:
        tables = [TABLES[name] for name in export.tables]
        sink = PartSink(target, export.file_format, number, _required(number, tables))
        store(_reporting(_baker(export.plan).bake(number, tables), number), sink)
        write_part(target, number, sink.files)
        files = sink.files
    return number, sum(file.digest.rows for file in files)


def _reporting(tables: Iterable[TableRows], number: int) -> Iterator[TableRows]:
    """Yield tables, and report after each how many rows of the part have been written."""
    rows = 0
    for table in tables:
        yield table
        rows += table.batch.num_rows
        report(number, rows)
        del table  # not kept while the next one is made


def complete_export(
    target: Target, export: Export, changes: Mapping[str, Any] | None = None
) -> Mapping[str, TableDigest] | None:
    """Write the manifest of an export and return the digests of its tables, or None if parts are still missing."""
    parts = complete_parts(target, export)
    return finish_export(target, export, parts, changes) if len(parts) == export.parts else None


def _required(number: int, tables: Collection[Model]) -> list[Model]:
    """Return the tables that have a file in a part even without rows, so that every table has one somewhere."""
    recipes = {0: BANK.bank_recipes, 1: (*BANK.region_recipes, *BANK.block_recipes)}.get(number, ())
    return [recipe.model for recipe in recipes if recipe.model in tables]


@lru_cache(maxsize=1)
def _baker(plan: Plan) -> PartBaker:
    """Return what makes the parts of a plan: a process makes several of them."""
    return PartBaker(BANK, plan)
