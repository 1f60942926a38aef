"""Who else is at work on the server: the sessions that hold tables a run needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

QUERY_SHOWN = 60


class Cursor(Protocol):
    """What psycopg's and Django's cursors have in common."""

    def execute(self, query: Any, params: Any = ..., /) -> Any:
        """Run a query."""

    def fetchall(self) -> list[Any]:
        """Return its rows."""


@dataclass(frozen=True)
class Session:
    """A connection of somebody's to the server. Other people's sessions may show no more than their number."""

    pid: int
    user: str
    application: str
    query: str

    def __str__(self) -> str:
        named = " ".join(part for part in (self.user, self.application and f"({self.application})") if part)
        query = " ".join(self.query.split())
        shown = f"{query[:QUERY_SHOWN]}…" if len(query) > QUERY_SHOWN else query
        return f"process {self.pid}" + (f" of {named}" if named else "") + (f": {shown}" if shown else "")


_HOLDERS = """
    SELECT DISTINCT lock.pid, coalesce(usename::text, ''), coalesce(application_name, ''), coalesce(query, '')
    FROM pg_locks lock LEFT JOIN pg_stat_activity session ON session.pid = lock.pid
    WHERE lock.relation = ANY(SELECT to_regclass(name) FROM unnest(%s::text[]) name) AND lock.granted
      AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND lock.pid <> pg_backend_pid()
    ORDER BY lock.pid
"""


def holders(cursor: Cursor, tables: Sequence[str]) -> list[Session]:
    """Return the sessions that hold a lock on any of some tables of the cursor's database.

    To empty a table is in the way of every other lock there is, so that these are all who can hold a run up.
    """
    cursor.execute(_HOLDERS, [[f'"{table}"' for table in tables]])
    return [Session(*row) for row in cursor.fetchall()]


def who(sessions: Sequence[Session]) -> str:
    """Return the sessions as a message names them: the first, and how many more."""
    if not sessions:
        return "a session that has gone by now"
    return str(sessions[0]) + (f" (and {len(sessions) - 1} more)" if len(sessions) > 1 else "")
