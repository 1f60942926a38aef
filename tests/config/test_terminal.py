"""What commands show fits the terminal; in a pipe lines stay whole, and nothing has a color that does not want one."""

import pytest

from config.terminal import Screen, Style
from tests.commandline import manage
from tests.terminal import STYLES, at_terminal, lines_at_terminal

WIDE = "SELECT 'left' AS first_column, repeat('word ', 30) AS words, NULL AS nothing, 4.50 AS amount"
WIDTHS = (80, 120)


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_row_that_is_too_wide_is_expanded(columns: int) -> None:
    lines = lines_at_terminal(columns, "db_query", WIDE, "-d", "loans_db")
    assert max(map(len, lines)) <= columns
    assert lines[0].startswith("-[ row 1 ]")
    assert lines[1] == "first_column | left"
    values = " ".join(line.removeprefix("words        | ") for line in lines if "word" in line)
    assert values.split() == ["word"] * 30
    assert lines[-3:] == ["nothing      | NULL", "amount       | 4.50", "(1 row)"]


def test_a_table_that_fits_stays_a_table() -> None:
    assert lines_at_terminal(80, "db_query", "SELECT 1 AS one, 'b' AS two", "-d", "loans_db") == [
        "one  two",
        "---  ---",
        "  1  b",
        "(1 row)",
    ]


def test_in_a_pipe_a_table_keeps_its_form_however_wide_it_is() -> None:
    heading, rule, _row, count = manage("db_query", WIDE, "-d", "loans_db").out.splitlines()
    assert (heading.split(), set(rule), count) == (
        ["first_column", "words", "nothing", "amount"],
        {"-", " "},
        "(1 row)",
    )


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize(
    "arguments", [("db_tables",), ("seed_status",), ("seed_all", "--help"), ("postgres", "--help")], ids=" ".join
)
def test_what_a_command_shows_fits_the_terminal(columns: int, arguments: tuple[str, ...]) -> None:
    lines = lines_at_terminal(columns, *arguments)
    to_be_copied = [line for line in lines if "manage.py " in line or "://" in line]
    assert [line for line in lines if len(line) > columns and line not in to_be_copied] == []
    assert len(lines) > 10


def test_there_is_color_at_a_terminal_that_wants_it() -> None:
    query = ("db_query", "SELECT NULL AS nothing", "-d", "loans_db")
    assert "\x1b[1mnothing\x1b[0m" in at_terminal(80, *query)
    assert STYLES.search(at_terminal(80, *query, NO_COLOR="1")) is None
    assert STYLES.search(at_terminal(80, *query, TERM="dumb")) is None
    assert STYLES.search(at_terminal(80, *query, "--no-color")) is None
    assert STYLES.search(manage(*query).out) is None


def test_lines_are_cut_at_words_below_what_follows_their_label() -> None:
    screen = Screen(24)
    assert screen.wrapped("bank      a complete bank of many customers") == [
        "bank      a complete",
        "          bank of many",
        "          customers",
    ]
    assert screen.wrapped("    an indented line of more words") == ["    an indented line of", "    more words"]
    assert Screen().wrapped("w " * 200) == ["w " * 200]


def test_a_long_address_stays_whole() -> None:
    address = "http://127.0.0.1:8000/" + "a" * 40
    assert address in [line.strip() for line in Screen(40).wrapped(f"see {address} there")]


def test_only_what_has_text_is_styled() -> None:
    assert Screen(80, has_colors=True).styled("", Style.RED) == ""
