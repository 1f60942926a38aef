"""`manage.py seed_break`: plant a fault for seed_verify to find."""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from typing import Any

from django.core.management.base import CommandError

from seeding.checks.check import Check
from seeding.checks.planting import plant
from seeding.checks.reader import plan_parameters
from seeding.checks.suite import CHECKS
from seeding.management.bank_run import BankRunCommand
from seeding.management.options.seed_break import Arguments
from seeding.management.wording import state_in_one_line
from seeding.models import Run
from seeding.storage import run_log
from seeding.storage.bank_state import Condition
from seeding.storage.connection import connect
from seeding.storage.planted_faults import PlantedFault, record_fault


class Command(Arguments, BankRunCommand):
    """Plant a fault."""

    def handle(self, *, check: str, seed: int, **options: Any) -> None:
        """Plant the fault, record it and print it. Raises CommandError for an unknown check, and without a bank."""
        selected = {known.id.casefold(): known for known in CHECKS}.get(check.casefold())
        if selected is None:
            raise CommandError(f"there is no check {check}; docs/checks.md lists them, such as A1")
        with self.bank_locked() as state:
            if state.condition is not Condition.COMPLETE or state.plan is None:
                raise CommandError(f"there is no bank to plant a fault in: it is {state_in_one_line(state)}")
            run = self.begin(Run.Kind.BREAK, plan=None)
            try:
                fault = _plant(selected, plan_parameters(state.plan), seed, run)
            except Exception as error:
                run_log.finish(run, Run.State.FAILED, str(error))
                raise
            run_log.finish(run, Run.State.COMPLETE)
        self.stdout.write(f"planted {fault.check_id}: {fault.description}, {fault.row}")
        self.stdout.write("seed_verify finds it; seed_reset repairs it")


def _plant(check: Check, parameters: Mapping[str, Any], seed: int, run: Run) -> PlantedFault:
    """Plant a fault in all of its databases, or in none, and record it before it is committed."""
    with ExitStack() as stack:
        # A connection commits when its block ends without an error, and rolls back otherwise.
        connected = cache(lambda database: stack.enter_context(connect(database, "seed_break")))
        fault = plant(connected, check, parameters, str(seed))
        record_fault(run, fault)
        return fault
