"""`manage.py warehouse`: builds the warehouse from the six databases."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from config.reader import existing_reader
from config.server import ServerSettings, known_login
from seeding.management.options.warehouse import Arguments
from seeding.management.reading import BankReadCommand
from seeding.management.warehouse import PROJECT, WarehouseError, WarehouseTable, build_warehouse, warehouse_file

DIRECTORY = PROJECT if settings.HOME.is_checkout else Path()
SHOW_ALL = 2


class Command(Arguments, BankReadCommand):
    """Build the warehouse."""

    def handle(self, *, directory: Path | None, verbosity: int, **options: Any) -> None:
        """Build the warehouse and list its tables. Raises CommandError if there is no bank or dbt fails."""
        plan, _ = self.complete_bank()
        server: ServerSettings = settings.BANK_SERVER
        reader = existing_reader(server, known_login(server))
        directory = (directory or DIRECTORY).resolve()
        if not directory.is_dir():
            raise CommandError(f"there is no directory {directory}")
        self.say(f"Building the warehouse with dbt from the bank of {plan}")
        try:
            tables = build_warehouse(reader, server.prefix, directory, verbose=verbosity >= SHOW_ALL)
        except WarehouseError as error:
            raise CommandError(str(error)) from error
        for line in _lines(tables):
            self.stdout.write(line)
        self.stdout.write(f"All tests passed. The warehouse is {warehouse_file(directory)}, schema analytics")


def _lines(tables: list[WarehouseTable]) -> list[str]:
    """Return a line for each table: its name, its rows, and how its description begins."""
    width = max(len(table.name) for table in tables)
    return [f"{table.name:{width}} {table.rows:>9,}  {table.description.partition(';')[0]}" for table in tables]
