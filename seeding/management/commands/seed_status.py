"""`manage.py seed_status`: what the databases hold."""

import json
from argparse import ArgumentParser
from typing import Any

from django.db import OperationalError
from psycopg import errors

from config.command import BankCommand
from seeding.bank.blueprint import BANK
from seeding.engine.holdings import look
from seeding.engine.runs import run_under_way
from seeding.engine.tables import FILLED
from seeding.management.report import StatusReport
from seeding.management.survey import survey
from seeding.models import Run


class Command(BankCommand):
    """Say what is there."""

    help = "Show what the databases hold: rows, rows expected, size, the last run and the storylines."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the form for scripts."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")

    def handle(self, *, as_json: bool, **options: Any) -> None:
        """Show the progress of a run that is under way, else what is in the tables."""
        report = self._report()
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), indent=2))
            return
        for line in report.as_lines():
            self.stdout.write(line)

    def _report(self) -> StatusReport:
        running = run_under_way()
        if running is None:
            try:
                return self._survey()
            except OperationalError as error:
                running = run_under_way() if isinstance(error.__cause__, errors.LockNotAvailable) else None
                if running is None:
                    raise
        return StatusReport(running, None, (), underway=True)

    def _survey(self) -> StatusReport:
        there = look(FILLED)
        plan = there.stored
        expected = {recipe.model._meta.db_table: recipe.expects(plan) for recipe in BANK.recipes} if plan else {}
        return StatusReport(Run.objects.first(), there, survey(expected, plan), underway=False)
