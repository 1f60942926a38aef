"""`manage.py seed_reset`: the same bank again."""

from typing import Any

from django.core.management.base import CommandError

from seeding.engine.decision import refuse_foreign
from seeding.management.bank_run import BankRunCommand
from seeding.models import Run


class Command(BankRunCommand):
    """Load the stored plan anew."""

    help = "Load the bank that is there anew, the same to the byte, whatever was changed in it since."

    def handle(self, **options: Any) -> None:
        """Load the stored plan; refuse where there is none."""
        with self.bank_locked() as there:
            refuse_foreign(there)
            if there.stored is None:
                raise CommandError("there is no bank to load anew; make one with seed_all")
            self.seed(there.stored, Run.Kind.RESET)
