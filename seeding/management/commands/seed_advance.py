"""`manage.py seed_advance`: shows the bank on a later day."""

import time
from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from config.provision import prepare_databases
from seeding.engine.plan import Plan
from seeding.engine.steps import Steps
from seeding.management.arguments import read_pause, read_steps
from seeding.management.bank_advance import BankAdvanceCommand
from seeding.management.options.seed_advance import Arguments
from seeding.models import Run
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.decision import refuse_unless_advanceable
from seeding.storage.signals import termination_interrupts


class Command(Arguments, BankAdvanceCommand):
    """Advance the bank."""

    requires_databases = False  # invalid options are refused before the server is started

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
                complete_on = state.complete_until
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
        before = state.complete_until
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
                time.sleep(0.0 if self.interruption_waits else max(0.0, seconds))
        except KeyboardInterrupt:
            self.interruption_waits = True
        if self.interruption_waits:
            self.stdout.write("stopped between two days")
            return False
        return True


def _left(plan: Plan) -> str:
    days = (plan.until - plan.as_of).days
    return f"{days:,} day{'' if days == 1 else 's'} before the last" if days else "the last day of its history"
