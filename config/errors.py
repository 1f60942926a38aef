"""The errors between a command and its databases, and their messages in one line."""

import re

from django.db import InterfaceError, InternalError, OperationalError
from psycopg import errors as postgres


class ServerError(Exception):
    """The PostgreSQL server cannot be used; the message gives the reason and the remedy in one line."""


class ProvisionError(ServerError):
    """The server answers, but the databases cannot be prepared on it; the message is one line, too."""


LOST_SERVER_ERRORS = (OperationalError, InterfaceError, postgres.OperationalError, postgres.InterfaceError)
"""What Django and psycopg raise when the server goes away, runs out of disk space or reaches a lock timeout."""


REFUSALS = (InternalError, postgres.InternalError)
"""What Django and psycopg raise, among others, when the server refuses to write."""


def is_read_only(error: BaseException) -> bool:
    """Return whether PostgreSQL refused to write, as a standby does; Django wraps the error of psycopg."""
    return isinstance(error.__cause__ or error, postgres.ReadOnlySqlTransaction)


def one_line(error: object) -> str:
    """Return the first meaningful line of an error; drivers add hints and context on further lines."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].endswith(":"):  # libpq's heading of a list of attempts
        return lines[1].removeprefix("- ")
    return lines[0] if lines else type(error).__name__


def first_error(log: str) -> str:
    """Return the first error in a log of the server or initdb, without time and process; else its first line."""
    found = re.search(r"(?:LOG: +(?=could not bind)|FATAL: +|PANIC: +|initdb: error: )(.+)", log)
    return found.group(1) if found else one_line(log)
