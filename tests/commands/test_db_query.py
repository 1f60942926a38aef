"""db_query shows the rows of one statement and does nothing else, whatever the statement."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from config.errors import ServerError
from config.query import run_query
from config.reader import existing_reader
from config.server import known_login
from tests.commandline import manage, manage_here
from tests.commands.querying import MINE, query, refusal

pytestmark = pytest.mark.usefixtures("queried_bank")


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
    assert " row" in query(statement)


def test_the_statement_can_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT 'from a file'"))
    assert "from a file" in query("-")


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
    assert re.search(because, refusal(statement, timeout=5))


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
        assert refusal(statement) == line

    def test_that_no_database_has_is_missing(self) -> None:
        assert re.fullmatch(
            r'relation "lons" does not exist, at character 15; .* db_tables lists the tables and views',
            refusal("SELECT * FROM lons"),
        )

    def test_is_not_a_missing_name_of_a_query(self) -> None:
        assert refusal("SELECT loans.x") == 'missing FROM-clause entry for table "loans", at character 8'


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
