"""Change capture reads from the server's log exactly what the change feed says, day by day."""

import json
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from config.embedded import EmbeddedServer
from config.tuning import WalLevel
from datahub.databases import BANK_DATABASES
from tests.commandline import Outcome, manage
from tests.feed import MODELS, event_of
from tests.pgoutput import Change, transactions

pytestmark = pytest.mark.hard

SEEN, UNTIL, DAYS = date(2026, 5, 20), date(2026, 11, 20), 10
BANK = (
    *("--seed", "7", "--customers", "130", "--employees", "12"),
    *("--start", "2026-02-10", "--as-of", str(SEEN), "--until", str(UNTIL)),
)
LAST = SEEN + timedelta(DAYS)
BY_KEY = "loans_db"
"""The database whose tables keep the default replica identity, the key: its log has no rows as they were before."""


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """Return a server of its own, whose log is made for change capture, with a bank."""
    run = settings.BANK_SERVER
    state = Path(tempfile.gettempdir()) / f"bank-{secrets.token_hex(6)}"
    server = EmbeddedServer(state, run.bin, run.account, fsync=False, wal_level=WalLevel.LOGICAL)
    server.start(lambda line: None)
    yield server
    server.stop()
    shutil.rmtree(state, ignore_errors=True)


def _manage(server: EmbeddedServer, *arguments: str) -> Outcome:
    outcome = manage(*arguments, POSTGRES_STATE=server.state, POSTGRES_WAL="logical", POSTGRES_DATABASE_PREFIX="")
    assert outcome.code == 0, outcome.err
    return outcome


def _connect(server: EmbeddedServer, database: str) -> psycopg.Connection[Any]:
    login = server.start(pytest.fail)
    return psycopg.connect(login.url(database), password=login.password, autocommit=True)


@pytest.fixture(scope="module")
def captured(server: EmbeddedServer) -> dict[str, list[list[Change]]]:
    """Return what is captured while a bank advances ten days, by database and transaction."""
    _manage(server, "seed_all", *BANK)
    for database in BANK_DATABASES:
        with _connect(server, database) as connection:
            connection.execute("CREATE PUBLICATION bank FOR TABLES IN SCHEMA public")
            for (table,) in connection.execute("SELECT tablename FROM pg_publication_tables").fetchall():
                identity = "DEFAULT" if database == BY_KEY else "FULL"
                alter = sql.SQL("ALTER TABLE {} REPLICA IDENTITY {}")
                connection.execute(alter.format(sql.Identifier(table), sql.SQL(identity)))
            connection.execute("SELECT pg_create_logical_replication_slot(current_database(), 'pgoutput')")
    _manage(server, "seed_advance", "--to", str(LAST), "--every", "0")
    return {database: _captured(server, database) for database in BANK_DATABASES}


def _captured(server: EmbeddedServer, database: str) -> list[list[Change]]:
    """Return what the slot of a database has, and drop it."""
    with _connect(server, database) as connection:
        connection.execute("CHECKPOINT")  # commits are asynchronous, and only what is on disk is decoded
        messages = connection.execute(
            "SELECT data FROM pg_logical_slot_get_binary_changes(current_database(), NULL, NULL,"
            " 'proto_version', '1', 'publication_names', 'bank')"
        ).fetchall()
        connection.execute("SELECT pg_drop_replication_slot(current_database())")
    return [changes for changes in transactions(message for (message,) in messages) if changes]


@pytest.fixture(scope="module")
def fed(server: EmbeddedServer) -> dict[tuple[date, str], list[Change]]:
    """Return what the change feed says, by day and table."""
    lines = _manage(server, "seed_changes", *BANK, "--to", str(LAST)).out.splitlines()
    found: dict[tuple[date, str], list[Change]] = {}
    for event in (event_of(json.loads(line)) for line in lines):
        database, table = event.table.split(".")
        day = date(1970, 1, 1) + timedelta(microseconds=event.ts_us)
        before = None if database == BY_KEY else event.before
        found.setdefault((day, event.table), []).append(Change(table, event.op, before, event.after))
    return found


@pytest.mark.parametrize("table", MODELS)
def test_the_log_has_what_the_feed_says(
    table: str, captured: dict[str, list[list[Change]]], fed: dict[tuple[date, str], list[Change]]
) -> None:
    database, name = table.split(".")
    days = [SEEN + timedelta(number) for number in range(1, DAYS + 1)]
    said = [fed.get((day, table), []) for day in days]
    in_log = [[change for change in changes if change.table == name] for changes in captured[database]]
    assert [_sorted(changes, table) for changes in in_log if changes] == [
        _sorted(changes, table) for changes in said if changes
    ]


def test_something_is_created_and_changed(captured: dict[str, list[list[Change]]]) -> None:
    ops = {(database, change.op) for database, days in captured.items() for changes in days for change in changes}
    assert {(database, "c") for database in BANK_DATABASES} <= ops
    assert {("accounts_db", "u"), ("loans_db", "u"), ("insurance_db", "u")} <= ops


def test_rows_before_a_change_need_the_full_replica_identity(captured: dict[str, list[list[Change]]]) -> None:
    for database, days in captured.items():
        changes = [change for day in days for change in day if change.op == "u"]
        assert {change.before is None for change in changes} <= {database == BY_KEY}


def _sorted(changes: list[Change], table: str) -> list[Change]:
    key = str(MODELS[table]._meta.pk.column)
    return sorted(changes, key=lambda change: str(change.after[key]))
