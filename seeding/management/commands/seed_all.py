"""`manage.py seed_all`: fills the six databases."""

from typing import Any

from django.utils import timezone

from config.prompt import invocation
from config.provision import prepare_databases
from seeding import __version__
from seeding.engine.options import resolve
from seeding.management.arguments import read_options, read_workers
from seeding.management.bank_load import BankLoadCommand
from seeding.management.confirmation import confirm_replacement
from seeding.management.options.seed_all import Arguments
from seeding.models import Run
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.decision import Decision, decide

REPLACE_REMEDY = "replace it with seed_all --replace, or delete it with seed_clear --confirm"


class Command(Arguments, BankLoadCommand):
    """Seed the bank."""

    requires_databases = False  # invalid options are refused before the server is started

    def handle(self, *, allow_future: bool, replace: bool, verbosity: int, **given: Any) -> None:
        """Seed the bank, unless the current bank is the same. A verbosity of 0 prints errors only."""
        self.prints_summary = verbosity > 0
        today = timezone.localdate()
        workers = read_workers(given["workers"])
        options = read_options(given, today)
        resolve(options, None, today, allow_future=allow_future)
        prepare_databases(self.say)
        with self.bank_locked() as state:
            plan = resolve(options, state.plan, today, allow_future=allow_future)
            match decide(state, plan, replace=replace):
                case Decision.KEEP:
                    self._report_kept(state)
                    return
                case Decision.ASK:
                    difference = f"the current bank is {state.plan}, and you ask for {plan}"
                    confirm_replacement(self.stdout, difference, REPLACE_REMEDY)
            if state.condition is Condition.TORN:
                self.say("repairing the bank: the last run died while it committed")
            self.load(plan, Run.Kind.SEED, workers)
        if self.prints_summary:
            self._say_what_is_next()

    def _say_what_is_next(self) -> None:
        """Print two commands for users who see a bank for the first time."""
        tour, proof = invocation("seed_tour"), invocation("seed_verify")
        width = max(len(tour), len(proof))
        self.stdout.write(f"Next:  {tour:{width}}  lists the stories to walk through")
        self.stdout.write(f"       {proof:{width}}  proves that everything adds up")

    def _report_kept(self, state: BankState) -> None:
        if not self.prints_summary:
            return
        self.stdout.write(f"nothing to do: this is the current bank ({state.plan})")
        if state.run and state.run.generator != __version__:
            self.stdout.write(
                f"version {state.run.generator} made it, this is {__version__}; seed_reset makes it again"
            )
