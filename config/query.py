"""One statement of somebody's, run so that it can do nothing but read the bank, and not for long.

What protects is the login: it has no right but SELECT. The rest makes mistakes harmless and their messages clear.
PostgreSQL's extended protocol takes one statement and refuses several. A statement that gives no columns is described
by the server but never run. The transaction is read-only and is rolled back.
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

LOCK_TIMEOUT_S = 3
FETCH_ROWS = 10  # more are not faster, and a row may be a gigabyte
APPLICATION_NAME = "db_query"

Row = tuple[str | None, ...]
"""Values as PostgreSQL writes them, exact; dates as ISO 8601 has them, booleans as true and false, null as None."""


class QueryError(Exception):
    """A statement was refused or failed; the text says why in one line."""


@dataclass(frozen=True)
class Column:
    """A column of a result; `type` is the number that PostgreSQL knows its type by."""

    name: str
    type: int


@dataclass(frozen=True)
class Result:
    """What a statement gives. Rows come from the server as they are asked for."""

    columns: tuple[Column, ...]
    rows: Iterator[Row]


class _BooleanLoader(Loader):
    """Spells out what PostgreSQL abbreviates."""

    def load(self, data: Buffer) -> str:
        """Return true for t and false for f."""
        return "true" if data == b"t" else "false"


@contextmanager
def run_query(reader: Login, database: str, statement: str, timeout_s: float) -> Iterator[Result]:
    """Run one statement in a database and give its columns and rows; leaving early cancels it.

    `timeout_s` is how many seconds it may take until its last row has come, 0 for as long as it likes. Raises
    QueryError for whatever PostgreSQL has against it, also while rows come, and ServerError where it cannot be asked.
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
            with suppress(psycopg.Error):  # a server that is not told goes on until its time is over
                connection.cancel_safe(timeout=GRACE_S)


def _encode(statement: str) -> bytes:
    try:
        query = statement.encode()
    except UnicodeEncodeError:
        raise QueryError("the statement is not text in UTF-8") from None
    if b"\0" in query:
        raise QueryError("the statement holds a zero byte, which no text in PostgreSQL may")
    return query


def _connect(reader: Login, database: str, timeout_s: float) -> psycopg.Connection[Row]:
    """Connect with the limits in place, and so that values stay the text that the server sends."""
    as_text = AdaptersMap(types=psycopg.adapters.types)
    as_text.register_loader(0, TextLoader)  # for every type that has none
    as_text.register_loader("bool", _BooleanLoader)
    session = {
        "statement_timeout": str(ceil(timeout_s * 1000)),
        "lock_timeout": f"{LOCK_TIMEOUT_S}s",
        "TimeZone": "UTC",
        "DateStyle": "ISO",
        "IntervalStyle": "iso_8601",
    }
    try:
        return psycopg.connect(
            reader.conninfo(database),
            autocommit=True,
            context=as_text,
            application_name=APPLICATION_NAME,
            client_encoding="UTF8",
            options=" ".join(f"-c {name}={value}" for name, value in session.items()),
        )
    except psycopg.OperationalError as error:
        raise ServerError(
            f"the login {reader.user} (SELECT only) cannot read {database} on {reader.address}: {one_line(error)}"
        ) from None


def _describe(connection: psycopg.Connection[Row], query: bytes) -> tuple[Column, ...]:
    """Return the columns of a statement without running it. Raises QueryError for one that has none."""
    prepared = connection.pgconn.prepare(b"", query)
    if prepared.status != pq.ExecStatus.COMMAND_OK:
        raise errors.error_from_result(prepared)
    described = connection.pgconn.describe_prepared(b"")
    if described.status != pq.ExecStatus.COMMAND_OK:
        raise errors.error_from_result(described)
    if described.nparams:
        raise QueryError("the statement has a parameter, $1; write the value in its place")
    if not described.nfields:
        raise QueryError(
            "the statement gives no rows and was not run; SELECT, WITH, VALUES, TABLE, EXPLAIN and SHOW give some"
        )
    return tuple(
        Column((described.fname(number) or b"").decode(), described.ftype(number))
        for number in range(described.nfields)
    )


def _explain(error: psycopg.Error, statement: str, deadline: Deadline) -> str:
    """Return what went wrong in one line, with the hint that PostgreSQL may give."""
    if isinstance(error, psycopg.OperationalError) and deadline.expired:
        return f"the statement was given up after {deadline.timeout_s:g} s; allow it more with --timeout"
    if isinstance(error, errors.LockNotAvailable):
        return f"what it reads is locked for more than {LOCK_TIMEOUT_S} s, as by a run under way; try again after it"
    message = " ".join((error.diag.message_primary or one_line(error)).split())
    if "multiple commands" in message:
        return "more than one statement was given; give one"
    position = error.diag.statement_position
    if position and "\n" in statement.strip():
        message += f", in line {statement[: int(position)].count(chr(10)) + 1}"
    hint = error.diag.message_hint
    return f"{message}; {' '.join(hint.split())}" if hint else message
