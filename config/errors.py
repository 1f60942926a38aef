"""The errors between a command and its databases, and their messages in one line."""

from django.db import InterfaceError, InternalError, OperationalError
from psycopg import errors as postgres

from config.error_text import one_line


class ServerError(Exception):
    """The PostgreSQL server cannot be used; the message gives the reason and the remedy in one line."""


class ProvisionError(ServerError):
    """The server answers, but the databases cannot be prepared on it; the message is one line, too."""


LOST_SERVER_ERRORS = (OperationalError, InterfaceError, postgres.OperationalError, postgres.InterfaceError)
"""What Django and psycopg raise when the server goes away, runs out of disk space or reaches a lock timeout."""


REFUSALS = (InternalError, postgres.InternalError)
"""What Django and psycopg raise, among others, when the server refuses to write."""


NAME_PRIMARY = "if it is a standby, name its primary in POSTGRES_URL"


def is_read_only(error: BaseException) -> bool:
    """Return whether PostgreSQL refused to write, as a standby does; Django wraps the error of psycopg."""
    return isinstance(error.__cause__ or error, postgres.ReadOnlySqlTransaction)


CONFLICT = "conflict with recovery"
"""In the messages of a standby that ends a query because it takes in a change of its primary."""


def is_conflict(error: BaseException) -> bool:
    """Return whether a standby ended a query or a session to take in a change of its primary."""
    return CONFLICT in str(error)


def lost_server(error: BaseException) -> str:
    """Return why PostgreSQL ended a command, in one line; with what helps, where that is known."""
    if is_conflict(error):
        return "The standby ended the command to take in changes of its primary; try again later"
    if isinstance(error.__cause__ or error, postgres.LockNotAvailable):
        return "A table is locked, perhaps by a command that changes the bank; try again later"
    return f"PostgreSQL ended the command: {one_line(error)}"
