"""The base class of the commands that read a complete bank and change nothing."""

from django.core.management.base import CommandError

from config.command import BankCommand
from seeding.engine.plan import Plan
from seeding.management.wording import state_in_one_line
from seeding.models import Run
from seeding.storage.bank_lock import running_run
from seeding.storage.bank_state import Condition, read_bank_state
from seeding.storage.errors import SeedingError
from seeding.storage.tables import FILLED


class BankReadCommand(BankCommand):
    """A command that reads the contents of the databases."""

    requires_system_checks: list[str] = []

    def execute(self, *args: object, **options: object) -> str | None:
        """Run the command. Raises CommandError with one line if it fails."""
        try:
            return super().execute(*args, **options)
        except SeedingError as error:
            raise CommandError(str(error)) from error

    def complete_bank(self) -> tuple[Plan, Run | None]:
        """Return the plan of the current bank, and the run that made it.

        Raises CommandError if there is no complete bank, or if a run is changing it.
        """
        running = running_run()
        if running:
            raise CommandError(
                f'"{running.command}" is changing the bank, process {running.pid}; wait until it is done'
            )
        state = read_bank_state(FILLED)
        if state.condition is Condition.EMPTY or state.plan is None:
            raise CommandError("there is no bank to read; make one with seed_all")
        if state.condition is not Condition.COMPLETE:
            raise CommandError(f"the bank is {state_in_one_line(state)}")
        return state.plan, state.run
