"""Run one statement of a user's so that it can only read the bank, and only for a limited time.

The role is what protects the bank: it has no right but SELECT. The rest makes mistakes harmless and messages clear.
PostgreSQL's extended protocol accepts one statement and refuses several. A statement without columns is described by
the server but never run. The transaction is read-only and is rolled back.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from math import ceil

import psycopg
from psycopg import errors, pq
from psycopg.adapt import AdaptersMap, Buffer, Loader
from psycopg.types.string import TextLoader

from config.deadline import GRACE_S, Deadline
from config.errors import ServerError, one_line
from config.login import Login
from config.session import session_options

LOCK_TIMEOUT_S = 3
FETCH_ROWS = 10
"""Rows that psycopg fetches at once: more are not faster, and a row can be a gigabyte."""

APPLICATION_NAME = "db_query"

Row = tuple[str | None, ...]
"""Values as PostgreSQL writes them, exact; dates in ISO 8601, booleans as true and false, null as None."""


class QueryError(Exception):
    """A statement was refused or failed; the message gives the reason in one line."""


@dataclass(frozen=True)
class Column:
    """A column of a result; `type` is PostgreSQL's number (OID) of its type."""

    name: str
    type: int


@dataclass(frozen=True)
class Result:
    """The columns and rows of a statement; rows come from the server while they are read."""

    columns: tuple[Column, ...]
    rows: Iterator[Row]


class _BooleanLoader(Loader):
    """Spells out the booleans that PostgreSQL abbreviates."""

    def load(self, data: Buffer) -> str:
        """Return true for t and false for f."""
        return "true" if data == b"t" else "false"


@contextmanager
def run_query(reader: Login, database: str, statement: str, timeout_s: float) -> Iterator[Result]:
    """Run one statement in a database and yield its columns and rows; leaving the block early cancels it.

    `timeout_s` is the time in seconds until the last row has been read, 0 for no limit.

    Raises QueryError for what PostgreSQL refuses, also while rows are read, and ServerError where it cannot be reached.
    """
    query = _encode(statement)
    with closing(_connect(reader, database, timeout_s)) as connection, Deadline(connection, timeout_s) as deadline:
        try:
            connection.execute("BEGIN READ ONLY")
            columns = _describe(connection, query)
            yield Result(columns, connection.cursor().stream(query, size=FETCH_ROWS))
        except psycopg.Error as error:
            raise QueryError(_explain(error, statement, deadline)) from None
        finally:
            with suppress(psycopg.Error):  # else the server goes on until its own time limit
                connection.cancel_safe(timeout=GRACE_S)


def _encode(statement: str) -> bytes:
    try:
        query = statement.encode()
    except UnicodeEncodeError:
        raise QueryError("The statement is not text in UTF-8") from None
    if b"\0" in query:
        raise QueryError("The statement contains a zero byte, which PostgreSQL does not allow in text")
    return query


def _connect(reader: Login, database: str, timeout_s: float) -> psycopg.Connection[Row]:
    """Return a connection with the limits set, whose values stay the text that the server sends."""
    as_text = AdaptersMap(types=psycopg.adapters.types)
    as_text.register_loader(0, TextLoader)  # for every type without a loader of its own
    as_text.register_loader("bool", _BooleanLoader)
    session = {
        "statement_timeout": str(ceil(timeout_s * 1000)),
        "lock_timeout": f"{LOCK_TIMEOUT_S}s",
        "IntervalStyle": "iso_8601",
    }
    try:
        return psycopg.connect(
            reader.conninfo(database),
            autocommit=True,
            context=as_text,
            application_name=APPLICATION_NAME,
            options=session_options(**session),
        )
    except psycopg.OperationalError as error:
        raise ServerError(
            f"The read-only role {reader.user} cannot read {database} on {reader.address}: {one_line(error)}"
        ) from None


def _describe(connection: psycopg.Connection[Row], query: bytes) -> tuple[Column, ...]:
    """Return the columns of a statement without running it; raise QueryError for one that has none."""
    prepared = connection.pgconn.prepare(b"", query)
    if prepared.status != pq.ExecStatus.COMMAND_OK:
        raise errors.error_from_result(prepared)
    described = connection.pgconn.describe_prepared(b"")
    if described.status != pq.ExecStatus.COMMAND_OK:
        raise errors.error_from_result(described)
    if described.nparams:
        raise QueryError("The statement has a parameter, $1; write the value in its place")
    if not described.nfields:
        raise QueryError("Read-only: use SELECT, WITH, VALUES, TABLE, EXPLAIN or SHOW")
    return tuple(
        Column((described.fname(number) or b"").decode(), described.ftype(number))
        for number in range(described.nfields)
    )


def _explain(error: psycopg.Error, statement: str, deadline: Deadline) -> str:
    """Return the reason of an error in one line, with PostgreSQL's hint."""
    if isinstance(error, psycopg.OperationalError) and deadline.expired:
        return f"The statement was canceled after {deadline.timeout_s:g} s; allow more time with --timeout"
    if isinstance(error, errors.LockNotAvailable):
        return f"A table has been locked for more than {LOCK_TIMEOUT_S} s, perhaps by a seeding run; try again later"
    message = " ".join((error.diag.message_primary or one_line(error)).split())
    if "multiple commands" in message:
        return "More than one statement; run one at a time"
    position = error.diag.statement_position
    if position and "\n" in statement.strip():
        message += f", in line {statement[: int(position)].count(chr(10)) + 1}"
    hint = error.diag.message_hint
    return f"{message}; {' '.join(hint.split())}" if hint else message
