"""`manage.py seed_all`: fills the six databases."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from config.prompt import invocation
from config.provision import prepare_databases
from seeding import __version__
from seeding.engine.plan import resolve
from seeding.management.arguments import read_options, read_workers
from seeding.management.bank_load import BankLoadCommand
from seeding.management.confirmation import confirm_replacement
from seeding.management.plan_options import add_history_option, add_size_options
from seeding.models import Run
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.decision import Decision, decide

REPLACE_REMEDY = "replace it with seed_all --replace, or delete it with seed_clear --confirm"


class Command(BankLoadCommand):
    """Seed the bank."""

    help = (
        "Fill the six databases with a bank. Omitted options keep the current bank's values, so running it again "
        "changes nothing."
    )
    requires_databases = False  # invalid options are refused before the server is started
    examples = (
        ("--scale 0.5", "600 customers, in a second or two"),
        ("--scale 20 --seed 7 --replace", "another, larger bank instead of the current one"),
        ("--as-of 2026-06-30 --until 2026-11-20", "a bank that can move on from day to day"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what makes a plan. It is parsed later, so that an invalid value is an error of one line."""
        add_size_options(parser)
        parser.add_argument(
            "--as-of",
            metavar="DATE",
            help="day on which the bank is seen: YYYY-MM-DD, yesterday or today, in UTC (default: yesterday, the last "
            "completed day)",
        )
        parser.add_argument(
            "--until",
            metavar="DATE",
            help="last day of the bank's history, at most five years after --start (default: --as-of); its later days "
            "stay hidden until seed_advance shows them",
        )
        parser.add_argument(
            "--start",
            metavar="DATE",
            help="day on which the bank was first seen (default: --as-of); an earlier one gives the bank as "
            "seed_advance would have left it",
        )
        add_history_option(parser)
        parser.add_argument(
            "--allow-future",
            action="store_true",
            help="allow an --as-of that is not over, or in the future: rows lie ahead of the clock",
        )
        parser.add_argument(
            "--workers",
            metavar="N",
            help="processes that make the rows, up to 64; 0 makes them in a thread of the command (default: two fewer "
            "than the machine has cores, at most 6). Each takes about 250 MB, and N + 2 blocks of up to 150 MB wait",
        )
        parser.add_argument("--replace", action="store_true", help="replace the current bank without asking")

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
        """Print two commands, for who sees a bank for the first time."""
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
