"""The base of the commands that read a whole bank and change nothing."""

from django.core.management.base import CommandError

from config.command import BankCommand
from seeding.engine.errors import SeedingError
from seeding.engine.holdings import Condition, look
from seeding.engine.plan import Plan
from seeding.engine.runs import run_under_way
from seeding.engine.tables import FILLED
from seeding.models import Run


class BankReadCommand(BankCommand):
    """A command that reads what the databases hold."""

    requires_system_checks: list[str] = []

    def execute(self, *args: object, **options: object) -> str | None:
        """Run the command; raise CommandError for whatever it fails of."""
        try:
            return super().execute(*args, **options)
        except SeedingError as error:
            raise CommandError(str(error)) from error

    def complete_bank(self) -> tuple[Plan, Run | None]:
        """Return the plan of the bank that is there, and the run that made it.

        Raises CommandError where none is, or one is being changed.
        """
        running = run_under_way()
        if running:
            raise CommandError(
                f'"{running.command}" is changing the bank, process {running.pid}; wait until it is done'
            )
        there = look(FILLED)
        if there.condition is Condition.EMPTY or there.stored is None:
            raise CommandError("there is no bank to read; make one with seed_all")
        if there.condition is not Condition.COMPLETE:
            raise CommandError(str(there))
        return there.stored, there.run
