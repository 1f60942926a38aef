"""Characters that a terminal lacks are replaced by others that can be read, and never by wrong data for a program."""
# ruff: noqa: RUF001 - it is about characters that look like others

import os
from pathlib import Path

import pytest

from config.readable import READABLE, SUBSTITUTES
from tests.commandline import Outcome, manage
from tests.terminal import STYLES, at_terminal

C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
ASCII_OUTPUT = {**C_LOCALE, "PYTHONIOENCODING": "ascii"}
"""Two ways to have ASCII, for which Python chooses different handlers of errors."""

NAME = "SELECT 'Zo' || chr(235) || ' M' || chr(252) || 'ller ' || chr(8212) || chr(8230) || chr(9731) AS name"
SHOWN = r"Zoe Muller -...\u2603"
QUERY = ("db_query", NAME, "-d", "loans_db")


@pytest.mark.parametrize("environment", [C_LOCALE, ASCII_OUTPUT], ids=["C locale", "ASCII output"])
@pytest.mark.parametrize("terminal", ["dumb", "xterm-256color"])
def test_a_name_is_readable_on_a_terminal(environment: dict[str, str], terminal: str) -> None:
    for arguments in (QUERY, (*QUERY, "--format", "csv")):
        shown = STYLES.sub("", at_terminal(100, *arguments, errors_too=True, **environment, TERM=terminal))
        assert SHOWN in shown, shown
        assert shown.isascii()


@pytest.mark.parametrize("environment", [C_LOCALE, ASCII_OUTPUT], ids=["C locale", "ASCII output"])
def test_a_table_is_readable_in_a_pipe(environment: dict[str, str]) -> None:
    outcome = manage(*QUERY, **environment)
    assert (outcome.code, outcome.err, SHOWN in outcome.out) == (0, "", True)


@pytest.mark.parametrize("output_format", ["csv", "json"])
def test_data_for_a_program_are_exact_or_refused(output_format: str) -> None:
    outcome = manage(*QUERY, "--format", output_format, **ASCII_OUTPUT)
    assert (outcome.code, outcome.errors) == (1, ["Output in ascii has no '\\xeb'; set PYTHONIOENCODING=utf-8"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("postgres", "--help"),
        *(
            pytest.param(words, marks=pytest.mark.hard)
            for words in (
                ("seed_status",),
                ("seed_tour",),
                ("seed_tour", "structuring-ring"),
                ("seed_verify", "--check", "A1"),
                ("seed_export", "--scale", "0.05", "--to", "TARGET"),
                ("db_tables",),
            )
        ),
    ],
    ids=" ".join,
)
def test_every_command_is_readable(arguments: tuple[str, ...], tmp_path: Path) -> None:
    words = [str(tmp_path / "lake") if word == "TARGET" else word for word in arguments]
    outcome = manage(*words, **ASCII_OUTPUT, TERM="dumb")
    assert not _broken(outcome), outcome.err
    assert outcome.out.isascii()


def _broken(outcome: Outcome) -> bool:
    return any(word in outcome.err for word in ("Traceback", "UnicodeEncodeError", "has no"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë Müller-Ångström, Łódź, Ørsted, weiß", "Zoe Muller-Angstrom, Lodz, Orsted, weiss"),
        ("1–2 → 3 … “so” €5 ½", '1-2 -> 3 ... "so" EUR5 \\xbd'),
        ("┌─┬┐│", "+-++|"),
        ("名", "\\u540d"),
    ],
)
def test_substitutes_read_the_same_way(text: str, shown: str) -> None:
    assert text.encode("ascii", READABLE).decode() == shown


def test_each_substitute_is_in_ascii() -> None:
    assert [found for found in SUBSTITUTES.values() if not found.isascii()] == []


def test_the_name_of_a_file_keeps_bytes_that_are_no_text() -> None:
    assert os.fsdecode(b"caf\xe9").encode("ascii", READABLE) == b"caf\xe9"
