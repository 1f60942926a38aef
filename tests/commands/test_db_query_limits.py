"""A statement of db_query ends in time and takes little memory, whatever it asks for."""

import subprocess
import sys
import time

import pytest
from django.db import connections
from django.db.transaction import atomic

from tests.commandline import CHECKOUT
from tests.commands.querying import MINE, query, refusal
from tests.sampling import first
from tests.seeded import open_transaction
from tests.waiting import running, wait_until

pytestmark = pytest.mark.usefixtures("queried_bank")


AT_ONCE_S = 15
"""Much less than a statement would take, and much more than a busy machine adds to its limit."""


@pytest.mark.hard
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
            refusal(statement, timeout=0.4) == "The statement was canceled after 0.4 s; allow more time with --timeout"
        )
        assert time.monotonic() - started < AT_ONCE_S

    def test_includes_the_time_to_write_rows(self) -> None:
        assert "canceled after 0.4 s" in refusal(
            "SELECT generate_series(1, 1000000000000)", timeout=0.4, output_format="csv"
        )

    def test_is_not_spent_on_rows_beyond_the_limit(self) -> None:
        started = time.monotonic()
        assert "(first 5 rows; " in query("SELECT generate_series(1, 1000000000000)", limit=5)
        assert time.monotonic() - started < AT_ONCE_S

    def test_of_0_means_no_limit(self) -> None:
        assert "(1 row)" in query("SELECT pg_sleep(0.2)", timeout=0)

    def test_is_not_spent_on_a_locked_table(self) -> None:
        with open_transaction(MINE, "LOCK TABLE customers IN ACCESS EXCLUSIVE MODE"):
            line = refusal("SELECT * FROM customers")
        assert line.startswith("A table has been locked for more than 3 s")

    def test_leaves_no_session_open(self) -> None:
        """A session that was left would still hold its lock on the table."""
        query("SELECT (SELECT count(*) FROM customers), generate_series(1, 1000000000000)", limit=1)
        with atomic(using=MINE), connections[MINE].cursor() as cursor:
            # The server takes a moment to notice the disconnect.
            cursor.execute(f"SET LOCAL lock_timeout = '{AT_ONCE_S}s'")
            cursor.execute("LOCK TABLE customers IN ACCESS EXCLUSIVE MODE")


@pytest.mark.hard
class TestAValueThatIsTooLarge:
    @pytest.mark.parametrize("output_format", first(["table", "csv", "json"]))
    def test_is_refused_and_not_taken_into_memory(self, output_format: str) -> None:
        line = _MEASURED.format(checkout=str(CHECKOUT), output_format=output_format, database=MINE)
        done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=False)
        assert done.stderr == "A row has more than 32 MB; select less of it, such as left(column, 1000)\n"
        assert int(done.stdout.splitlines()[-1]) < 400 * 1024  # kB

    def test_many_rows_are_streamed_however_many_they_are(self) -> None:
        out = query("SELECT repeat('x', 1000000) FROM generate_series(1, 60)", output_format="csv")
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


@pytest.mark.hard
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
