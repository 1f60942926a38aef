"""`manage.py seed_verify`: run every check on the bank."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from datahub.browsing.chart_data import Chart
from datahub.databases import BANK_DATABASES
from seeding.charts.gallery import bank_charts
from seeding.checks.check import Check, Outcome
from seeding.checks.distributions import Distribution, distributions
from seeding.checks.reader import BankReader
from seeding.checks.run import run_checks
from seeding.checks.suite import CHECKS
from seeding.management.display import steps
from seeding.management.reading import BankReadCommand
from seeding.management.verification import Verification
from seeding.storage.connection import connect
from seeding.storage.planted_faults import planted_faults
from seeding.storage.read import read_only
from seeding.storage.verification_log import record_verification

VIOLATIONS_SHOWN = 5


class Command(BankReadCommand):
    """Verify the bank."""

    help = (
        "Run every check on whatever is in the databases. The exit code is 0 only if all pass. docs/checks.md lists "
        "the checks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which checks to run, and how to report."""
        parser.add_argument("--database", choices=BANK_DATABASES, help="only checks that query this database")
        parser.add_argument("--check", nargs="+", metavar="ID", help="only these checks, such as A1 X4")
        parser.add_argument(
            "--sample",
            type=int,
            default=VIOLATIONS_SHOWN,
            metavar="N",
            help=f"rows to show of each failed check (default: {VIOLATIONS_SHOWN})",
        )
        parser.add_argument("--figures", action="store_true", help="also print the figures of the checks that passed")
        parser.add_argument("--json", metavar="FILE", dest="json_file", help="write the results as JSON; - is stdout")
        parser.add_argument("--report", metavar="FILE.html", help="write an HTML report, which needs no network")

    def handle(
        self,
        *,
        database: str | None,
        check: Sequence[str] | None,
        sample: int,
        figures: bool,
        json_file: str | None,
        report: str | None,
        **options: Any,
    ) -> None:
        """Run the checks, report, and fail if any of them does."""
        selected = _selected(database, check)
        if sample < 0:
            raise CommandError(f"--sample {sample} is not a number of rows; give 0 or more")
        for name in (json_file, report):
            if name and name != "-":
                _refuse_unwritable(Path(name))
        verification, distributions_found, charts = self._verify(selected, sample, with_charts=report is not None)
        if verification.run:
            record_verification(verification.run, verification.as_json())
        if json_file:
            self._write_json(verification, json_file)
        if report:
            Path(report).write_text(verification.as_page(distributions_found, charts), encoding="utf-8")
        if json_file != "-":
            for line in verification.as_lines(figures=figures):
                self.stdout.write(line)
            self.stdout.write(f"{verification.headline} in {verification.seconds:.1f} s")
        if verification.failed:
            failed = ", ".join(outcome.check.id for outcome in verification.failed)
            raise CommandError(f"{verification.headline}: {failed}")

    def _verify(
        self, selected: Sequence[Check], sample: int, *, with_charts: bool
    ) -> tuple[Verification, list[Distribution], list[Chart]]:
        plan, run = self.complete_bank()
        started = time.monotonic()
        bank = BankReader.of_run(plan, run, lambda name: read_only(connect(name, "seed_verify")))
        try:
            outcomes: list[Outcome] = []
            with steps(self.stderr, "checks", len(selected)) as step:
                for outcome in run_checks(bank, selected, sample):
                    outcomes.append(outcome)
                    step(outcome.check.id)
            shown = (distributions(bank), bank_charts(bank.rows)) if with_charts else ([], [])
        finally:
            bank.close()
        place = {check.id: number for number, check in enumerate(selected)}
        outcomes.sort(key=lambda outcome: place[outcome.check.id])
        return Verification(plan, run, outcomes, planted_faults(), time.monotonic() - started), *shown

    def _write_json(self, verification: Verification, file: str) -> None:
        text = json.dumps(verification.as_json(), indent=2, allow_nan=False)
        if file == "-":
            self.stdout.write(text)
        else:
            Path(file).write_text(text + "\n", encoding="utf-8")


def _selected(database: str | None, ids: Sequence[str] | None) -> list[Check]:
    """Return the checks to run. Raises CommandError for an unknown id, or where none is left."""
    known = {check.id.casefold() for check in CHECKS}
    unknown = [name for name in ids or () if name.casefold() not in known]
    if unknown:
        raise CommandError(f"there is no check {unknown[0]}; docs/checks.md lists them, such as A1")
    wanted = {name.casefold() for name in ids} if ids else known
    of_database = [check for check in CHECKS if database is None or database in check.databases]
    selected = [check for check in of_database if check.id.casefold() in wanted]
    if not selected:
        raise CommandError(f"none of these checks queries {database}; omit --database or --check")
    return selected


def _refuse_unwritable(file: Path) -> None:
    """Raise CommandError for a file that cannot be written, before any check runs."""
    if not file.parent.is_dir():
        raise CommandError(f"{file} cannot be written: there is no directory {file.parent}")
