"""The read-only role can SELECT from the bank's tables and do nothing else."""

import re
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from psycopg import errors

from config.advisory_lock import take_lock
from config.login import Login
from config.reader import LOCKING_FUNCTIONS, RIGHTS_LOCK, reader_login, set_up_reader
from config.server import known_login
from datahub.databases import BANK_DATABASES
from tests.commandline import manage_here
from tests.waiting import wait_until

VOLATILE = {
    r"binary_upgrade_\w+": "refuse unless pg_upgrade runs the server",
    r"(brin|gin)_\w+|currtid2|amvalidate": "need to own an index or to read its table",
    r"pg_(create|copy|drop|sync)_\w*replication_slots?|pg_(logical_slot|replication_slot)_\w+": "need REPLICATION",
    r"pg_(clear|restore)_(attribute|relation)_stats|pg_extension_config_dump": "need the right to maintain a table",
    r"pg_import_system_collations|pg_nextoid|pg_stop_making_pinned_objects|system": "need a superuser",
    r"pg_(cancel|terminate)_backend": "reach sessions of the same role",
    r"nextval|setval|currval|lastval": "need a right on a sequence that the role has not, or read the session's own",
    r"lo_(close|get|lseek|lseek64|tell|tell64)|loread": "read a large object, of which there are none",
    r"pg_advisory_unlock\w*|pg_notify|pg_sleep\w*|set_config|setseed": "change the session alone, or its listeners",
    r"pg_export_snapshot|pg_stat_(clear_snapshot|force_next_flush)": "change the session alone",
    r"(array_|uuidv|gen_|random|bernoulli|clock_|timeofday|current_query|cursor_to|query_to|ts_|dsnowball)\w*": "read",
    r"(\w+handler|\w+validator|plpgsql_\w+)": "take arguments that SQL cannot give",
    r"pg_(stat_get|current|last|get|control|wal|is|xact|blocking|safe|partition)\w*": "read",
    r"pg_(\w+_size|\w+_version|lock_status|prepared_xact|sequence_last_value|jit_available)|txid_status": "read",
    r"pg_(available_wal_summaries|isolation_test_session_is_blocked|notification_queue_usage)": "read",
}
"""Functions that may change something in PostgreSQL's eyes and that the role may call, and why they change nothing."""


@pytest.fixture
def reader() -> Login:
    """Return the login of this run's read-only role."""
    return reader_login(settings.BANK_SERVER, known_login(settings.BANK_SERVER))


def _name(alias: str) -> str:
    return str(settings.BANK_SERVER.database_name(alias))


@pytest.mark.parametrize("alias", BANK_DATABASES)
def test_it_can_read_every_table_of_the_bank(alias: str, reader: Login) -> None:
    with reader.connect(_name(alias)) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            connection.execute(f"SELECT count(*) FROM {table}")


def test_it_can_read_tables_created_later(reader: Login) -> None:
    with known_login(settings.BANK_SERVER).connect(_name("loans_db")) as owner:
        owner.execute("CREATE TABLE created_later (id int)")
        try:
            with reader.connect(_name("loans_db")) as connection:
                assert connection.execute("SELECT count(*) FROM created_later").fetchone() == (0,)
        finally:
            owner.execute("DROP TABLE created_later")


@pytest.mark.parametrize(
    "attempt",
    [
        "INSERT INTO departments SELECT * FROM departments",
        "DELETE FROM departments",
        "TRUNCATE departments",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "COPY departments TO PROGRAM 'cat >/dev/null'",
        "COPY (SELECT 1) TO '/tmp/mine'",
        "SELECT pg_read_file('PG_VERSION')",
        "CREATE TABLE public.mine (id text REFERENCES departments)",
        "ALTER ROLE current_user SUPERUSER",
        "SET ROLE postgres",
        "SELECT pg_logical_emit_message(false, 'bank', repeat('x', 1000))",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_xact_lock_shared(1)",
        "SET temp_file_limit = -1",
    ],
)
@pytest.mark.parametrize("first", ["SELECT 1", "SET default_transaction_read_only = off", "SET TRANSACTION READ WRITE"])
def test_it_can_do_nothing_else(first: str, attempt: str, reader: Login) -> None:
    with reader.connect(_name("employees_db")) as connection, connection.transaction():
        connection.execute(first)
        with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)), connection.transaction():
            connection.execute(attempt)


