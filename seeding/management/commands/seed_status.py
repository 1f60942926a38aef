"""`manage.py seed_status`: shows what the databases contain."""

import json
from dataclasses import replace
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import OperationalError
from psycopg import errors

from config.command import BankCommand
from seeding.management.options.seed_status import Arguments
from seeding.management.report import StatusReport
from seeding.management.survey import survey
from seeding.management.tally import Tally
from seeding.models import Run
from seeding.storage.bank_lock import running_run
from seeding.storage.bank_state import BankState, Condition, read_bank_state
from seeding.storage.run_log import expected_rows
from seeding.storage.tables import FILLED


class Command(Arguments, BankCommand):
    """Show the state of the bank."""

    requires_system_checks: list[str] = []

    def handle(self, *, as_json: bool, next_day: bool, **options: Any) -> None:
        """Show the progress of the current run, or the contents of the tables if no run is under way."""
        report = self._report()
        if next_day:
            report = replace(report, next_day=_next_day(report.state))
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), indent=2))
            return
        for line in report.as_lines():
            self.show(line)

    def _report(self) -> StatusReport:
        running = running_run()
        if running is None:
            try:
                return _bank_report()
            except OperationalError as error:
                running = running_run() if isinstance(error.__cause__, errors.LockNotAvailable) else None
                if running is None:
                    raise
        return StatusReport(running, None, (), under_way=True)


def _bank_report() -> StatusReport:
    """Return the report on the tables. Raises OperationalError if a run locks a table."""
    state = read_bank_state(FILLED)
    expected = expected_rows(state.run) if state.run and state.plan else {}
    return StatusReport(Run.objects.first(), state, survey(expected, state.plan), under_way=False)


def _next_day(state: BankState | None) -> Tally | None:
    """Return what the next day brings, or None if there is no complete bank or it is seen on its last day.

    A command of its own computes it: what makes rows takes longer to import than everything else that is shown.
    """
    if state is None or state.condition is not Condition.COMPLETE or state.plan is None or state.plan.shows_all:
        return None
    answer = StringIO()
    call_command("seed_ahead", as_json=True, stdout=answer)
    return Tally.from_json(json.loads(answer.getvalue())["tables"])
