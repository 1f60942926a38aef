"""`postgres service` writes a file by which psql logs in: no password is on a command line."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from config.binaries import find_clients
from tests.commandline import manage


@pytest.fixture(scope="module")
def file() -> Path:
    """Return the file that the command names."""
    outcome = manage("postgres", "service")
    assert (outcome.code, outcome.err) == (0, "")
    return Path(outcome.out.strip())


def _ask(file: Path, connection: str) -> str:
    """Return user and database of a connection of psql, which asks nobody for a password."""
    psql = find_clients(settings.BANK_SERVER.bin).program("psql")
    return subprocess.run(
        [psql, "--no-psqlrc", "--no-password", "-Atc", "SELECT current_user, current_database()", connection],
        env={**os.environ, "PGSERVICEFILE": str(file)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_only_its_owner_can_read_it(file: Path) -> None:
    assert file.is_relative_to(settings.BANK_SERVER.state)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_psql_logs_in_by_it_as_the_reader_and_as_the_owner(file: Path) -> None:
    server = settings.BANK_SERVER
    database = server.database_name("accounts_db")
    assert _ask(file, "service=bank") == f"{server.reader_name}|{database}"
    assert _ask(file, "service=bank_owner") == f"postgres|{database}"


def test_another_database_can_be_named_beside_it(file: Path) -> None:
    database = settings.BANK_SERVER.database_name("loans_db")
    assert _ask(file, f"service=bank dbname={database}").endswith(f"|{database}")


def test_the_database_of_the_answer_key_has_an_owner_only() -> None:
    outcome = manage("postgres", "service", "default")
    text = Path(outcome.out.strip()).read_text()
    assert (outcome.code, "[bank_owner]" in text, "[bank]" in text) == (0, True, False)
    manage("postgres", "service")


def test_what_is_for_urls_is_refused() -> None:
    outcome = manage("postgres", "service", "--reader")
    assert (outcome.code, outcome.errors) == (
        1,
        ["CommandError: --reader, --format and --password apply to url, not to service"],
    )
