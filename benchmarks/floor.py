"""`seed_all` against the floor: the same rows by COPY into bare tables, then the same keys. See README.md beside it."""

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
os.environ["POSTGRES_DATABASE_PREFIX"] = PREFIX  # seeding replaces what is there: nobody's own bank
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, str(CHECKOUT))

import django

django.setup()

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from config.provision import ALIASES, prepare_databases
from config.server import known_login
from datahub.databases import BANK_DATABASES
from seeding.storage.connection import connect
from seeding.storage.deferred_indexes import definitions
from seeding.storage.tables import table_names

CONNECTIONS = 2
CHUNK = 256 * 1024
FLOOR = "floor"
KILOBYTE = 1024 if sys.platform != "darwin" else 1
"""Linux counts peak memory in kilobytes, macOS in bytes."""


@dataclass(frozen=True)
class Seeded:
    """How a run of `seed_all` went."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Table:
    """A table of the bank and the file that its rows were exported to."""

    database: str
    name: str
    file: Path
    rows: int

    @property
    def identifier(self) -> sql.Identifier:
        """The table's twin on the floor."""
        return sql.Identifier(FLOOR, self.name)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="50")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="take the best of N")
    arguments = parser.parse_args()
    prepare_databases(print)
    try:
        _measure(arguments.scale, arguments.repeat)
    finally:
        _drop_databases()


def _measure(scale: str, repeat: int) -> None:
    small = seed("10")
    runs = [seed(scale) for _ in range(repeat)]
    seeded, peak = min(run.seconds for run in runs), max(run.peak_mb for run in runs)
    with tempfile.TemporaryDirectory() as directory:
        tables = export(Path(directory))
        floor = min(lay_floor(tables) for _ in range(repeat))
    rows = sum(table.rows for table in tables)
    print(f"scale {scale}: {rows:,} rows")
    print(f"  seed_all   {seeded:7.2f} s  {rows / seeded:>10,.0f} rows/s  from prompt to prompt")
    print(f"  floor      {floor:7.2f} s  {rows / floor:>10,.0f} rows/s")
    print(f"  ratio      {seeded / floor:7.2f}")
    print(f"  memory     {peak:5.0f} MB, at scale 10 {small.peak_mb:.0f} MB: {peak / small.peak_mb - 1:+.0%}")
    subprocess.run([sys.executable, str(CHECKOUT / "benchmarks" / "baking.py"), "--scale", scale], check=True)


def seed(scale: str) -> Seeded:
    """Seed a bank in a process of its own; into empty databases, as the floor's tables are empty."""
    manage = [sys.executable, str(CHECKOUT / "manage.py")]
    subprocess.run([*manage, "seed_clear", "--confirm"], stdout=subprocess.DEVNULL, check=True)
    command = [*manage, "seed_all", "--scale", scale]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"seed_all failed with exit code {process.returncode}")
    return Seeded(seconds, usage.ru_maxrss * KILOBYTE / 1e6)


def export(directory: Path) -> list[Table]:
    """Write every table of the bank to a file; return them, the largest first."""
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


def lay_floor(tables: list[Table]) -> float:
    """Load the files into bare tables, make keys, indexes, foreign keys and statistics; return how long that took."""
    with _floor_schemas():
        keys = {table: _definitions(table) for table in tables}
        for table in tables:
            _make_bare(table)
        started = time.perf_counter()
        _two_at_a_time(partial(_copy, table) for table in tables)
        for foreign in (False, True):
            _two_at_a_time(partial(_make_keys, table, keys[table], foreign=foreign) for table in tables)
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
        made = [make for _, make in definitions(connection.cursor(), [table.name])]
    return [statement.replace(" ON public.", f" ON {FLOOR}.") for statement in made]


def _make_bare(table: Table) -> None:
    with connect(table.database, "floor", autocommit=True) as connection:
        twin = sql.SQL("CREATE TABLE {} (LIKE {})").format(table.identifier, sql.Identifier("public", table.name))
        connection.execute(twin)


def _copy(table: Table) -> None:
    with connect(table.database, "floor") as connection, table.file.open("rb") as rows:
        statement = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table.identifier)
        with connection.cursor().copy(statement) as copy:
            for chunk in iter(lambda: rows.read(CHUNK), b""):
                copy.write(chunk)


def _make_keys(table: Table, statements: list[str], *, foreign: bool) -> None:
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
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(server.reader_name)))
    server.reader_password.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
