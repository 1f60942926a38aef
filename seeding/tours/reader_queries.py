"""The queries of tours, run with the login that can only SELECT."""

from collections.abc import Sequence
from itertools import islice

from django.conf import settings

from config.query import Column, Row, run_query
from config.reader import existing_reader
from config.server import ServerSettings, known_login
from seeding.tours.walk import ROWS_SHOWN, RunQuery

TIMEOUT_S = 30


def reader_queries() -> RunQuery:
    """Return the function that runs a query with the login that can only SELECT."""
    server: ServerSettings = settings.BANK_SERVER
    reader = existing_reader(server, known_login(server))

    def run(database: str, sql: str) -> tuple[Sequence[Column], Sequence[Row]]:
        with run_query(reader, server.database_name(database), sql, TIMEOUT_S) as result:
            return result.columns, list(islice(result.rows, ROWS_SHOWN + 1))

    return run
