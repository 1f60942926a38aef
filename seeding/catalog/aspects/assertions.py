"""The checks as assertions, and a month of their runs."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.check_subjects import CATALOGED, subject_of
from seeding.catalog.datasets import Dataset
from seeding.catalog.pack_urns import assertion_urn
from seeding.catalog.proposals import Aspect, Proposal
from seeding.catalog.urns import POSTGRES
from seeding.catalog.verification_history import CheckRun, history
from seeding.checks.check import Check, Severity

CATEGORIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.CRITICAL: "Reconciliation", Severity.ERROR: "Business rule", Severity.WARNING: "Distribution"}
)
"""What a catalog groups checks by: whether they are about money, a rule or a distribution."""
SIMULATED = "nobody verified the bank on this day: the run is simulated"


def dataset_of(check: Check, facts: BankFacts) -> Dataset:
    """Return the table that a check is about."""
    return facts.datasets.tables[subject_of(check).table]


def assertions(facts: BankFacts) -> Iterator[Proposal]:
    """Yield each check as an assertion about the table, and the column if there is one, that its fault changes."""
    for check in CATALOGED:
        urn = assertion_urn(dataset_of(check, facts), check.id)
        yield Proposal(urn, "assertionInfo", _info(check, facts))
        yield Proposal(urn, "dataPlatformInstance", {"platform": POSTGRES})


def runs(facts: BankFacts) -> Iterator[Proposal]:
    """Yield the runs of each check: those on record, and simulated ones for the other days of the month."""
    for check in CATALOGED:
        dataset = dataset_of(check, facts)
        urn = assertion_urn(dataset, check.id)
        for run in history(check.id, facts.verifications, facts.as_of):
            yield Proposal(urn, "assertionRunEvent", _run_event(urn, dataset.urn, run))


def _info(check: Check, facts: BankFacts) -> Aspect:
    dataset, column = dataset_of(check, facts), subject_of(check).column
    custom: dict[str, Any] = {"type": CATEGORIES[check.severity], "entity": dataset.urn}
    if column:
        custom["field"] = dataset.field(column)
    databases = ", ".join(check.databases)
    return {
        "type": "CUSTOM",
        "customAssertion": custom,
        "source": {"type": "EXTERNAL"},
        "description": f"{check.id}: {check.title}",
        "customProperties": {"check": check.id, "severity": check.severity.value, "databases": databases},
    }


def _run_event(assertion: str, dataset: str, run: CheckRun) -> Aspect:
    context = {"simulated": "true", "reason": SIMULATED} if run.simulated else {"command": "seed_verify"}
    return {
        "timestampMillis": run.moment,
        "runId": f"{'simulated' if run.simulated else 'seed_verify'}-{run.moment}",
        "assertionUrn": assertion,
        "asserteeUrn": dataset,
        "status": "COMPLETE",
        "runtimeContext": context,
        "result": {"type": "SUCCESS" if run.passed else "FAILURE", **_details(run)},
    }


def _details(run: CheckRun) -> Aspect:
    """Return what a recorded run found, as an aspect has it; nothing of a simulated one."""
    if run.simulated:
        return {"nativeResults": {"simulated": "true"}}
    native = {figure["name"]: str(figure["value"]) for figure in run.result["figures"]}
    native |= {f"violation {number}": line for number, line in enumerate(violations(run), 1)}
    count = run.result["rows"]
    return {
        **({"nativeResults": native} if native else {}),
        **({} if count is None else {"unexpectedCount": count}),
    }


def violations(run: CheckRun) -> list[str]:
    """Return the rows that violate a check, those that the run shows, each in a line."""
    return [", ".join(f"{name} {value}" for name, value in row.items()) for row in run.result.get("shown", ())]
