"""`manage.py seed_verify`: prove that the bank is sound."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from datahub.databases import BANK_DATABASES
from seeding.checks.check import Check, Outcome
from seeding.checks.distributions import Distribution, distributions
from seeding.checks.planting import PlantedFault, planted
from seeding.checks.reader import BankReader
from seeding.checks.run import run_checks
from seeding.checks.suite import CHECKS
from seeding.management.display import steps
from seeding.management.reading import BankReadCommand
from seeding.management.verification import Verification
from seeding.storage.connection import connect
from seeding.storage.read import read_only
from seeding.storage.tables import FILLED

SHOWN = 5


class Command(BankReadCommand):
    """Hold the bank against every check."""

    help = (
        "Hold what the databases hold against every check, whoever made it. Ends with exit code 0 only if all pass. "
        "What each check means: docs/checks.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to check, and how to tell."""
        parser.add_argument("--database", choices=BANK_DATABASES, help="only checks that ask this database")
        parser.add_argument("--check", nargs="+", metavar="ID", help="only these checks, such as A1 X4")
        parser.add_argument(
            "--sample", type=int, default=SHOWN, metavar="N", help=f"rows shown of each failure (default: {SHOWN})"
        )
        parser.add_argument("--json", metavar="FILE", dest="json_file", help="write everything as JSON; - is stdout")
        parser.add_argument("--report", metavar="FILE.html", help="write a page to look at, which needs no network")

    def handle(
        self,
        *,
        database: str | None,
        check: Sequence[str] | None,
        sample: int,
        json_file: str | None,
        report: str | None,
        **options: Any,
    ) -> None:
        """Check, tell, and fail if anything does."""
        wanted = _wanted(database, check)
        if sample < 0:
            raise CommandError(f"--sample {sample} is not a number of rows; give 0 or more")
        files = [Path(name) for name in (json_file, report) if name and name != "-"]
        for file in files:
            _refuse_unwritable(file)
        found, charts = self._verified(wanted, sample, with_charts=report is not None)
        if json_file:
            self._write_json(found, json_file)
        if report:
            Path(report).write_text(found.as_page(charts), encoding="utf-8")
        if json_file != "-":
            for line in found.as_lines():
                self.stdout.write(line)
            self.stdout.write(f"{found.headline} in {found.seconds:.1f} s")
        if found.failed:
            raise CommandError(f"{found.headline}: {', '.join(outcome.check.id for outcome in found.failed)}")

    def _verified(
        self, wanted: Sequence[Check], sample: int, *, with_charts: bool
    ) -> tuple[Verification, list[Distribution]]:
        plan, run = self.complete_bank()
        started = time.monotonic()
        bank = BankReader.of_run(plan, run, lambda name: read_only(connect(name, "seed_verify")))
        try:
            found: list[Outcome] = []
            with steps(self.stderr, "checks", len(wanted)) as step:
                for outcome in run_checks(bank, wanted, sample):
                    found.append(outcome)
                    step(outcome.check.id)
            charts = distributions(bank) if with_charts else []
        finally:
            bank.close()
        place = {check.id: number for number, check in enumerate(wanted)}
        found.sort(key=lambda outcome: place[outcome.check.id])
        return Verification(plan, run, found, _planted(), time.monotonic() - started), charts

    def _write_json(self, found: Verification, file: str) -> None:
        text = json.dumps(found.as_json(), indent=2)
        if file == "-":
            self.stdout.write(text)
        else:
            Path(file).write_text(text + "\n", encoding="utf-8")


def _wanted(database: str | None, ids: Sequence[str] | None) -> list[Check]:
    """Return the checks that were asked for. Raises CommandError for one that there is not."""
    known = {check.id.casefold() for check in CHECKS}
    unknown = [name for name in ids or () if name.casefold() not in known]
    if unknown:
        raise CommandError(
            f"there is no check {unknown[0]}; docs/checks.md lists them, from {CHECKS[0].id} to {CHECKS[-1].id}"
        )
    asked = {name.casefold() for name in ids} if ids else known
    of_database = [check for check in CHECKS if database is None or database in check.databases]
    wanted = [check for check in of_database if check.id.casefold() in asked]
    if not wanted:
        raise CommandError(f"none of these checks asks {database}; leave --database or --check out")
    return wanted


def _refuse_unwritable(file: Path) -> None:
    """Raise CommandError before anything is checked for nothing."""
    if not file.parent.is_dir():
        raise CommandError(f"{file} cannot be written: there is no directory {file.parent}")


def _planted() -> list[PlantedFault]:
    """Return the faults that `seed_break` planted, whichever database they are in; one told twice counts once."""
    found: dict[PlantedFault, None] = {}
    for database in FILLED:
        with connect(database, "seed_verify") as connection:
            found.update(dict.fromkeys(planted(connection)))
    return list(found)
