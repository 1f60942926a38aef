"""Servers that others have set up: odd names and settings, a standby, and two state directories on one server."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from config.embedded import EmbeddedServer
from config.login import Login
from config.tuning import WalLevel
from tests.commandline import Outcome, manage
from tests.sampling import first

pytestmark = pytest.mark.hard

PREFIX = "foreign_"
READ_ONE = ("db_query", "SELECT count(*) AS n FROM customers", "-d", "accounts_db", "--format", "csv")
SETTINGS = {
    "standard_conforming_strings": "off",
    "DateStyle": "German",
    "IntervalStyle": "sql_standard",
    "search_path": "pg_catalog",
    "default_transaction_read_only": "on",
    "client_encoding": "LATIN1",
    "quote_all_identifiers": "on",
}
NAME_IN_LATIN_1 = b'"caf\xe9"'


@pytest.fixture(scope="module")
def foreign(existing_server: EmbeddedServer) -> EmbeddedServer:
    """Return a running server that can be a standby, with odd settings and with names in several encodings."""
    server = replace(existing_server, wal_level=WalLevel.LOGICAL)
    server.stop()
    login = server.start(lambda line: None)
    with login.connect() as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'")
    with psycopg.connect(login.conninfo("ascii"), autocommit=True, client_encoding="SQL_ASCII") as connection:
        for kind in (b"DATABASE ", b"ROLE "):
            connection.pgconn.exec_(b"CREATE " + kind + NAME_IN_LATIN_1)
    return server


def _login(server: EmbeddedServer) -> Login:
    login = server.known_login()
    assert login
    return login


@pytest.fixture(scope="module")
def bank(foreign: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return the environment in which commands find a bank on that server; its maintenance database is in SQL_ASCII."""
    environment = {
        "POSTGRES_URL": _login(foreign).url("ascii"),
        "POSTGRES_DATABASE_PREFIX": PREFIX,
        "POSTGRES_STATE": tmp_path_factory.mktemp("first"),
    }
    seeded = manage("seed_all", "--scale", "0.05", "--as-of", "2026-06-30", "--until", "2026-07-20", **environment)
    assert seeded.code == 0, seeded.err
    return environment


def _succeeded(outcome: Outcome) -> bool:
    return (outcome.code, outcome.err) == (0, "")


def _reading(bank: dict[str, object], state: Path) -> Outcome:
    return manage(*READ_ONE, **{**bank, "POSTGRES_STATE": state})


class TestOddSettings:
    @pytest.mark.parametrize("command", first(["seed_status", "seed_verify", "seed_advance", "seed_fingerprint"]))
    def test_change_nothing(self, command: str, bank: dict[str, object]) -> None:
        assert _succeeded(manage(command, **bank))

    def test_do_not_reach_what_the_reader_sees(self, bank: dict[str, object]) -> None:
        query = r"SELECT max(transaction_date)::date AS day, E'a\\b' <> 'a\\b' AS strict FROM transactions"
        outcome = manage("db_query", query, "-d", "accounts_db", "--format", "csv", **bank)
        assert outcome.out.startswith("day,strict\n2026-0")
        assert outcome.out.endswith(",true\n")


class TestTwoStateDirectories:
    def test_share_the_readers_password(self, bank: dict[str, object], tmp_path: Path) -> None:
        assert _succeeded(_reading(bank, tmp_path))
        assert _succeeded(manage(*READ_ONE, **bank))
        files = [
            directory / f"{PREFIX}bank_reader.password" for directory in (tmp_path, Path(str(bank["POSTGRES_STATE"])))
        ]
        assert len({file.read_text() for file in files}) == 1

    def test_one_that_has_another_password_takes_the_shared_one(self, bank: dict[str, object], tmp_path: Path) -> None:
        (tmp_path / f"{PREFIX}bank_reader.password").write_text("mine\n")
        assert _succeeded(_reading(bank, tmp_path))
        assert _succeeded(manage(*READ_ONE, **bank))

    def test_the_reader_cannot_see_where_it_is_kept(self, bank: dict[str, object], foreign: EmbeddedServer) -> None:
        reader = replace(_login(foreign), user=f"{PREFIX}bank_reader", password=_password(bank))
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            reader.connect(f"{PREFIX}default")

    def test_a_password_that_somebody_changed_is_set_again(
        self, bank: dict[str, object], foreign: EmbeddedServer
    ) -> None:
        with _login(foreign).connect() as connection:
            connection.execute(f"ALTER ROLE {PREFIX}bank_reader PASSWORD 'another'")
        assert _succeeded(manage(*READ_ONE, **bank))


def _password(bank: dict[str, object]) -> str:
    return (Path(str(bank["POSTGRES_STATE"])) / f"{PREFIX}bank_reader.password").read_text().strip()


@pytest.fixture(scope="class")
def standby(foreign: EmbeddedServer, bank: dict[str, object]) -> Iterator[None]:
    """Let the server start as a standby, and as a primary afterwards."""
    foreign.stop()
    signal = foreign.paths.data / "standby.signal"
    signal.touch()
    owner = foreign.paths.data.stat()
    os.chown(signal, owner.st_uid, owner.st_gid)
    started = foreign.start(lambda line: None)
    assert started.url("ascii") == bank["POSTGRES_URL"]
    yield
    foreign.stop()
    signal.unlink(missing_ok=True)


@pytest.mark.usefixtures("standby")
class TestAStandby:
    @pytest.mark.parametrize(
        "command", first([["seed_status"], list(READ_ONE), ["seed_fingerprint"], ["seed_tour", "storm-claim"]])
    )
    def test_shows_the_bank(self, command: list[str], bank: dict[str, object]) -> None:
        assert _succeeded(manage(*command, **bank))

    def test_shows_it_to_a_state_directory_that_never_knew_it(self, bank: dict[str, object], tmp_path: Path) -> None:
        assert _succeeded(_reading(bank, tmp_path))

    @pytest.mark.parametrize(
        "command",
        first([["seed_all", "--seed", "5", "--replace"], ["seed_advance"], ["seed_clear", "--confirm"], ["demo_user"]]),
    )
    def test_refuses_a_change_in_one_line(self, command: list[str], bank: dict[str, object]) -> None:
        outcome = manage(*command, **bank)
        assert (outcome.code, len(outcome.errors)) == (1, 1), outcome.err
        assert "in a read-only transaction; if it is a standby, name its primary in POSTGRES_URL" in outcome.err

    def test_gets_no_databases(self, bank: dict[str, object]) -> None:
        outcome = manage("seed_all", **{**bank, "POSTGRES_DATABASE_PREFIX": "none_"})
        assert (outcome.code, len(outcome.errors)) == (1, 1)
        assert outcome.errors[0].endswith(
            "cannot be prepared: the server is a read-only standby; name its primary in POSTGRES_URL"
        )


def test_the_embedded_server_keeps_the_readers_password_in_its_file_alone() -> None:
    server = settings.BANK_SERVER
    with server.embedded.known_login().connect(server.database_name("default")) as connection:
        assert connection.execute("SELECT to_regclass('public.bank_reader')").fetchone() == (None,)
