"""`manage.py seed_reset`: the same bank again."""

from typing import Any

from django.core.management.base import CommandError

from seeding.management.bank_load import BankLoadCommand
from seeding.models import Run
from seeding.storage.decision import refuse_foreign_rows


class Command(BankLoadCommand):
    """Load the stored plan again."""

    help = "Load the current bank again, the same to the byte, whatever was changed in it since."

    def handle(self, **options: Any) -> None:
        """Load the stored plan; refuse where there is none."""
        with self.bank_locked() as state:
            refuse_foreign_rows(state)
            if state.plan is None:
                raise CommandError("there is no bank to load again; make one with seed_all")
            self.load(state.plan, Run.Kind.RESET)
