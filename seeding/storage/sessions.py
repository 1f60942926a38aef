"""The other sessions on the server that hold locks on tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

QUERY_SHOWN = 60


class Cursor(Protocol):
    """The common methods of psycopg's and Django's cursors."""

    def execute(self, query: Any, params: Any = ..., /) -> Any:
        """Run a query with parameters."""

    def fetchall(self) -> list[Any]:
        """Return the rows of the last query."""


@dataclass(frozen=True)
class Session:
    """A session on the server. Sessions of other users may have an empty user, application and query."""

    pid: int
    user: str
    application: str
    query: str

    def __str__(self) -> str:
        owner = " ".join(part for part in (self.user, self.application and f"({self.application})") if part)
        query = " ".join(self.query.split())
        shown = f"{query[:QUERY_SHOWN]}…" if len(query) > QUERY_SHOWN else query
        return f"process {self.pid}" + (f" of {owner}" if owner else "") + (f": {shown}" if shown else "")


_SESSIONS_WITH_LOCKS = """
    SELECT DISTINCT lock.pid, coalesce(usename::text, ''), coalesce(application_name, ''), coalesce(query, '')
    FROM pg_locks lock LEFT JOIN pg_stat_activity session ON session.pid = lock.pid
    WHERE lock.relation = ANY(SELECT to_regclass(name) FROM unnest(%s::text[]) name) AND lock.granted
      AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND lock.pid <> pg_backend_pid() AND lock.mode <> ALL(%s::text[])
    ORDER BY lock.pid
"""


def sessions_with_locks(cursor: Cursor, tables: Sequence[str], *, readers: bool = True) -> list[Session]:
    """Return the other sessions that hold a lock on any of the tables in the database of the cursor.

    TRUNCATE conflicts with every lock, so these are all sessions that can block a load. Those that only read cannot
    block a run that changes single rows; they are left out unless `readers` is true.
    """
    harmless = [] if readers else ["AccessShareLock"]
    cursor.execute(_SESSIONS_WITH_LOCKS, [[f'"{table}"' for table in tables], harmless])
    return [Session(*row) for row in cursor.fetchall()]


def describe_sessions(sessions: Sequence[Session]) -> str:
    """Return the text for a message: the first session and the number of the others."""
    if not sessions:
        return "a session that has ended by now"
    return str(sessions[0]) + (f" (and {len(sessions) - 1} more)" if len(sessions) > 1 else "")
