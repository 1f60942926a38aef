"""`manage.py seed_verify`: run every check on the bank."""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from config.errors import REFUSALS, is_read_only
from config.output_files import STANDARD_OUTPUT, refuse_unwritable, written_file
from config.terminal import Style
from datahub.browsing.chart_data import Chart
from seeding.charts.gallery import bank_charts
from seeding.checks.check import Check, Outcome
from seeding.checks.distributions import Distribution, distributions
from seeding.checks.reader import BankReader
from seeding.checks.run import run_checks
from seeding.checks.suite import CHECKS
from seeding.engine.plan import Plan
from seeding.management.display import steps
from seeding.management.options.seed_verify import Arguments
from seeding.management.reading import BankReadCommand
from seeding.management.verification import FAILED, Verification
from seeding.models import Run
from seeding.storage.connection import connect
from seeding.storage.planted_faults import planted_faults
from seeding.storage.read import read_only
from seeding.storage.verification_log import record_verification

NORMAL = 1
"""The verbosity unless more is asked for."""


class Command(Arguments, BankReadCommand):
    """Verify the bank."""

    def handle(
        self,
        *,
        database: str | None,
        check: Sequence[str] | None,
        sample: int,
        json_file: str | None,
        report: str | None,
        verbosity: int,
        **options: Any,
    ) -> None:
        """Run the checks, report, and fail if any of them does.

        Raises CommandError with one line if a check fails or an option is wrong.
        """
        selected = _selected(database, check)
        if sample < 0:
            raise CommandError(f"--sample {sample} is not a number of rows; give 0 or more")
        _refuse_targets({"--json": json_file, "--report": report})
        verification, distributions_found, charts = self.read_whole(
            lambda plan, run: self._verify(plan, run, selected, sample, with_charts=report is not None)
        )
        self._record(verification)
        if json_file:
            _write(json_file, json.dumps(verification.as_json(), indent=2, allow_nan=False) + "\n", self.stdout)
        if report:
            _write(report, verification.as_page(distributions_found, charts), self.stdout)
        if STANDARD_OUTPUT not in (json_file, report):
            self._print(verification, report, measures=verbosity > NORMAL)
        elif verification.failed:
            raise _failure(verification)

    def _record(self, verification: Verification) -> None:
        """Record the results with the run whose rows they are about, where the server allows that."""
        if verification.run is None:
            return
        try:
            record_verification(verification.run, verification.as_json())
        except REFUSALS as error:
            if not is_read_only(error):
                raise
            self.say("The server is read-only, so that no record is kept of this verification")

    def _print(self, verification: Verification, report: str | None, *, measures: bool) -> None:
        """Print what failed first, and end with one line. Raises CommandError with that line if a check failed."""
        try:
            for line in verification.as_lines(measures=measures):
                self.show(line, Style.RED if line.startswith(FAILED) else None)
            if report:
                self.stdout.write(f"report  {Path(report).absolute()}")
            self.stdout.flush()  # before the line on standard error
        finally:
            if verification.failed:
                raise _failure(verification)  # also if nobody reads the lines: the bank is faulty
        self.show(verification.summary, Style.GREEN)

    def _verify(
        self, plan: Plan, run: Run | None, selected: Sequence[Check], sample: int, *, with_charts: bool
    ) -> tuple[Verification, list[Distribution], list[Chart]]:
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


def _failure(verification: Verification) -> CommandError:
    failed = ", ".join(outcome.check.id for outcome in verification.failed)
    return CommandError(f"{verification.summary}: {failed}")


def _write(name: str, text: str, screen: OutputWrapper) -> None:
    """Write a result to a file, or to standard output. Raises TargetError."""
    if name == STANDARD_OUTPUT:
        screen.write(text)
        return
    with written_file(Path(name)) as file:
        file.write(text)


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


def _refuse_targets(targets: Mapping[str, str | None]) -> None:
    """Raise CommandError for a file that cannot be written, by its option, before any check runs."""
    for option, name in targets.items():
        if name == "":
            raise CommandError(f"{option} has no name; name a file, or - for standard output")
        if name and name != STANDARD_OUTPUT:
            refuse_unwritable(Path(name))
    if list(targets.values()).count(STANDARD_OUTPUT) > 1:
        raise CommandError(f"{' and '.join(targets)} cannot both be written to standard output; name a file for one")
