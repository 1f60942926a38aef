"""db_query shows the rows of one statement and does nothing else, whatever the statement."""

import csv
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.transaction import atomic

from config.errors import ServerError
from config.query import run_query
from config.reader import existing_reader
from config.server import known_login
from tests.commandline import CHECKOUT, manage, manage_here
from tests.seeded import digests, open_transaction, small_bank
from tests.waiting import running, wait_until

MINE = "accounts_db"
AT_ONCE_S = 15
"""Much less than a statement would take, and much more than a busy machine adds to its limit."""


@pytest.fixture(scope="module", autouse=True)
def bank() -> Iterator[None]:
    """Seed a small bank, and check at the end that no statement here changed it."""
    before = small_bank()
    yield
    assert digests() == before


def _query(sql: str, database: str = MINE, **options: Any) -> str:
    out = io.StringIO()
    call_command("db_query", sql, "--database", database, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def _refusal(sql: str, database: str = MINE, **options: Any) -> str:
    with pytest.raises(CommandError) as raised:
        _query(sql, database, **options)
    (line,) = str(raised.value).splitlines()
    assert raised.value.returncode == 1
    return line


class TestATable:
    def test_is_aligned_with_numbers_to_the_right_and_counts_its_rows(self) -> None:
        assert _query(
            "SELECT * FROM (VALUES ('a', 1.50, NULL, true), ('long', 1200.00, 'x', false)) t(a, b, c, d)"
        ) == (
            "a           b  c     d\n"
            "----  -------  ----  -----\n"
            "a        1.50  NULL  true\n"
            "long  1200.00  x     false\n"
            "(2 rows)\n"
        )

    def test_is_aligned_by_the_cells_that_characters_take(self) -> None:
        accented, family = "Zoe\u0308", "\U0001f469\u200d\U0001f467"  # one character each, of two and of three
        rows = f"('Zoë', 1), ('{accented}', 20), ('東京', 300), ('{family}', 4000)"
        assert _query(f'SELECT * FROM (VALUES {rows}) t(name, "高")').splitlines() == [
            "name    高",
            "----  ----",
            "Zoë      1",
            f"{accented}     20",
            "東京   300",
            f"{family}    4000",
            "(4 rows)",
        ]

    def test_without_rows_has_its_heading(self) -> None:
        assert _query("SELECT customer_id FROM customers WHERE false") == "customer_id\n-----------\n(0 rows)\n"

    def test_says_that_the_limit_cut_it(self) -> None:
        *_, last, count = _query("SELECT generate_series(1, 3)", limit=2).splitlines()
        assert (last.strip(), count) == ("2", "(first 2 rows; --limit 0 shows all)")
        assert _query("SELECT generate_series(1, 3)", limit=3).endswith("(3 rows)\n")

    def test_shows_a_thousand_rows_by_default(self) -> None:
        assert "(first 1,000 rows; " in _query("SELECT generate_series(1, 1001)")
        assert "(1,001 rows)" in _query("SELECT generate_series(1, 1001)", limit=0)

    def test_escapes_line_ends_and_escape_sequences(self) -> None:
        assert r"a\nb\x1b[2J" in _query(r"SELECT E'a\nb\x1b[2J'")

    def test_that_is_too_large_is_refused(self) -> None:
        assert "--format csv" in _refusal("SELECT repeat('x', 3000000) FROM generate_series(1, 1000)")


class TestCsv:
    def test_is_quoted_so_that_every_value_can_be_read_back(self) -> None:
        values = ['a"b', "a,b", "a\nb", "a\rb", " a ", "é"]
        columns = ", ".join("E'{}'".format(value.replace("\n", "\\n").replace("\r", "\\r")) for value in values)
        out = _query(f"SELECT {columns}, NULL, 0.10, true", output_format="csv")
        _, row = csv.reader(io.StringIO(out, newline=""))
        assert row == [*values, "", "0.10", "true"]

    def test_has_every_row_and_a_heading(self) -> None:
        assert len(_query("SELECT * FROM customers", output_format="csv").splitlines()) == 71

    def test_without_rows_has_its_heading(self) -> None:
        assert _query("SELECT 1 AS one, 2 AS two WHERE false", output_format="csv") == "one,two\n"

    def test_is_cut_by_a_limit_only_and_says_so_on_stderr(self) -> None:
        outcome = manage_here(
            "db_query", "SELECT generate_series(1, 5) n", "-d", MINE, "--format", "csv", "--limit", "2"
        )
        assert (outcome.code, outcome.out, outcome.err) == (
            0,
            "n\n1\n2\n",
            "There are more rows than the first 2; --limit 0 writes all\n",
        )


class TestJson:
    def test_has_every_digit(self) -> None:
        out = _query(
            "SELECT 12345678901234567890.1234567890 AS a, 9007199254740993 AS b, 0.10 AS c", output_format="json"
        )
        (row,) = json.loads(out, parse_float=str)
        assert row == {"a": "12345678901234567890.1234567890", "b": 9007199254740993, "c": "0.10"}

    def test_writes_dates_as_iso_8601(self) -> None:
        days = "date '2026-02-28' a, timestamptz '2026-02-28 12:30:00.5+02' b, timestamp '0999-01-01' c"
        assert json.loads(_query(f"SELECT {days}", output_format="json")) == [
            {"a": "2026-02-28", "b": "2026-02-28T10:30:00.5+00:00", "c": "0999-01-01T00:00:00"}
        ]

    def test_writes_null_booleans_documents_and_nan(self) -> None:
        values = """NULL::int a, true b, '{"x": [1]}'::jsonb c, 'NaN'::numeric d, 'infinity'::date e, '"' f"""
        assert json.loads(_query(f"SELECT {values}", output_format="json")) == [
            {"a": None, "b": True, "c": {"x": [1]}, "d": "NaN", "e": "infinity", "f": '"'}
        ]

    def test_is_an_array_of_the_rows_even_without_rows(self) -> None:
        assert json.loads(_query("SELECT 1 AS one WHERE false", output_format="json")) == []
        assert json.loads(_query("SELECT generate_series(1, 3) AS n", output_format="json")) == [
            {"n": 1},
            {"n": 2},
            {"n": 3},
        ]

    def test_refuses_two_columns_of_the_same_name(self) -> None:
        line = _refusal(
            "SELECT * FROM customers c JOIN accounts a ON c.customer_id = a.customer_id", output_format="json"
        )
        assert line == "2 columns are named customer_id; rename them with AS"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1;",
        "-- why\nSELECT 1",
        "WITH one AS (SELECT 1) TABLE one",
        "VALUES (1)",
        "TABLE customers",
        "SHOW server_version",
        "EXPLAIN SELECT * FROM customers",
        "EXPLAIN ANALYZE SELECT count(*) FROM customers",
        "SELECT first_name FROM customers WHERE first_name LIKE 'A%' AND '%s' <> '%(x)s'",
    ],
)
def test_a_statement_that_returns_rows_is_run(statement: str) -> None:
    assert " row" in _query(statement)


