"""The base class of the commands that change the bank: one run at a time, recorded, with errors of one line."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError

from config.command import BankCommand
from config.interrupts import INTERRUPTED
from seeding import __version__
from seeding.engine.expected import Expected
from seeding.engine.plan import Plan
from seeding.execution.errors import WorkersLostError
from seeding.management.wording import ERRORS, in_one_line
from seeding.models import Run
from seeding.storage import run_log
from seeding.storage.bank_lock import only_run
from seeding.storage.bank_state import BankState, read_bank_state
from seeding.storage.progress import DatabaseProgress, ProgressCallback
from seeding.storage.signals import termination_interrupts
from seeding.storage.tables import FILLED

RECORD_EVERY_S = 1.0
"""How often a run records its progress for `seed_status`."""

_NOTHING_EXPECTED: Mapping[str, Expected] = {}


class BankRunCommand(BankCommand):
    """A command that changes the contents of the databases."""

    requires_system_checks: list[str] = []  # they load the whole admin, and take longer than seeding a small bank
    interruption_waits = False
    """Whether a signal came too late to interrupt the last run: after its commits had begun."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command. Raises CommandError with one line if the run is refused or fails."""
        try:
            return super().execute(*args, **options)
        except WorkersLostError as error:
            raise CommandError(f"{error}; the databases are as before; fewer --workers take less") from error
        except ERRORS as error:
            raise CommandError(in_one_line(error)) from error

    @contextmanager
    def bank_locked(self) -> Iterator[BankState]:
        """Hold the lock of the bank during the block, and yield the state of the bank.

        Raises BankInUseError if another run holds the lock.
        """
        with only_run(self.command_line):
            state = read_bank_state(FILLED)
            run_log.settle_dead_runs(state)
            yield state

    @property
    def command_line(self) -> str:
        """The command with its options as the user typed it, for the record."""
        name = type(self).__module__.rpartition(".")[2]
        typed = name in sys.argv[1:2]
        return " ".join(sys.argv[1:]) if typed else name

    def begin(
        self,
        kind: Run.Kind,
        plan: Plan | None,
        expected: Mapping[str, Expected] = _NOTHING_EXPECTED,
        generator: str = __version__,
    ) -> Run:
        """Record the beginning of the run of this command, and return the record.

        `generator` is the version that made the rows.
        """
        return run_log.begin(kind, self.command_line, plan, expected, generator)

    def recorded(
        self, run: Run, show: ProgressCallback, work: Callable[[ProgressCallback], None]
    ) -> Sequence[DatabaseProgress]:
        """Call `work`, show and record its progress, record its end, and return its last progress.

        Raises CommandError if the run is interrupted, and the errors of `work`.
        """
        recorder = _ProgressRecorder(run, show)
        with termination_interrupts() as interruption:
            try:
                work(recorder.report)
            except KeyboardInterrupt:
                interruption.must_wait = True  # until the record says so
                run_log.finish(run, Run.State.INTERRUPTED, "interrupted")
                raise CommandError("interrupted; the databases are as before", returncode=INTERRUPTED) from None
            except Exception as error:
                run_log.finish(run, Run.State.FAILED, in_one_line(error))
                raise
            run_log.record_progress(run, recorder.last)
            run_log.finish(run, Run.State.COMPLETE)
        self.interruption_waits = interruption.waits
        return recorder.last


class _ProgressRecorder:
    """Passes the progress to the screen and, less often, to the record of the run."""

    def __init__(self, run: Run, show: ProgressCallback) -> None:
        self.last: Sequence[DatabaseProgress] = ()
        self._run, self._show = run, show
        self._recorded = time.monotonic()

    def report(self, progress: Sequence[DatabaseProgress]) -> None:
        """Show the progress, and record it if RECORD_EVERY_S have passed."""
        self.last = progress
        self._show(progress)
        if time.monotonic() - self._recorded >= RECORD_EVERY_S:
            run_log.record_progress(self._run, progress)
            self._recorded = time.monotonic()
