"""`manage.py seed_clear`: empties the six databases."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from seeding.management.bank_run import BankRunCommand
from seeding.management.survey import survey
from seeding.models import Run
from seeding.storage.bank_lock import application_name
from seeding.storage.postgres import clear
from seeding.storage.tables import FILLED


class Command(BankRunCommand):
    """Empty the bank's tables."""

    help = "Delete every row of the bank's tables and reset their sequences. The tables stay."
    examples = (
        ("", "list what would be deleted"),
        ("--confirm", "empty the bank's tables"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the confirmation."""
        parser.add_argument("--confirm", action="store_true", help="delete the rows; without this, only list them")

    def handle(self, *, confirm: bool, **options: Any) -> None:
        """Empty the tables, or list the rows that would be deleted."""
        with self.bank_locked():
            full = [table for table in survey({}, None) if table.rows]
            if not confirm:
                for table in full:
                    self.stdout.write(f"{table.database}.{table.table}: {table.rows:,} rows")
                total = sum(table.rows for table in full)
                raise CommandError(f"this would delete {total:,} rows; to do it: seed_clear --confirm")
            self._empty()
        self.stdout.write(f"deleted {sum(table.rows for table in full):,} rows of {len(full)} tables")

    def _empty(self) -> None:
        run = self.begin(Run.Kind.CLEAR, plan=None)
        name = application_name(run.command)
        self.recorded(run, lambda progress: None, lambda report: clear(FILLED, name, report))