def test_the_statement_can_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT 'from a file'"))
    assert "from a file" in _query("-")


SEVERAL = "^More than one statement; run one at a time$"
NO_ROWS = "^Read-only: use SELECT, WITH, VALUES, TABLE, EXPLAIN or SHOW$"
READ_ONLY = "in a read-only transaction|permission denied"


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("SELECT 1; SELECT 2", SEVERAL),
        ("SELECT 1; DROP TABLE customers", SEVERAL),
        ("COMMIT; DELETE FROM customers", SEVERAL),
        ("SET TRANSACTION READ WRITE; DELETE FROM customers", SEVERAL),
        ("SET statement_timeout = 0; SELECT pg_sleep(60)", SEVERAL),
        ("RESET ALL; SELECT 1", SEVERAL),
        ("COPY customers TO PROGRAM 'cat >/tmp/mine'", NO_ROWS),
        ("COPY customers TO STDOUT", NO_ROWS),
        ("COPY customers FROM STDIN", NO_ROWS),
        ("SET TRANSACTION READ WRITE", NO_ROWS),
        ("SET statement_timeout = 0", NO_ROWS),
        ("SET ROLE postgres", NO_ROWS),
        ("SET SESSION AUTHORIZATION postgres", NO_ROWS),
        ("RESET SESSION AUTHORIZATION", NO_ROWS),
        ("RESET ALL", NO_ROWS),
        ("COMMIT", NO_ROWS),
        ("INSERT INTO customers SELECT * FROM customers", NO_ROWS),
        ("UPDATE customers SET first_name = ''", NO_ROWS),
        ("DELETE FROM customers", NO_ROWS),
        ("TRUNCATE customers", NO_ROWS),
        ("CREATE TABLE mine (id int)", NO_ROWS),
        ("CREATE TEMPORARY TABLE mine (id int)", NO_ROWS),
        ("SELECT 1 INTO mine", NO_ROWS),
        ("ALTER ROLE CURRENT_USER PASSWORD 'mine'", NO_ROWS),
        ("DO $$ BEGIN PERFORM pg_sleep(60); END $$", NO_ROWS),
        ("VACUUM", NO_ROWS),
        ("LISTEN mine", NO_ROWS),
        ("LOCK TABLE customers", NO_ROWS),
        ("PREPARE mine AS SELECT 1", NO_ROWS),
        ("DECLARE mine CURSOR WITH HOLD FOR SELECT 1", NO_ROWS),
        ("", NO_ROWS),
        ("-- nothing", NO_ROWS),
        ("CALL mine()", "procedure mine.. does not exist"),
        ("DELETE FROM customers RETURNING *", READ_ONLY),
        ("WITH gone AS (DELETE FROM customers RETURNING *) SELECT count(*) FROM gone", READ_ONLY),
        ("EXPLAIN ANALYZE DELETE FROM customers", READ_ONLY),
        ("SELECT * FROM customers FOR UPDATE", READ_ONLY),
        ("SELECT set_config('transaction_read_only', 'off', false)", "must be set before any query"),
        ("SELECT set_config('role', 'postgres', false)", "permission denied to set role"),
        ("SELECT set_config('session_authorization', 'postgres', false)", "permission denied"),
        ("SELECT lo_import('/etc/passwd')", READ_ONLY),
        ("SELECT pg_read_file('PG_VERSION')", "permission denied"),
        ("SELECT pg_ls_dir('.')", "permission denied"),
        ("SELECT * FROM pg_authid", "permission denied"),
        ("SELECT * FROM dblink('dbname=postgres', 'SELECT 1') t(one int)", "does not exist"),
        ("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'", "permission denied"),
        ("SELECT pg_terminate_backend(pg_backend_pid())", "terminating connection"),
        ("SELECT $1::int", "has a parameter"),
        ("SELECT '\x00'", "zero byte"),
        ("SELECT '\udcff'", "not text in UTF-8"),
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("SELECT * FROM costumers", 'relation "costumers" does not exist'),
        ("SELECT\n1 +\nnope", 'column "nope" does not exist, in line 3'),
        ("SELECT first_nam FROM customers", 'column "first_nam" .*; Perhaps you meant .*first_name'),
        ("SELECT 1 / (generate_series(0, 20) - 20)", "division by zero"),
    ],
)
def test_every_other_statement_is_refused_in_one_line(statement: str, because: str) -> None:
    assert re.search(because, _refusal(statement, timeout=5))


