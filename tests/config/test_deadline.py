"""A deadline ends what a connection is at, without the server's own limit and even without the server's help."""

import os
import signal
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from psycopg import errors

from config.deadline import Deadline
from config.server import known_login


@pytest.fixture
def connection() -> Iterator[psycopg.Connection]:
    """Return a connection on which the server keeps no limit."""
    with known_login(settings.BANK_SERVER).connect() as connection:
        yield connection


def test_a_statement_without_a_limit_of_the_servers_is_cancelled(connection: psycopg.Connection) -> None:
    started = time.monotonic()
    with Deadline(connection, 0.1) as deadline, pytest.raises(errors.QueryCanceled):
        connection.execute("SELECT pg_sleep(60)")
    assert deadline.expired
    assert time.monotonic() - started < 15
    assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_that_answers_nothing_is_left(connection: psycopg.Connection) -> None:
    process = connection.info.backend_pid
    os.kill(process, signal.SIGSTOP)
    try:
        with Deadline(connection, 0.1) as deadline, pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    finally:
        os.kill(process, signal.SIGCONT)
    assert deadline.expired


@pytest.mark.parametrize("timeout_s", [0, 60])
def test_a_statement_that_is_done_in_time_notices_nothing(connection: psycopg.Connection, timeout_s: float) -> None:
    started = time.monotonic()
    with Deadline(connection, timeout_s) as deadline:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not deadline.expired
    assert time.monotonic() - started < 15
