"""`manage.py seed_advance`: shows the bank on a later day."""

import time
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from config.provision import prepare_databases
from seeding.engine.plan import Plan
from seeding.engine.steps import Steps
from seeding.management.arguments import read_pause, read_steps
from seeding.management.bank_advance import BankAdvanceCommand
from seeding.models import Run
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.decision import refuse_unless_advanceable
from seeding.storage.signals import termination_interrupts


class Command(BankAdvanceCommand):
    """Advance the bank."""

    help = (
        "Advance the clock of the bank by a day or more: add and change the rows of these days, in all "
        "databases at once. The bank must be laid out further than it is seen: seed_all --as-of DATE --until DATE."
    )
    requires_databases = False  # invalid options are refused before the server is started
    examples = (
        ("", "move the bank on by a day"),
        ("--days 30", "by thirty days at once"),
        ("--every 5", "by a day every five seconds, until Ctrl-C"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how far and how fast. Values are parsed later, so that an invalid one is an error of one line."""
        parser.add_argument(
            "--to",
            metavar="DATE",
            help="day on which the bank is to be seen: YYYY-MM-DD, yesterday or today, in UTC (default: the next day)",
        )
        parser.add_argument("--days", metavar="N", help="number of days, instead of --to")
        parser.add_argument(
            "--every",
            metavar="SECONDS",
            help="advance a day at a time, one in so many seconds, up to --to or the last day of the history; Ctrl-C "
            "ends it",
        )
        parser.add_argument(
            "--allow-future",
            action="store_true",
            help="allow days that are not over, or in the future: rows lie ahead of the clock",
        )

    def handle(self, *, to: Any, days: Any, every: Any, allow_future: bool, **options: Any) -> None:
        """Advance the bank step by step. Raises CommandError if there is nothing to show."""
        steps = read_steps(to, days, timezone.localdate(), one_by_one=every is not None)
        pause = read_pause(every)
        prepare_databases(self.say)
        last, run = None, None
        while True:
            started = time.monotonic()
            with self.bank_locked() as state:
                plan = self._plan_of(state, run)
                complete_on = min(held.as_of for held in state.plans.values())
                last = last or steps.last_day(plan, complete_on, timezone.localdate(), allow_future=allow_future)
                if last == complete_on and state.condition is Condition.COMPLETE:
                    self.stdout.write(f"nothing to do: the bank is seen on {last}")
                    return
                run = self._step(steps, state, replace(plan, as_of=steps.next_day(plan, complete_on, last)))
            if Plan.from_record(run.plan or {}).as_of >= last or not self._waited(started + pause - time.monotonic()):
                return

    def _plan_of(self, state: BankState, previous: Run | None) -> Plan:
        """Return the plan of the current bank. Raises CommandError if another run has changed it since the last step.

        Raises RunRefusedError if it cannot be advanced.
        """
        refuse_unless_advanceable(state)
        if state.plan is None or state.run is None:
            raise CommandError("the bank has no plan; make one with seed_all")
        if previous and state.run != previous:
            raise CommandError(f'"{state.run.command}" has changed the bank meanwhile, and no further day is shown')
        return state.plan

    def _step(self, steps: Steps, state: BankState, plan: Plan) -> Run:
        """Advance the bank to the day of a plan, print what changed, and return the run."""
        if state.condition is Condition.TORN:
            self.say("completing a step: the last run died while it committed")
        before = min(held.as_of for held in state.plans.values())
        started = time.monotonic()
        run, tally = self.advance(state, plan)
        self.stdout.write(f"{before} to {plan.as_of}: {tally}")
        if not steps.one_by_one:
            for line in tally.as_lines():
                self.stdout.write(line)
            self.stdout.write(f"{time.monotonic() - started:.1f} s; the bank is seen on {plan.as_of}, {_left(plan)}")
        self.stdout.flush()
        return run

    def _waited(self, seconds: float) -> bool:
        """Wait and return true, or return false if the user ends the command meanwhile."""
        try:
            with termination_interrupts():
                time.sleep(max(0.0, seconds))
        except KeyboardInterrupt:
            self.stdout.write("stopped between two days")
            return False
        return True


def _left(plan: Plan) -> str:
    days = (plan.until - plan.as_of).days
    return f"{days:,} day{'' if days == 1 else 's'} before the last" if days else "the last day of its history"
