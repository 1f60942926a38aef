"""The base of the commands that change the bank: one run at a time, recorded, shown, its troubles told in one line."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError

from config.command import INTERRUPTED, BankCommand
from seeding.bank.blueprint import BANK
from seeding.engine import runs
from seeding.engine.errors import SeedingError
from seeding.engine.holdings import Holdings, look
from seeding.engine.load import Progress, Report, clear, load
from seeding.engine.pipeline import bake_ahead
from seeding.engine.plan import Plan, PlanError
from seeding.engine.space import refuse_without_room
from seeding.engine.tables import FILLED
from seeding.management.display import display
from seeding.models import Run

NOTE_EVERY_S = 1.0
"""How often a run writes its progress down for `seed_status`."""


class BankRunCommand(BankCommand):
    """A command that changes what the databases hold."""

    requires_system_checks: list[str] = []  # they load every page of the admin, and take longer than a small bank

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command; raise CommandError for whatever it is refused for or fails of."""
        try:
            return super().execute(*args, **options)
        except (SeedingError, PlanError) as error:
            raise CommandError(str(error)) from error

    @contextmanager
    def bank_locked(self) -> Iterator[Holdings]:
        """Hold the bank and give what its databases hold. Raises RunRefusedError where another run holds it."""
        with runs.only_run(self.command_line):
            there = look(FILLED)
            runs.settle(there)
            yield there

    @property
    def command_line(self) -> str:
        """The command as it was typed, for the record."""
        name = type(self).__module__.rpartition(".")[2]
        typed = name in sys.argv[1:2]
        return " ".join(sys.argv[1:]) if typed else name

    def seed(self, plan: Plan, kind: Run.Kind) -> None:
        """Replace what the databases hold by the bank of a plan, and sum up. The caller holds the bank."""
        refuse_without_room(BANK.recipes, plan)
        run = runs.begin(kind, self.command_line, plan)
        started = time.monotonic()
        with display(self.stderr, BANK.recipes, plan) as show:
            last = self._recorded(run, show, lambda report: load(
                bake_ahead(BANK, plan), FILLED, run.run_id, runs.application_name(run.command), report
            ))  # fmt: skip
        self._sum_up(plan, last, time.monotonic() - started)

    def empty(self) -> None:
        """Empty the databases. The caller holds the bank."""
        run = runs.begin(Run.Kind.CLEAR, self.command_line, plan=None)
        name = runs.application_name(run.command)
        self._recorded(run, _show_nothing, lambda report: clear(FILLED, name, report))

    def _recorded(self, run: Run, show: Report, work: Callable[[Report], None]) -> Sequence[Progress]:
        """Do a run's work with its progress shown and recorded; record how it ended, and return how far it came."""
        noter = _Noter(run, show)
        try:
            work(noter.report)
        except KeyboardInterrupt:
            runs.finish(run, Run.State.INTERRUPTED, "interrupted")
            raise CommandError("interrupted; the databases are as before", returncode=INTERRUPTED) from None
        except Exception as error:
            runs.finish(run, Run.State.FAILED, str(error))
            raise
        runs.note_progress(run, noter.last)
        runs.finish(run, Run.State.COMPLETE)
        return noter.last

    def _sum_up(self, plan: Plan, last: Sequence[Progress], seconds: float) -> None:
        total = sum(sum(progress.rows.values()) for progress in last)
        self.stdout.write(f"seeded {plan}")
        for progress in last:
            tables = ", ".join(f"{table} {rows:,}" for table, rows in progress.rows.items())
            self.stdout.write(f"  {progress.database:13} {sum(progress.rows.values()):>12,} rows  {tables}".rstrip())
        self.stdout.write(f"{total:,} rows in {seconds:.1f} s, {total / seconds:,.0f} rows/s")


class _Noter:
    """Passes reports on to the display and, less often, to the record of the run."""

    def __init__(self, run: Run, show: Report) -> None:
        self.last: Sequence[Progress] = ()
        self._run, self._show = run, show
        self._noted = time.monotonic()

    def report(self, progress: Sequence[Progress]) -> None:
        """Show how far the databases are, and write it down if that was last done a while ago."""
        self.last = progress
        self._show(progress)
        if time.monotonic() - self._noted >= NOTE_EVERY_S:
            runs.note_progress(self._run, progress)
            self._noted = time.monotonic()


def _show_nothing(progress: Sequence[Progress]) -> None:
    """Show nothing: emptying takes a moment."""
