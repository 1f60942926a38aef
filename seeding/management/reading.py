"""The base class of the commands that read a complete bank and change nothing."""

from collections.abc import Callable
from typing import TypeVar

import psycopg
from django.core.management.base import CommandError
from django.db import Error, connections

from config.command import BankCommand
from config.errors import is_conflict
from seeding.engine.plan import Plan
from seeding.management.wording import state_in_one_line
from seeding.models import Run
from seeding.storage.bank_lock import running_run
from seeding.storage.bank_state import Condition, read_bank_state, read_marks
from seeding.storage.errors import SeedingError
from seeding.storage.tables import FILLED

T = TypeVar("T")

READINGS = 3
"""How often a bank is read again while runs keep changing it."""


class BankReadCommand(BankCommand):
    """A command that reads the contents of the databases."""

    requires_system_checks: list[str] = []

    def execute(self, *args: object, **options: object) -> str | None:
        """Run the command. Raises CommandError with one line if it fails."""
        try:
            return super().execute(*args, **options)
        except SeedingError as error:
            raise CommandError(str(error)) from error

    def read_whole(self, read: Callable[[Plan, Run | None], T]) -> T:
        """Return what a function reads in the databases of the current bank, all of it in the rows of one run.

        Each database commits by itself, so that a run which ends meanwhile leaves some read before and some after it:
        the function then starts over, as it does where a standby takes in such a run. Raises CommandError as
        `complete_bank` does, and if the bank keeps changing.
        """
        for _ in range(READINGS):
            plan, run = self.complete_bank()
            try:
                found = read(plan, run)
            except (psycopg.Error, Error, SeedingError) as error:
                if is_conflict(error):
                    connections.close_all()  # the standby may have ended them, too
                elif not self.has_changed(run):
                    raise
            else:
                if not self.has_changed(run):
                    return found
            self.say("The bank was changed meanwhile; reading it again")
        raise CommandError(f"the bank was changed {READINGS} times while it was read; try again when no run follows")

    def has_changed(self, run: Run | None) -> bool:
        """Return whether any database has other rows now than those of a run."""
        return run is not None and set(read_marks(FILLED).values()) != {run.run_id}

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
