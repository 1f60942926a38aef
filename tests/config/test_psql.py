"""psql opens the psql that comes with the requirements: at a terminal, in a pipe, with its own arguments and codes."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.commandline import CHECKOUT, TIMEOUT_S, Outcome, manage_here
from tests.waiting import running


def _psql(*arguments: str, typed: str = "", program: Sequence[str] = ("manage.py", "psql")) -> Outcome:
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / program[0]), *program[1:], *arguments],
        input=typed,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("program", [("manage.py", "psql"), ("dhub", "psql")])
def test_in_a_pipe_it_is_a_filter(program: Sequence[str]) -> None:
    outcome = _psql("--", "-qAt", typed="SELECT current_database();\nSELECT 6 * 7;\n", program=program)
    assert outcome == Outcome(0, f"{settings.BANK_SERVER.database_name('accounts_db')}\n42\n", "")


def test_arguments_after_two_dashes_are_its_own() -> None:
    outcome = _psql("loans_db", "--", "-At", "-v", "n=7", "-c", "SELECT 'a -- b'", "-c", "SELECT current_database()")
    assert outcome.out.splitlines() == ["a -- b", settings.BANK_SERVER.database_name("loans_db")]
    assert "psql is the PostgreSQL interactive terminal" in _psql("--", "--help").out


def test_the_reader_can_only_read() -> None:
    outcome = _psql("--reader", "--", "-Atc", "SELECT current_user")
    assert outcome.out.strip() == settings.BANK_SERVER.reader_name
    refused = _psql("--reader", "--", "-c", "DELETE FROM accounts")
    assert refused.code == 1
    assert "read-only" in refused.err


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (["-c", "SELECT 1/0"], "", 1),
        (["-v", "ON_ERROR_STOP=1"], "SELECT 1/0;", 3),
        (["--nonsense"], "", 1),
        (["-d", "nowhere"], "", 2),
    ],
)
def test_its_exit_code_is_psqls(arguments: list[str], typed: str, code: int) -> None:
    assert _psql("--", *arguments, typed=typed).code == code


def test_a_database_that_is_not_there_is_refused() -> None:
    assert _psql("cards_db").code == 2
    with pytest.raises(CommandError, match=r"^The read-only role has no access to default; choose one of employees_db"):
        call_command("psql", "default", reader=True)


def test_no_file_with_a_password_is_left() -> None:
    assert _psql("--", "-c", "SELECT 1").code == 0
    assert list(settings.BANK_SERVER.state.glob(f"programs.{os.getpid()}.*")) == []


def test_a_clean_environment_is_enough() -> None:
    kept = {name: value for name, value in os.environ.items() if name.startswith("POSTGRES_")}
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "manage.py"), "psql", "--", "-Atc", "SELECT 42"],
        env=kept,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
    )
    assert done.stdout == "42\n"


def test_at_a_terminal_it_is_interactive() -> None:
    terminal, its_end = pty.openpty()
    with running(
        [sys.executable, str(CHECKOUT / "manage.py"), "psql", "--", "-X"],
        stdin=its_end,
        stdout=its_end,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        os.close(its_end)
        os.write(terminal, b"\\q\n")
        shown = b""
        while b"=# " not in shown:
            shown += os.read(terminal, 1000)
        assert process.wait(TIMEOUT_S) == 0
    os.close(terminal)
    assert manage_here("postgres", "status").code == 0
