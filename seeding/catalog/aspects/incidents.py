"""Incidents: one for each check that ever failed, open while its last run fails."""

from collections.abc import Iterator, Sequence

from seeding.catalog.aspects.assertions import dataset_of, violations
from seeding.catalog.aspects.organization import heads
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.check_subjects import CATALOGED, subject_of
from seeding.catalog.domains import owner_of
from seeding.catalog.pack_urns import assertion_urn, group_urn, incident_urn, user_urn
from seeding.catalog.proposals import Aspect, Proposal
from seeding.catalog.timestamps import stamp
from seeding.catalog.verification_history import CheckRun, history
from seeding.checks.check import Check, Severity

_PRIORITIES = {Severity.CRITICAL: 0, Severity.ERROR: 1, Severity.WARNING: 2}
"""DataHub's numbers for critical, high and medium."""


def incidents(facts: BankFacts) -> Iterator[Proposal]:
    """Yield the incidents of the checks that failed in a recorded run."""
    for check in CATALOGED:
        recorded = [run for run in history(check.id, facts.verifications, facts.as_of) if not run.simulated]
        if not all(run.passed for run in recorded):
            urn = incident_urn(dataset_of(check, facts), check.id)
            yield Proposal(urn, "incidentInfo", _info(check, recorded, facts))


def _info(check: Check, recorded: Sequence[CheckRun], facts: BankFacts) -> Aspect:
    dataset, column = dataset_of(check, facts), subject_of(check).column
    last = recorded[-1]
    failures = _last_failures(recorded)
    began = failures[0].moment
    owner = owner_of(dataset.database, dataset.name)
    head = heads(facts).get(owner)
    message = "the check passes again" if last.passed else "the check fails"
    return {
        "type": "FIELD" if column else "OPERATIONAL",
        "title": f"{check.id}: {check.title}",
        "description": _description(failures[-1]),
        "entities": [dataset.urn, *([dataset.field(column)] if column else [])],
        "priority": _PRIORITIES[check.severity],
        "assignees": [{"actor": user_urn(head) if head else group_urn(owner), "assignedAt": stamp(began)}],
        "status": {
            "state": "RESOLVED" if last.passed else "ACTIVE",
            "stage": "FIXED" if last.passed else "TRIAGE",
            "message": message,
            "lastUpdated": stamp(last.moment),
        },
        "source": {"type": "ASSERTION_FAILURE", "sourceUrn": assertion_urn(dataset, check.id)},
        "startedAt": began,
        "created": stamp(began),
    }


def _last_failures(recorded: Sequence[CheckRun]) -> list[CheckRun]:
    """Return the last failed runs that no passed run lies between, in the order of time."""
    failed = False
    found: list[CheckRun] = []
    for run in reversed(recorded):
        if failed and run.passed:
            break
        if not run.passed:
            failed = True
            found.append(run)
    return found[::-1]


def _description(run: CheckRun) -> str:
    """Return what a failed run found, and the faults that were planted for it."""
    count = run.result["rows"]
    figures = [figure["name"] for figure in run.result["figures"] if not figure["passed"]]
    lines = [f"{count:,} rows violate the check." if count > 1 else "1 row violates the check."] if count else []
    lines += [f"- {line}" for line in violations(run)]
    lines += [f"Outside its bounds: {name}" for name in figures]
    lines += [f"Planted on purpose: {fault}" for fault in run.planted]
    return "\n".join(lines)
