"""`manage.py seed_reset`: loads the current bank again."""

from typing import Any

from django.core.management.base import CommandError

from seeding.management.bank_load import BankLoadCommand
from seeding.models import Run
from seeding.storage.decision import refuse_foreign_rows


class Command(BankLoadCommand):
    """Load the bank of the stored plan again."""

    help = "Load the current bank again, equal to the byte: this undoes every change to its rows."
    examples = (("", "load the same bank again"),)

    def handle(self, **options: Any) -> None:
        """Load the stored plan. Raises CommandError if there is none."""
        with self.bank_locked() as state:
            refuse_foreign_rows(state)
            if state.plan is None:
                raise CommandError("there is no bank to load again; make one with seed_all")
            self.load(state.plan, Run.Kind.RESET)
