"""Settings are read as they are written, or refused; the caller's environment decides nothing else."""

from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from config.environment import WORDS, SettingError, forget_variables_of_libpq, read_env_file, switch
from tests.commandline import manage
from tests.sampling import first

READABLE = {
    "plain": b"POSTGRES_STATE=/srv/bank\nHTTPS=on\n",
    "spaces around =": b"POSTGRES_STATE = /srv/bank\nHTTPS = on\n",
    "comments": b"# ours\nPOSTGRES_STATE=/srv/bank # where it is\nHTTPS=on # behind a proxy\n",
    "quotes": b"POSTGRES_STATE='/srv/bank'\nexport HTTPS=\"on\"\n",
    "lines of Windows": b"POSTGRES_STATE=/srv/bank\r\nHTTPS=on\r\n",
    "a byte order mark": b"\xef\xbb\xbfPOSTGRES_STATE=/srv/bank\nHTTPS=on\n",
    "UTF-16 of PowerShell": "POSTGRES_STATE=/srv/bank\r\nHTTPS=on\r\n".encode("utf-16"),
    "a reference": b"HOME_OF_BANK=/srv\nPOSTGRES_STATE=${HOME_OF_BANK}/bank\nHTTPS=on\n",
}
UNREADABLE = {
    "a name alone": (b"HTTPS=on\n\nPOSTGRES_STATE\n", r"\.env, line 3, is not a setting; write NAME=value"),
    "no name": (b"HTTPS=on\n=/srv/bank\n", r"\.env, line 2, is not a setting; write NAME=value"),
    "an open quote": (b"POSTGRES_STATE='/srv/bank\n", r"\.env, line 1, is not a setting; write NAME=value"),
    "Latin-1": ("POSTGRES_STATE=/srv/bänk".encode("latin-1"), r"\.env is not text in UTF-8; save it as UTF-8"),
    "UTF-16 without a mark": ("HTTPS=on".encode("utf-16-le"), r"\.env is not text in UTF-8[^\n]*; save it as UTF-8"),
}
OF_LIBPQ = {
    "PGSSLMODE": "require",
    "PGSERVICE": "no-such-service",
    "PGHOSTADDR": "192.0.2.1",
    "PGOPTIONS": "-c default_transaction_read_only=on",
    "PGTARGETSESSIONATTRS": "standby",
    "PGREQUIREAUTH": "none",
    "PGCHANNELBINDING": "require",
    "PGSSLROOTCERT": "/missing",
    "PGCLIENTENCODING": "SQL_ASCII",
    "PGDATESTYLE": "German",
    "PGTZ": "Asia/Tokyo",
    "PGPASSFILE": "/missing",
    "PGDATA": "/missing",
}


@pytest.mark.parametrize("content", READABLE.values(), ids=READABLE)
def test_a_file_is_read_as_it_is_meant(content: bytes, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(content)
    environment: dict[str, str] = {}
    read_env_file(tmp_path / ".env", environment)
    assert (environment["POSTGRES_STATE"], environment["HTTPS"]) == ("/srv/bank", "on")


@pytest.mark.parametrize(("content", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_and_not_ignored(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingError, match=rf"^[^\n]*{message}$"):
        read_env_file(tmp_path / ".env", {})


def test_paths_in_a_file_are_relative_to_it_and_the_environment_takes_precedence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POSTGRES_STATE=state\nPOSTGRES_BIN=~/pg\nHTTPS=on\n")
    environment = {"HTTPS": "off"}
    read_env_file(tmp_path / ".env", environment)
    assert environment == {"POSTGRES_STATE": f"{tmp_path}/state", "POSTGRES_BIN": "~/pg", "HTTPS": "off"}


@pytest.mark.parametrize(("word", "meaning"), [*WORDS.items(), ("ON", True), (" Off ", False)])
def test_a_switch_is_on_or_off(word: str, meaning: bool) -> None:
    assert switch("HTTPS", {"HTTPS": word}, default=not meaning) is meaning


@pytest.mark.parametrize("default", [True, False])
def test_an_empty_switch_is_its_default(default: bool) -> None:
    assert switch("POSTGRES_FSYNC", {"POSTGRES_FSYNC": ""}, default=default) is default
    assert switch("POSTGRES_FSYNC", {}, default=default) is default


@pytest.mark.parametrize("name", first(["POSTGRES_FSYNC", "HTTPS", "DEBUG"]))
def test_an_unknown_word_is_refused_by_every_command(name: str) -> None:
    outcome = manage("postgres", "status", **{name: "enabled"})
    assert outcome.code == 1
    assert outcome.errors == [f"{name} is 'enabled'; set it to on or off"]


def test_variables_of_libpq_do_not_reach_the_embedded_server() -> None:
    outcome = manage("db_tables", "-d", "loans_db", **OF_LIBPQ)
    assert (outcome.code, outcome.err) == (0, "")


def test_with_an_url_only_a_password_is_taken_from_the_environment() -> None:
    environment = {**OF_LIBPQ, "PGPASSWORD": "secret", "PATH": "/bin"}
    forget_variables_of_libpq(environment, url="postgresql://bank@localhost")
    assert environment == {"PGPASSWORD": "secret", "PGPASSFILE": "/missing", "PATH": "/bin"}


def test_settings_of_the_role_and_of_the_server_do_not_change_a_session() -> None:
    """A session has what the project relies on, whatever was set for its database."""
    login = settings.BANK_SERVER.embedded.known_login()
    name = settings.BANK_SERVER.database_name("loans_db")
    odd = {
        "DateStyle": "German",
        "IntervalStyle": "sql_standard",
        "standard_conforming_strings": "off",
        "search_path": "pg_catalog",
        "default_transaction_read_only": "on",
        "bytea_output": "escape",
        "TimeZone": "Asia/Tokyo",
        "statement_timeout": "1",
        "lock_timeout": "1",
        "client_encoding": "LATIN1",
        "extra_float_digits": "-5",
    }
    with login.connect() as owner:
        try:
            for parameter, value in odd.items():
                owner.execute(f"ALTER DATABASE {name} SET {parameter} = '{value}'")
            outcome = manage("seed_status")
            assert (outcome.code, outcome.err) == (0, "")
            with login.connect(name) as connection:
                assert _session(connection, odd) == {
                    "DateStyle": "ISO, MDY",
                    "IntervalStyle": "postgres",
                    "standard_conforming_strings": "on",
                    "search_path": "public",
                    "default_transaction_read_only": "off",
                    "bytea_output": "hex",
                    "TimeZone": "UTC",
                    "statement_timeout": "0",
                    "lock_timeout": "0",
                    "client_encoding": "UTF8",
                    "extra_float_digits": "1",
                }
        finally:
            owner.execute(f"ALTER DATABASE {name} RESET ALL")


def _session(connection: psycopg.Connection, parameters: dict[str, str]) -> dict[str, str]:
    return {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in parameters}


def test_a_locale_without_umlauts_changes_nothing() -> None:
    environment = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    outcome = manage("db_tables", "-d", "customer_db", **environment)
    assert (outcome.code, outcome.err) == (0, "")