@pytest.mark.parametrize("name", [*BANK_DATABASES, "postgres"])
def test_each_volatile_function_that_it_may_call_is_known_to_change_nothing(name: str, reader: Login) -> None:
    query = """
        SELECT DISTINCT proname::text FROM pg_proc
        WHERE provolatile = 'v' AND prokind IN ('f', 'p') AND has_function_privilege(oid, 'EXECUTE')
          AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
    """
    with reader.connect(_name(name) if name in BANK_DATABASES else name) as connection:
        functions = {function for (function,) in connection.execute(query)}
    assert len(functions) > 100
    known = "|".join(VOLATILE)
    locks = set(LOCKING_FUNCTIONS) if name == "postgres" else set()
    assert {function for function in functions if not re.fullmatch(known, function)} == locks


def test_its_password_is_not_in_the_statements_that_the_server_sees() -> None:
    login = known_login(settings.BANK_SERVER)
    with login.connect() as connection:
        secret = connection.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname = %s", [settings.BANK_SERVER.reader_name]
        ).fetchone()
    assert secret is not None
    assert secret[0].startswith("SCRAM-SHA-256$")


def test_its_sessions_have_limits(reader: Login) -> None:
    with psycopg.connect(reader.conninfo(_name("loans_db"))) as connection:
        shown = [
            connection.execute(f"SHOW {parameter}").fetchone()[0]
            for parameter in ("statement_timeout", "temp_file_limit")
        ]
    assert shown == ["30min", "4GB"]


@pytest.mark.parametrize("alias", BANK_DATABASES)
def test_it_cannot_find_the_answer_key(alias: str, reader: Login) -> None:
    """The answer key of the planted cases is in `default`, which the role cannot reach."""
    with reader.connect(_name(alias)) as connection:
        found = connection.execute("SELECT relname FROM pg_class WHERE relname LIKE '%planted%'").fetchall()
    assert found == []


def test_it_cannot_connect_to_the_database_of_the_answer_key(reader: Login) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        reader.connect(_name("default"))


def test_it_finds_the_databases_from_the_empty_one_where_catalogs_look(reader: Login) -> None:
    with reader.connect("postgres") as connection:
        names = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        assert names >= {_name(alias) for alias in BANK_DATABASES}
        tables = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        assert connection.execute(tables).fetchone() == (0,)
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.mine (id int)")


def test_it_sees_keys_sequences_and_statistics(reader: Login) -> None:
    """Tools take keys from information_schema, which shows them to roles with a right beyond SELECT."""
    with reader.connect(_name("loans_db")) as connection:
        keys = "SELECT count(*) FROM information_schema.referential_constraints"
        assert connection.execute(keys).fetchone() > (4,)
        assert connection.execute("SELECT last_value FROM repayment_schedule_schedule_id_seq").fetchone()
        assert connection.execute("SELECT pg_has_role('pg_read_all_stats', 'USAGE')").fetchone() == (True,)


@contextmanager
def _changing_rights_of_all_banks() -> Iterator[psycopg.Connection]:
    """Hold what another bank's preparation holds: it has changed rights in the maintenance database."""
    with known_login(settings.BANK_SERVER).connect() as connection, connection.transaction():
        take_lock(connection, RIGHTS_LOCK)
        connection.execute("REVOKE EXECUTE ON FUNCTION lo_unlink(oid) FROM PUBLIC")
        connection.execute("REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC")
        yield connection


def test_it_is_set_up_beside_the_reader_of_another_bank() -> None:
    """Two changes of one right at the same time would fail: "tuple concurrently updated"."""
    server, login = settings.BANK_SERVER, known_login(settings.BANK_SERVER)
    waiting = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    with ThreadPoolExecutor() as threads:
        with _changing_rights_of_all_banks() as other:
            setup = threads.submit(set_up_reader, server, login, [_name(alias) for alias in BANK_DATABASES], [])
            wait_until(lambda: other.execute(waiting).fetchone() == (True,) or setup.done())
        setup.result()


def test_its_password_is_in_a_private_file(reader: Login) -> None:
    file = settings.BANK_SERVER.reader_password
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().strip() == reader.password


def test_the_command_prints_its_url(reader: Login) -> None:
    outcome = manage_here("postgres", "url", "accounts_db", "--reader")
    assert (outcome.code, outcome.out, outcome.err) == (0, reader.url(_name("accounts_db")) + "\n", "")
    with psycopg.connect(outcome.out.strip()) as connection:
        assert connection.info.user == reader.user


def test_the_command_prints_no_url_for_djangos_own_database() -> None:
    outcome = manage_here("postgres", "url", "default", "--reader")
    assert (outcome.code, len(outcome.errors)) == (1, 1)
