"""What can go wrong between a command and its databases, each said in one line to the person at the prompt."""

import re

from django.db import InterfaceError, OperationalError
from psycopg import errors as postgres


class ServerError(Exception):
    """The PostgreSQL server cannot be used; the text says what, why and the remedy in one line."""


class ProvisionError(ServerError):
    """The server answers, but the databases cannot be made ready on it; the text is one line, too."""


LOST_SERVER_ERRORS = (OperationalError, InterfaceError, postgres.OperationalError, postgres.InterfaceError)
"""What Django, and psycopg beneath it, raise when the server goes away, runs out of disk or refuses to wait."""


def one_line(error: object) -> str:
    """Return the first line of an error that says something: drivers put hints and context on further lines."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].endswith(":"):  # libpq heads a list of attempts with a line that ends so
        return lines[1].removeprefix("- ")
    return lines[0] if lines else type(error).__name__


def first_error(log: str) -> str:
    """Return what the server or initdb complains about in a log: the first serious line, without time and process."""
    serious = re.search(r"(?:LOG: +(?=could not bind)|FATAL: +|PANIC: +|initdb: error: )(.+)", log)
    return serious.group(1) if serious else one_line(log)
