"""Compares `seed_all` with the floor: COPY of the same rows into tables without keys, then the same keys.

See benchmarks/README.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PREFIX = "benchmark_"
os.environ["POSTGRES_DATABASE_PREFIX"] = PREFIX  # separate databases, because seeding replaces the bank
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, str(CHECKOUT))

import django

django.setup()

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from config.aliases import ALIASES
from config.provision import prepare_databases
from config.server import known_login
from datahub.databases import BANK_DATABASES
from seeding.storage.connection import connect
from seeding.storage.deferred_indexes import definitions
from seeding.storage.tables import table_names

CONNECTIONS = 2
CHUNK = 256 * 1024
FLOOR = "floor"
KILOBYTE = 1024 if sys.platform != "darwin" else 1
"""The unit of peak memory: kilobytes on Linux, bytes on macOS."""


@dataclass(frozen=True)
class SeedRun:
    """The time and the peak memory of a run of `seed_all`."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Table:
    """A table of the bank, the file with its rows, and their number."""

    database: str
    name: str
    file: Path
    rows: int

    @property
    def identifier(self) -> sql.Identifier:
        """The name of the table of the floor."""
        return sql.Identifier(FLOOR, self.name)


def main() -> None:
    """Measure and print the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="50")
    how = "repeat both N times, in turns, and take the best of each"
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help=how)
    arguments = parser.parse_args()
    prepare_databases(print)
    try:
        _measure(arguments.scale, arguments.repeat)
    finally:
        _drop_databases()


def _measure(scale: str, repeat: int) -> None:
    small, runs, floors = seed("10"), [seed(scale)], []
    with tempfile.TemporaryDirectory() as directory:
        tables = export(Path(directory))
        for number in range(repeat):  # in turns: the speed of the machine changes from minute to minute
            if number:
                runs.append(seed(scale))
            floors.append(measure_floor(tables))
            print(f"  {runs[-1].seconds:.2f} s / {floors[-1]:.2f} s", flush=True)
    seeded, floor = min(run.seconds for run in runs), min(floors)
    peak = max(run.peak_mb for run in runs)
    rows = sum(table.rows for table in tables)
    print(f"scale {scale}: {rows:,} rows")
    print(f"  seed_all   {seeded:7.2f} s  {rows / seeded:>10,.0f} rows/s  from prompt to prompt")
    print(f"  floor      {floor:7.2f} s  {rows / floor:>10,.0f} rows/s")
    print(f"  ratio      {seeded / floor:7.2f}")
    print(f"  memory     {peak:5.0f} MB, at scale 10 {small.peak_mb:.0f} MB: {peak / small.peak_mb - 1:+.0%}")
    subprocess.run([sys.executable, str(CHECKOUT / "benchmarks" / "baking.py"), "--scale", scale], check=True)


def seed(scale: str) -> SeedRun:
    """Seed a bank in a separate process. The databases are empty before, as the tables of the floor are."""
    manage = [sys.executable, str(CHECKOUT / "manage.py")]
    subprocess.run([*manage, "seed_clear", "--confirm"], stdout=subprocess.DEVNULL, check=True)
    command = [*manage, "seed_all", "--scale", scale]
    os.sync()
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"seed_all failed with exit code {process.returncode}")
    return SeedRun(seconds, usage.ru_maxrss * KILOBYTE / 1e6)


def export(directory: Path) -> list[Table]:
    """Write every table of the bank to a file, and return the tables, the largest first."""
    tables = []
    for database in BANK_DATABASES:
        with connect(database, "export") as connection:
            tables += [_export(connection, database, name, directory) for name in table_names(database)]
    return sorted(tables, key=lambda table: table.file.stat().st_size, reverse=True)


def _export(connection: psycopg.Connection, database: str, name: str, directory: Path) -> Table:
    file = directory / f"{name}.csv"
    statement = sql.SQL("COPY {} TO STDOUT (FORMAT csv)").format(sql.Identifier(name))
    cursor = connection.cursor()
    with file.open("wb") as output, cursor.copy(statement) as copy:
        for data in copy:
            output.write(data)
    return Table(database, name, file, cursor.rowcount)


def measure_floor(tables: list[Table]) -> float:
    """Return the seconds to load the files into tables without keys, and to create keys, indexes and statistics."""
    with _floor_schemas():
        keys = {table: _definitions(table) for table in tables}
        for table in tables:
            _create_without_keys(table)
        os.sync()
        started = time.perf_counter()
        _two_at_a_time(partial(_copy, table) for table in tables)
        for foreign in (False, True):
            _two_at_a_time(partial(_create_keys, table, keys[table], foreign=foreign) for table in tables)
        _two_at_a_time(partial(_execute, table, [f'ANALYZE "{FLOOR}"."{table.name}"']) for table in tables)
        return time.perf_counter() - started


@contextmanager
def _floor_schemas() -> Iterator[None]:
    _in_each_database(f"CREATE SCHEMA {FLOOR}")
    try:
        yield
    finally:
        _in_each_database(f"DROP SCHEMA {FLOOR} CASCADE")


def _in_each_database(statement: str) -> None:
    for database in BANK_DATABASES:
        with connect(database, "floor", autocommit=True) as connection:
            connection.execute(statement.encode())


def _definitions(table: Table) -> list[str]:
    with connect(table.database, "floor") as connection:
        statements = [create for _, create in definitions(connection.cursor(), [table.name])]
    return [statement.replace(" ON public.", f" ON {FLOOR}.") for statement in statements]


def _create_without_keys(table: Table) -> None:
    with connect(table.database, "floor", autocommit=True) as connection:
        statement = sql.SQL("CREATE TABLE {} (LIKE {})").format(table.identifier, sql.Identifier("public", table.name))
        connection.execute(statement)


def _copy(table: Table) -> None:
    with connect(table.database, "floor") as connection, table.file.open("rb") as rows:
        statement = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table.identifier)
        with connection.cursor().copy(statement) as copy:
            for chunk in iter(lambda: rows.read(CHUNK), b""):
                copy.write(chunk)


def _create_keys(table: Table, statements: list[str], *, foreign: bool) -> None:
    _execute(table, [statement for statement in statements if ("FOREIGN KEY" in statement) is foreign])


def _execute(table: Table, statements: list[str]) -> None:
    with connect(table.database, "floor") as connection:
        connection.execute(f"SET search_path = {FLOOR}".encode())
        connection.execute(b"SET maintenance_work_mem = '256MB'")
        for statement in statements:
            connection.execute(statement.encode())


def _two_at_a_time(tasks: Iterable[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result()


def _drop_databases() -> None:
    connections.close_all()
    server = settings.BANK_SERVER
    with known_login(server).connect() as connection:
        for alias in ALIASES:
            name = sql.Identifier(server.database_name(alias))
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        reader = sql.Identifier(server.reader_name)
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [server.reader_name]).fetchone() is not None:
            # The role may connect to the maintenance database.
            connection.execute(sql.SQL("DROP OWNED BY {}").format(reader))
            connection.execute(sql.SQL("DROP ROLE {}").format(reader))
    server.reader_password.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
