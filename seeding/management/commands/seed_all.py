"""`manage.py seed_all`: fill the six databases."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from config.provision import prepare_databases
from seeding import __version__
from seeding.engine.decision import Decision, decide
from seeding.engine.holdings import Condition, Holdings
from seeding.engine.plan import Plan, resolve
from seeding.management.arguments import read_options
from seeding.management.bank_run import BankRunCommand
from seeding.models import Run

REMEDIES = "delete it with seed_clear --confirm, or load anew with seed_all --replace"


class Command(BankRunCommand):
    """Seed the bank."""

    help = (
        "Fill the six databases with a bank. An option that is not given means what the bank that is there was made "
        "with, so that the same command again changes nothing."
    )
    requires_databases = False  # options that make no sense are told before anything is started

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare sizes, seed and day. They are read as text, so that a bad one is told in one line."""
        parser.add_argument("--scale", metavar="F", help="size of the bank; 1 is 1,200 customers and 150 employees")
        parser.add_argument("--customers", metavar="N", help="number of customers, instead of what --scale says")
        parser.add_argument("--employees", metavar="N", help="number of employees, instead of what --scale says")
        parser.add_argument("--seed", metavar="N", help="another number gives another bank of the same size")
        parser.add_argument("--as-of", metavar="DATE", help="day the bank is seen on, as YYYY-MM-DD (default: today)")
        parser.add_argument("--allow-future", action="store_true", help="allow an --as-of that lies in the future")
        parser.add_argument("--replace", action="store_true", help="load anew, whatever bank is there, without asking")

    def handle(self, *, allow_future: bool, replace: bool, **given: Any) -> None:
        """Seed, unless the bank that is wanted is there already."""
        options = read_options(given)
        today = timezone.localdate()
        resolve(options, None, today, allow_future=allow_future)
        prepare_databases(self.say)
        with self.bank_locked() as there:
            plan = resolve(options, there.stored, today, allow_future=allow_future)
            match decide(there, plan, replace=replace):
                case Decision.KEEP:
                    self._say_kept(there)
                    return
                case Decision.ASK:
                    self._ask(there, plan)
            if there.condition is Condition.TORN:
                self.say("mending a bank that a run left torn when it died while it stored")
            self.seed(plan, Run.Kind.SEED)

    def _say_kept(self, there: Holdings) -> None:
        self.stdout.write(f"nothing to do: the bank is there already ({there.stored})")
        if there.run and there.run.generator != __version__:
            self.stdout.write(f"version {there.run.generator} made it, this is {__version__}; seed_reset makes it anew")

    def _ask(self, there: Holdings, wanted: Plan) -> None:
        """Raise CommandError unless somebody at the terminal wants the bank replaced."""
        difference = f"the bank holds {there.stored}, and you ask for {wanted}"
        if not sys.stdin.isatty():
            raise CommandError(f"{difference}; {REMEDIES}")
        self.stdout.write(difference)
        if input("replace it? [y/N] ").strip().lower() not in ("y", "yes"):
            raise CommandError("nothing was changed")
