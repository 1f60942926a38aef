"""`manage.py seed_clear`: empties the six databases."""

from typing import Any

from django.core.management.base import CommandError

from seeding.management.bank_run import BankRunCommand
from seeding.management.options.seed_clear import Arguments
from seeding.management.survey import survey
from seeding.models import Run
from seeding.storage.bank_lock import application_name
from seeding.storage.postgres import clear
from seeding.storage.tables import FILLED


class Command(Arguments, BankRunCommand):
    """Empty the bank's tables."""

    def handle(self, *, confirm: bool, **options: Any) -> None:
        """Empty the tables, or list the rows that would be deleted. Raises CommandError without --confirm."""
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
