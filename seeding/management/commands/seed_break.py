"""`manage.py seed_break`: plant a fault, to see it found."""

from argparse import ArgumentParser
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from typing import Any

from django.core.management.base import CommandError

from seeding.checks.check import Check
from seeding.checks.planting import PlantedFault, plant
from seeding.checks.reader import plan_parameters
from seeding.checks.suite import CHECKS
from seeding.management.bank_run import BankRunCommand
from seeding.models import Run
from seeding.storage import run_log
from seeding.storage.bank_state import Condition
from seeding.storage.connection import connect


class Command(BankRunCommand):
    """Break a row on purpose."""

    help = (
        "Plant one fault, such as a check is about, and say which row it is in: seed_verify finds it, seed_reset mends "
        "it. What each check means: docs/checks.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which fault, and what decides about the row."""
        parser.add_argument("--check", required=True, metavar="ID", help="the check that is to find it, such as A1")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number breaks another row")

    def handle(self, *, check: str, seed: int, **options: Any) -> None:
        """Break, record, and tell."""
        wanted = {known.id.casefold(): known for known in CHECKS}.get(check.casefold())
        if wanted is None:
            raise CommandError(f"there is no check {check}; docs/checks.md lists them, such as {CHECKS[0].id}")
        with self.bank_locked() as state:
            if state.condition is not Condition.COMPLETE or state.plan is None:
                raise CommandError("there is no bank to break; make one with seed_all")
            run = self.begin(Run.Kind.BREAK, plan=None)
            try:
                fault = _planted(wanted, plan_parameters(state.plan), seed)
            except Exception as error:
                run_log.finish(run, Run.State.FAILED, str(error))
                raise
            run.progress = {"fault": {"check": fault.check_id, "what": fault.description, "row": fault.row}}
            run.save(update_fields=["progress"])
            run_log.finish(run, Run.State.COMPLETE)
        self.stdout.write(f"planted {fault.check_id}: {fault.description}, {fault.row}")
        self.stdout.write("seed_verify finds it; seed_reset mends it")


def _planted(check: Check, given: Mapping[str, Any], seed: int) -> PlantedFault:
    """Plant a fault in all the databases that it is in, or in none."""
    with ExitStack() as stack:
        # A connection commits when its block ends without an error, and rolls back otherwise.
        connected = cache(lambda database: stack.enter_context(connect(database, "seed_break")))
        return plant(connected, check, given, str(seed))
