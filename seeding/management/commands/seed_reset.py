"""`manage.py seed_reset`: loads the current bank again."""

from typing import Any

from django.core.management.base import CommandError

from seeding.management.bank_load import BankLoadCommand
from seeding.management.options.seed_reset import Arguments
from seeding.models import Run
from seeding.storage.decision import refuse_foreign_rows


class Command(Arguments, BankLoadCommand):
    """Load the bank of the stored plan again."""

    def handle(self, **options: Any) -> None:
        """Load the stored plan. Raises CommandError if there is none."""
        with self.bank_locked() as state:
            refuse_foreign_rows(state)
            if state.plan is None:
                raise CommandError("there is no bank to load again; make one with seed_all")
            self.load(state.plan, Run.Kind.RESET)
