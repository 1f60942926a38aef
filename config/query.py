"""Run one statement of a user, which can only read the bank, and only for a limited time.

The role is what protects the bank: it has no right but SELECT. The rest makes mistakes harmless and messages clear.
PostgreSQL's extended protocol accepts one statement and refuses several. A statement without columns is described by
the server but never run. The transaction is read-only and is rolled back.
"""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from math import ceil

import psycopg
from psycopg import errors, pq, sql
from psycopg.adapt import AdaptersMap, Buffer, Loader, Transformer
from psycopg.types.string import TextLoader

from config.deadline import GRACE_S, Deadline
from config.error_text import one_line
from config.errors import ServerError, is_conflict
from config.intake import Intake, taken_in
from config.login import Login
from config.session import session_options

LOCK_TIMEOUT_S = 3
FETCH_ROWS = 10
"""Rows that are fetched at once: more are not faster, and a row can be a gigabyte."""

MAX_FETCH_BYTES = 32 * 1024**2
"""What FETCH_ROWS may have together. A value is held several times: as text, quoted, encoded."""

CHECK_CLIENT_EVERY = "1s"
"""How often the server looks whether the client is still there: the statement of a command that was killed ends."""

APPLICATION_NAME = "db_query"

Row = tuple[str | None, ...]
"""Values as PostgreSQL writes them, exact; dates in ISO 8601, booleans as true and false, null as None."""


class QueryError(Exception):
    """A statement was refused or failed; the message gives the reason in one line.

    `position` is the place of the error in the statement, in characters from 1; 0 where PostgreSQL names none.
    """

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


class MissingTableError(QueryError):
    """The database has no table or view of this name; `databases` are those of the bank that have one, if known."""

    def __init__(self, message: str, table: str, position: int = 0, databases: Sequence[str] = ()) -> None:
        super().__init__(message, position)
        self.table = table
        self.databases = databases


class TimeLimitError(QueryError):
    """A statement was canceled because its time was over."""


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
            with closing(_rows(connection, query)) as rows:
                yield Result(columns, rows)
        except psycopg.Error as error:
            raise _explained(error, statement, deadline) from None
        finally:
            with suppress(psycopg.Error):  # else the server goes on until its own time limit
                connection.cancel_safe(timeout=GRACE_S)


def has_table(reader: Login, database: str, name: str, timeout_s: float) -> bool:
    """Return whether a database has a table or view of a name as PostgreSQL's messages give it.

    Raises QueryError and ServerError as `run_query` does.
    """
    parts = sql.SQL(".").join(map(sql.Identifier, name.split(".")))
    found = sql.SQL("SELECT to_regclass({}) IS NOT NULL").format(parts.as_string())
    with run_query(reader, database, found.as_string(), timeout_s) as result:
        return next(result.rows) == ("true",)


def _missing_table(error: psycopg.Error) -> str:
    """Return the name of the table that a statement names and the database lacks, "" if that is not the error.

    A table of another database is also one if the statement names that database before it, which PostgreSQL refuses.
    """
    message = error.diag.message_primary or ""
    if isinstance(error, errors.UndefinedTable):
        found = re.match(r'relation "(.+)" does not exist', message)  # messages of this project's sessions are English
        return found[1] if found else ""
    elsewhere = re.search(r'cross-database references .*"[^".]+\.(?:public\.)?(.+)"', message)
    return elsewhere[1] if elsewhere else ""


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
        connection = psycopg.connect(
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
    with suppress(psycopg.Error):  # a server on Windows cannot look
        connection.execute(f"SET client_connection_check_interval = '{CHECK_CLIENT_EVERY}'".encode())
    return connection


def _rows(connection: psycopg.Connection[Row], query: bytes) -> Generator[Row]:
    """Yield the rows of a statement while they come. Raises psycopg.Error and QueryError, for rows that are too large.

    The cursor of psycopg takes whatever comes. libpq takes in FETCH_ROWS at a time, however large, so that their bytes
    are counted while they come.
    """
    pgconn = connection.pgconn
    pgconn.send_query_params(query, None)
    pgconn.set_chunked_rows_mode(FETCH_ROWS)
    texts = Transformer(connection)
    with taken_in(pgconn) as intake:
        while (result := _next_result(pgconn, intake)) is not None:
            if result.status == pq.ExecStatus.FATAL_ERROR:
                raise errors.error_from_result(result)
            texts.set_pgresult(result)
            yield from texts.load_rows(0, result.ntuples, tuple)


def _next_result(pgconn: pq.abc.PGconn, intake: Intake) -> pq.abc.PGresult | None:
    """Wait for the next rows and return them, None after the last ones; raise QueryError where they are too large."""
    intake.restart()
    while pgconn.is_busy():
        intake.wait()
        pgconn.consume_input()
        if intake.received > MAX_FETCH_BYTES:
            raise QueryError(
                f"A row has more than {MAX_FETCH_BYTES // 1024**2} MB; select less of it, such as left(column, 1000)"
            )
    return pgconn.get_result()


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


def _explained(error: psycopg.Error, statement: str, deadline: Deadline) -> QueryError:
    """Return the error as one line: PostgreSQL's message, the place in the statement, and PostgreSQL's hint."""
    if isinstance(error, psycopg.OperationalError) and deadline.expired:
        return TimeLimitError(f"The statement was canceled after {deadline.timeout_s:g} s")
    if isinstance(error, errors.LockNotAvailable):
        return QueryError(
            f"A table has been locked for more than {LOCK_TIMEOUT_S} s, perhaps by a seeding run; try again later"
        )
    if is_conflict(error):
        return QueryError("The standby ended the statement to take in changes of its primary; try again later")
    message = " ".join((error.diag.message_primary or one_line(error)).split())
    if "multiple commands" in message:
        return QueryError("More than one statement; run one at a time")
    position = int(error.diag.statement_position or 0)
    message += _place(statement, position)
    hint = error.diag.message_hint
    message = f"{message}; {' '.join(hint.split())}" if hint else message
    table = _missing_table(error)
    return MissingTableError(message, table, position) if table else QueryError(message, position)


def _place(statement: str, position: int) -> str:
    """Return the line, of a statement with several, and the character of a position in it; empty for position 0."""
    if not position:
        return ""
    before = statement[: position - 1]
    character = f"character {len(before) - before.rfind(chr(10))}"
    return f", in line {before.count(chr(10)) + 1}, {character}" if "\n" in statement.strip() else f", at {character}"
