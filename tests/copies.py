"""Copies of a seeded bank: to bring one back takes a quarter of the time that seeding it again takes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model
from psycopg import sql

from config.reader import restrict_connections
from config.server import known_login
from datahub.databases import BANK_DATABASES
from seeding.models import PlantedTransaction, Run

_NUMBERS = count(1)

_RECORDS: tuple[type[Model], ...] = (Run, PlantedTransaction)
"""What seeding writes into `default`, which has users and sessions, too, and is not replaced."""


@dataclass(frozen=True)
class BankCopy:
    """The names of copies by database, and from `default` the rows of tables and the comment of the schema."""

    copies: dict[str, str]
    records: dict[str, bytes]
    mark: str | None

    def bring_back(self, databases: Iterable[str]) -> None:
        """Replace databases of the bank by their copies, and the records of runs and the answer key."""
        with _maintenance() as server:
            for name in databases:
                database = settings.BANK_SERVER.database_name(name)
                server.execute(_statement("DROP DATABASE {} WITH (FORCE)", database))
                _copy(server, self.copies[name], database)
                restrict_connections(server, settings.BANK_SERVER, [database], [database])
        Run.objects.all().delete()
        with transaction.atomic(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f'DELETE FROM "{PlantedTransaction._meta.db_table}"')
            for table, rows in self.records.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as rows_in:
                    rows_in.write(rows)
            cursor.execute(_statement("COMMENT ON SCHEMA public IS {}", sql.Literal(self.mark)))

    def drop(self) -> None:
        """Drop the copies."""
        with _maintenance() as server:
            for name in self.copies.values():
                server.execute(_statement("DROP DATABASE {}", name))


def copy_bank() -> BankCopy:
    """Copy the databases of the bank, and return the copy."""
    number = next(_NUMBERS)
    copies = {name: f"{settings.BANK_SERVER.database_name(name)}_{number}" for name in BANK_DATABASES}
    records = {}
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        for model in _RECORDS:
            table = model._meta.db_table
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                records[table] = b"".join(bytes(row) for row in rows)
        cursor.execute("SELECT obj_description('public'::regnamespace)")
        (mark,) = cursor.fetchone()
    with _maintenance() as server:
        for name, copy in copies.items():
            database = settings.BANK_SERVER.database_name(name)
            # PostgreSQL refuses to copy a database in use; a fixture of other tests may still be connected.
            server.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [database]
            )
            _copy(server, database, copy)
    return BankCopy(copies, records, mark)


def _copy(server: psycopg.Connection, source: str, target: str) -> None:
    # The other strategy writes each page to the log.
    server.execute(_statement("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", target, source))


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    """Yield a connection to the maintenance database, while this process is connected to no other one."""
    connections.close_all()
    with known_login(settings.BANK_SERVER).connect() as server:
        yield server


def _statement(text: str, *parts: str | sql.Composable) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(part) if isinstance(part, str) else part for part in parts))
