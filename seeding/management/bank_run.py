"""The base of the commands that change the bank: one run at a time, recorded, its errors told in one line."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError

from config.command import INTERRUPTED, BankCommand
from seeding.engine.expected import Expected
from seeding.engine.plan import Plan
from seeding.management.wording import ERRORS, in_one_line
from seeding.models import Run
from seeding.storage import run_log
from seeding.storage.bank_lock import only_run
from seeding.storage.bank_state import BankState, read_bank_state
from seeding.storage.tables import FILLED
from seeding.storage.workers import Progress, Report

RECORD_EVERY_S = 1.0
"""How often a run records its progress for `seed_status`."""

_NOTHING_EXPECTED: Mapping[str, Expected] = {}


class BankRunCommand(BankCommand):
    """A command that changes what the databases hold."""

    requires_system_checks: list[str] = []  # they load every page of the admin, and take longer than a small bank

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command; raise CommandError for what it is refused for or fails of."""
        try:
            return super().execute(*args, **options)
        except ERRORS as error:
            raise CommandError(in_one_line(error)) from error

    @contextmanager
    def bank_locked(self) -> Iterator[BankState]:
        """Hold the bank's lock and give what its databases hold. Raises BankInUseError where another run holds it."""
        with only_run(self.command_line):
            state = read_bank_state(FILLED)
            run_log.settle_dead_runs(state)
            yield state

    @property
    def command_line(self) -> str:
        """The command as it was typed, for the record."""
        name = type(self).__module__.rpartition(".")[2]
        typed = name in sys.argv[1:2]
        return " ".join(sys.argv[1:]) if typed else name

    def begin(self, kind: Run.Kind, plan: Plan | None, expected: Mapping[str, Expected] = _NOTHING_EXPECTED) -> Run:
        """Record that this command has begun to change the bank."""
        return run_log.begin(kind, self.command_line, plan, expected)

    def recorded(self, run: Run, show: Report, work: Callable[[Report], None]) -> Sequence[Progress]:
        """Do a run's work with its progress shown and recorded; record how it ended, and return how far it came."""
        recorder = _ProgressRecorder(run, show)
        try:
            work(recorder.report)
        except KeyboardInterrupt:
            run_log.finish(run, Run.State.INTERRUPTED, "interrupted")
            raise CommandError("interrupted; the databases are as before", returncode=INTERRUPTED) from None
        except Exception as error:
            run_log.finish(run, Run.State.FAILED, in_one_line(error))
            raise
        run_log.record_progress(run, recorder.last)
        run_log.finish(run, Run.State.COMPLETE)
        return recorder.last


class _ProgressRecorder:
    """Passes reports on to the screen and, less often, to the record of the run."""

    def __init__(self, run: Run, show: Report) -> None:
        self.last: Sequence[Progress] = ()
        self._run, self._show = run, show
        self._recorded = time.monotonic()

    def report(self, progress: Sequence[Progress]) -> None:
        """Show how far the databases are, and record it if that was last done a while ago."""
        self.last = progress
        self._show(progress)
        if time.monotonic() - self._recorded >= RECORD_EVERY_S:
            run_log.record_progress(self._run, progress)
            self._recorded = time.monotonic()
