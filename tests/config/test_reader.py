"""The read-only role can SELECT from the bank's tables and do nothing else."""

import stat

import psycopg
import pytest
from django.conf import settings
from psycopg import errors

from config.login import Login
from config.reader import reader_login
from config.server import known_login
from datahub.databases import BANK_DATABASES
from tests.commandline import manage


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
    ],
)
@pytest.mark.parametrize("first", ["SELECT 1", "SET default_transaction_read_only = off", "SET TRANSACTION READ WRITE"])
def test_it_can_do_nothing_else(first: str, attempt: str, reader: Login) -> None:
    with reader.connect(_name("employees_db")) as connection, connection.transaction():
        connection.execute(first)
        with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)), connection.transaction():
            connection.execute(attempt)


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


def test_its_password_is_in_a_private_file(reader: Login) -> None:
    file = settings.BANK_SERVER.reader_password
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().strip() == reader.password


def test_the_command_prints_its_url(reader: Login) -> None:
    outcome = manage("postgres", "url", "accounts_db", "--reader")
    assert (outcome.code, outcome.out, outcome.err) == (0, reader.url(_name("accounts_db")) + "\n", "")
    with psycopg.connect(outcome.out.strip()) as connection:
        assert connection.info.user == reader.user


def test_the_command_prints_no_url_for_djangos_own_database() -> None:
    outcome = manage("postgres", "url", "default", "--reader")
    assert (outcome.code, len(outcome.errors)) == (1, 1)
