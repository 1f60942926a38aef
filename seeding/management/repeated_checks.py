"""Running failed checks again once the bank has been loaded anew, so that a catalog shows what holds now."""

import json
import time
from uuid import UUID

from seeding.checks.check import Check
from seeding.checks.reader import BankReader
from seeding.checks.run import run_checks
from seeding.checks.suite import CHECKS
from seeding.engine.plan import Plan
from seeding.management.verification import Verification
from seeding.models import Run
from seeding.storage.connection import connect
from seeding.storage.planted_faults import planted_faults
from seeding.storage.read import read_only
from seeding.storage.verification_log import record_verification, verifications_of

_SHOWN = 5


def repeat_failed_checks(plan: Plan, run: Run, application: str) -> None:
    """Run the checks that failed last on rows that another load has replaced since, and record what they find."""
    outdated = _outdated(plan, run)
    if not outdated:
        return
    started = time.monotonic()
    bank = BankReader.of_run(plan, run, lambda name: read_only(connect(name, application)))
    try:
        outcomes = sorted(run_checks(bank, outdated, _SHOWN), key=lambda outcome: outcome.check.id)
    finally:
        bank.close()
    verification = Verification(plan, run, outcomes, planted_faults(), time.monotonic() - started)
    record_verification(run, verification.as_json())


def _outdated(plan: Plan, run: Run) -> list[Check]:
    """Return the checks whose last recorded result is a failure on the rows of another run."""
    failed_on: dict[str, UUID | None] = {}
    for verification in verifications_of(plan):
        for result in json.loads(verification.results)["checks"]:
            failed_on[result["id"]] = None if result["passed"] else verification.run.pk
    return [check for check in CHECKS if failed_on.get(check.id) not in (None, run.pk)]
