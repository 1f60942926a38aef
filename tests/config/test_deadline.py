"""A deadline ends a statement without the server's own limit, and even if the server does not respond."""

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

pytestmark = pytest.mark.hard


@pytest.fixture
def connection() -> Iterator[psycopg.Connection]:
    """Return a connection without a limit on the server."""
    with known_login(settings.BANK_SERVER).connect() as connection:
        yield connection


def test_a_statement_without_a_limit_on_the_server_is_canceled(connection: psycopg.Connection) -> None:
    started = time.monotonic()
    with Deadline(connection, 0.1) as deadline, pytest.raises(errors.QueryCanceled):
        connection.execute("SELECT pg_sleep(60)")
    assert deadline.expired
    assert time.monotonic() - started < 15
    assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_that_does_not_respond_is_disconnected(connection: psycopg.Connection) -> None:
    process = connection.info.backend_pid
    os.kill(process, signal.SIGSTOP)
    try:
        with Deadline(connection, 0.1) as deadline, pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    finally:
        os.kill(process, signal.SIGCONT)
    assert deadline.expired


@pytest.mark.parametrize("timeout_s", [0, 60])
def test_a_statement_that_ends_in_time_is_not_affected(connection: psycopg.Connection, timeout_s: float) -> None:
    started = time.monotonic()
    with Deadline(connection, timeout_s) as deadline:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not deadline.expired
    assert time.monotonic() - started < 15
