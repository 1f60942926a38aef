"""A seeded bank for tests of the storage and the commands: its contents, and commands run on it."""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from datahub.databases import BANK_DATABASES
from seeding.models import PlantedTransaction, Run
from seeding.storage.bank_state import Condition, read_bank_state
from seeding.storage.connection import connect
from seeding.storage.tables import FILLED, table_names
from tests.copies import BankCopy, copy_bank

SMALL = {"customers": "70", "employees": "6", "as_of": "2026-06-30"}
"""The options of a bank that takes half a second to seed."""


def command(name: str, *arguments: str, **options: Any) -> str:
    """Run a command in this process and return what it printed."""
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def status() -> dict[str, Any]:
    """Return the output of `seed_status --json`."""
    report: dict[str, Any] = json.loads(command("seed_status", as_json=True))
    return report


def start_afresh() -> None:
    """Empty the bank and delete the records of earlier runs, unless that has just been done."""
    if Run.objects.exists() or read_bank_state(FILLED).condition is not Condition.EMPTY:
        command("seed_clear", confirm=True)
        Run.objects.all().delete()


def small_bank() -> dict[str, str]:
    """Seed the small bank, and return the digests of its tables."""
    return kept_bank(SMALL)


def kept_bank(options: Mapping[str, str]) -> dict[str, str]:
    """Return the digests of the tables of a bank, which is then in the databases as `seed_all` left it.

    It is kept if nothing has changed it: most tests read it, or see a command refused. Otherwise the databases that
    have changed are replaced by copies, which were made when the bank was first asked for.
    """
    asked = tuple(sorted(options.items()))
    if asked not in _KEPT:
        start_afresh()
        command("seed_all", **options)
        while len(_KEPT) >= MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT))).copy.drop()
        _KEPT[asked] = _Kept(copy_bank(), traces())
    kept = _KEPT[asked] = _KEPT.pop(asked)  # the banks asked for last stay longest
    if (found := traces()) != kept.traces:
        changed = [name for name in BANK_DATABASES if found["databases"][name] != kept.traces["databases"][name]]
        kept.copy.bring_back(changed)
        # The rows of `default` are as they were, and its files are not.
        kept.traces["databases"][DEFAULT_DB_ALIAS] = _traces_of(DEFAULT_DB_ALIAS, kept.traces["rows"])
    return dict(kept.traces["rows"])


@dataclass
class _Kept:
    """A bank that was seeded, and its traces when it was last brought back."""

    copy: BankCopy
    traces: dict[str, Any]


MOST_KEPT = 4
"""How many banks a worker has copies of, each of 60 MB."""

_KEPT: dict[tuple[tuple[str, str], ...], _Kept] = {}
"""The banks by their options."""

_CATALOG = """
    SELECT md5(concat_ws(' ',
        (SELECT string_agg(c::text, ' ' ORDER BY oid) FROM pg_class c WHERE relnamespace = 'public'::regnamespace),
        (SELECT string_agg(c::text, ' ' ORDER BY oid) FROM pg_constraint c WHERE connamespace = 'public'::regnamespace),
        (SELECT string_agg(s::text, ' ' ORDER BY sequencename) FROM pg_sequences s WHERE schemaname = 'public'),
        obj_description('public'::regnamespace)))
"""
"""A digest of the files and columns of tables and indexes, of keys, sequences and the mark."""


def traces() -> dict[str, Any]:
    """Return what a command that changes a bank changes: rows, the answer key, the catalogs, or the record of runs.

    "databases" has the rows and the catalog of each database.
    """
    rows = digests()
    return {
        "rows": rows,
        "answers": list(PlantedTransaction.objects.order_by("pk").values()),
        "databases": {database: _traces_of(database, rows) for database in FILLED},
        "runs": list(Run.objects.order_by("pk").values()),
    }


def _traces_of(database: str, rows: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return a digest of a database's catalog, and those of its tables among `rows`."""
    return value(database, _CATALOG), {name: digest for name, digest in rows.items() if name.startswith(f"{database}.")}


def digests() -> dict[str, str]:
    """Return a digest of the rows of each table by database and table, such as "loans_db.loans"."""
    return {
        f"{database}.{table}": str(
            value(database, f"SELECT coalesce(md5(string_agg(t::text, ' ' ORDER BY t::text)), '') FROM \"{table}\" t")
        )
        for database in BANK_DATABASES
        for table in table_names(database)
    }


def value(database: str, query: str) -> Any:
    """Return the single value of a query."""
    with connections[database].cursor() as cursor:
        cursor.execute(query)
        (found,) = cursor.fetchone()
    return found


def execute(database: str, *statements: str) -> None:
    """Run statements, each in a transaction of its own."""
    with connections[database].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def open_transaction(database: str, statement: str) -> Iterator[psycopg.Connection]:
    """Hold a transaction open in which a statement ran, as a forgotten database browser does."""
    with connect(database, "forgotten browser") as connection:
        connection.execute(statement.encode())
        yield connection
        connection.rollback()


@contextmanager
def at_commit(database: str, action: str) -> Iterator[None]:
    """Run an action (in PL/pgSQL) at the moment at which a run commits in a database.

    A run comments on the schema `public`. An event trigger then adds a row to a table, whose own trigger is deferred
    until the commit and runs the action.
    """
    execute(
        database,
        "CREATE SCHEMA at_commit",
        "CREATE TABLE at_commit.comment (written_at timestamptz NOT NULL)",
        f"CREATE FUNCTION at_commit.act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {action}; RETURN NULL; END $$",
        "CREATE CONSTRAINT TRIGGER act AFTER INSERT ON at_commit.comment DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION at_commit.act()",
        "CREATE FUNCTION at_commit.note() RETURNS event_trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO at_commit.comment VALUES (now()); END $$",
        "CREATE EVENT TRIGGER note ON ddl_command_end WHEN TAG IN ('COMMENT') EXECUTE FUNCTION at_commit.note()",
    )
    try:
        yield
    finally:
        execute(database, "DROP EVENT TRIGGER note", "DROP SCHEMA at_commit CASCADE")
