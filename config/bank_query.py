"""A user's read-only statement on a database of the bank: what `db_query` and the site's SQL page share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from config.query import MissingTableError, Result, has_table, run_query
from config.query_limits import DEFAULT_TIMEOUT_S
from config.reader import existing_reader
from config.server import ServerSettings, known_login
from datahub.databases import BANK_DATABASES


@contextmanager
def query_bank(database: str, statement: str, timeout_s: float) -> Iterator[Result]:
    """Run one statement with the login that can only SELECT, in a database of the bank; otherwise as `run_query` does.

    Raises MissingTableError with the databases that have the table, QueryError for what else is refused, and
    ServerError where the server does not answer or the login is missing.
    """
    server: ServerSettings = settings.BANK_SERVER
    reader = existing_reader(server, known_login(server))
    try:
        with run_query(reader, server.database_name(database), statement, timeout_s) as result:
            yield result
    except MissingTableError as error:
        found = [
            name
            for name in BANK_DATABASES
            if has_table(reader, server.database_name(name), error.table, DEFAULT_TIMEOUT_S)
        ]
        raise MissingTableError(str(error), error.table, error.position, found) from None
