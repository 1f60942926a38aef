"""The history of each check over a month: what `seed_verify` found, and simulated runs on the other days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from seeding.catalog.timestamps import close_of, millis, month_to


@dataclass(frozen=True)
class PastVerification:
    """A recorded verification: when it ran, and the JSON that it wrote."""

    moment: datetime
    results: Mapping[str, Any]

    def result_of(self, check_id: str) -> Mapping[str, Any] | None:
        """Return the result of a check, or None if it did not run."""
        return next((result for result in self.results["checks"] if result["id"] == check_id), None)

    def faults_of(self, check_id: str) -> list[str]:
        """Return the faults that were planted for a check to find, each in a line."""
        faults = self.results.get("faults", ())
        return [f"{fault['description']}, {fault['row']}" for fault in faults if fault["check"] == check_id]


@dataclass(frozen=True)
class CheckRun:
    """A run of a check. A simulated one stands for a day without a verification."""

    moment: int
    passed: bool
    simulated: bool
    result: Mapping[str, Any] = field(default_factory=dict)
    planted: tuple[str, ...] = ()


def history(check_id: str, verifications: Sequence[PastVerification], as_of: date) -> list[CheckRun]:
    """Return the runs of a check in the order of time: all recorded ones, and one for every other day of the month.

    A simulated run repeats the recorded one before it; before the first it passes, as the bank was made to.
    """
    recorded = list(_recorded(check_id, verifications))
    days = {datetime.fromtimestamp(run.moment / 1000, UTC).date() for run in recorded}
    simulated = [_simulated(close_of(day), recorded) for day in month_to(as_of) if day not in days]
    return sorted([*recorded, *simulated], key=lambda run: run.moment)


def _recorded(check_id: str, verifications: Sequence[PastVerification]) -> Iterator[CheckRun]:
    for verification in verifications:
        result = verification.result_of(check_id)
        if result is not None:
            faults = tuple(verification.faults_of(check_id))
            yield CheckRun(millis(verification.moment), result["passed"], False, result, faults)


def _simulated(moment: int, recorded: Sequence[CheckRun]) -> CheckRun:
    before = [run.passed for run in recorded if run.moment < moment]
    return CheckRun(moment, passed=before[-1] if before else True, simulated=True)