@pytest.mark.parametrize("alias", ["default", "postgres", "Accounts_db"])
def test_only_the_six_databases_are_accepted(alias: str) -> None:
    outcome = manage_here("db_query", "SELECT 1", "-d", alias)
    assert (outcome.code, outcome.out) == (2, "")
    assert "employees_db" in outcome.err


@pytest.mark.parametrize("option", [("--limit", "-1"), ("--limit", "x"), ("--timeout", "nan"), ("--timeout", "-1")])
def test_invalid_options_end_with_exit_code_2(option: tuple[str, str]) -> None:
    outcome = manage_here("db_query", "SELECT 1", "-d", MINE, *option)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{option[1]} is not a number of" in outcome.errors[-1]


def test_a_refused_statement_ends_with_one_line_and_exit_code_1() -> None:
    outcome = manage("db_query", "DROP TABLE customers", "-d", MINE)
    assert (outcome.code, outcome.out, len(outcome.errors)) == (1, "", 1)


class TestTheTimeLimit:
    """Limits hold even if the statement changes the server's."""

    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT pg_sleep(60)",
            "SELECT set_config('statement_timeout', '0', false), pg_sleep(60)",
            "SELECT set_config('default_transaction_read_only', 'off', false), pg_sleep(60)",
            "SELECT count(*), pg_sleep(60) FROM customers",
            "SELECT count(*) FROM generate_series(1, 1000000000000)",
            "EXPLAIN ANALYZE SELECT pg_sleep(60)",
        ],
    )
    def test_ends_every_statement(self, statement: str) -> None:
        started = time.monotonic()
        assert (
            _refusal(statement, timeout=0.4) == "The statement was canceled after 0.4 s; allow more time with --timeout"
        )
        assert time.monotonic() - started < AT_ONCE_S

    def test_includes_the_time_to_write_rows(self) -> None:
        assert "canceled after 0.4 s" in _refusal(
            "SELECT generate_series(1, 1000000000000)", timeout=0.4, output_format="csv"
        )

    def test_is_not_spent_on_rows_beyond_the_limit(self) -> None:
        started = time.monotonic()
        assert "(first 5 rows; " in _query("SELECT generate_series(1, 1000000000000)", limit=5)
        assert time.monotonic() - started < AT_ONCE_S

    def test_of_0_means_no_limit(self) -> None:
        assert "(1 row)" in _query("SELECT pg_sleep(0.2)", timeout=0)

    def test_is_not_spent_on_a_locked_table(self) -> None:
        with open_transaction(MINE, "LOCK TABLE customers IN ACCESS EXCLUSIVE MODE"):
            line = _refusal("SELECT * FROM customers")
        assert line.startswith("A table has been locked for more than 3 s")

    def test_leaves_no_session_open(self) -> None:
        """A session that was left would still hold its lock on the table."""
        _query("SELECT (SELECT count(*) FROM customers), generate_series(1, 1000000000000)", limit=1)
        with atomic(using=MINE), connections[MINE].cursor() as cursor:
            # The server takes a moment to notice the disconnect.
            cursor.execute(f"SET LOCAL lock_timeout = '{AT_ONCE_S}s'")
            cursor.execute("LOCK TABLE customers IN ACCESS EXCLUSIVE MODE")


class TestATableOfAnotherDatabase:
    @pytest.mark.parametrize(
        ("statement", "line"),
        [
            ("SELECT * FROM loans", "loans is in loans_db: use -d loans_db"),
            ("SELECT * FROM loans_db.public.loans", "loans is in loans_db: use -d loans_db"),
            (
                "SELECT * FROM analytics.loan_arrears",
                "analytics.loan_arrears is in loans_db: use -d loans_db",
            ),
        ],
    )
    def test_is_named_with_its_database(self, statement: str, line: str) -> None:
        assert _refusal(statement) == line

    def test_that_no_database_has_is_missing(self) -> None:
        assert re.fullmatch(
            r'relation "lons" does not exist; .* db_tables lists the tables and views', _refusal("SELECT * FROM lons")
        )

    def test_is_not_a_missing_name_of_a_query(self) -> None:
        assert _refusal("SELECT loans.x") == 'missing FROM-clause entry for table "loans"'


class TestAValueThatIsTooLarge:
    @pytest.mark.parametrize("output_format", ["table", "csv", "json"])
    def test_is_refused_and_not_taken_into_memory(self, output_format: str) -> None:
        line = _MEASURED.format(checkout=str(CHECKOUT), output_format=output_format, database=MINE)
        done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=False)
        assert done.stderr == "A row has more than 32 MB; select less of it, such as left(column, 1000)\n"
        assert int(done.stdout.splitlines()[-1]) < 400 * 1024  # kB

    def test_many_rows_are_streamed_however_many_they_are(self) -> None:
        out = _query("SELECT repeat('x', 1000000) FROM generate_series(1, 60)", output_format="csv")
        assert len(out) == len("repeat\n") + 60 * 1_000_001


_MEASURED = """
import sys
sys.path.insert(0, {checkout!r})
import django
django.setup()
from django.core.management import CommandError, call_command
try:
    call_command("db_query", "SELECT repeat('x', 400000000)", database={database!r}, output_format={output_format!r})
except CommandError as error:
    print(error, file=sys.stderr)
print()
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def test_the_statement_of_a_command_that_was_killed_ends_in_the_server() -> None:
    mark = "a statement whose command is killed"
    line = [sys.executable, str(CHECKOUT / "manage.py"), "db_query", f'SELECT pg_sleep(600) AS "{mark}"', "-d", MINE]
    with running([*line, "--timeout", "0"]) as process:
        wait_until(lambda: _is_running(mark))
        process.kill()
        process.wait()
        wait_until(lambda: not _is_running(mark))


def _is_running(mark: str) -> bool:
    with connections[MINE].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'db_query' AND state = 'active' "
            "AND position(%s IN query) > 0",
            [mark],
        )
        return bool(cursor.fetchone()[0])


def test_a_missing_read_only_role_is_reported_with_the_remedy(tmp_path: Path) -> None:
    server = replace(settings.BANK_SERVER, state=tmp_path)
    with pytest.raises(ServerError, match=r"no read-only role \w+bank_reader .* ALTER ROLE .* CREATEROLE$"):
        existing_reader(server, known_login(server))


def test_a_refused_password_of_the_read_only_role_is_reported() -> None:
    server = settings.BANK_SERVER
    stranger = replace(existing_reader(server, known_login(server)), password="wrong")
    with (
        pytest.raises(ServerError, match=r"cannot read .*password authentication failed"),
        run_query(stranger, server.database_name(MINE), "SELECT 1", 5),
    ):
        pass
