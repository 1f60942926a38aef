"""Every check passes on thirty days in a row, over the end of a month, a quarter and a year."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest

from seeding.checks.check import Check, Outcome
from seeding.checks.reader import BankReader
from seeding.checks.run import run_check
from seeding.checks.suite import CHECKS
from seeding.storage.bank_state import read_bank_state
from seeding.storage.connection import connect
from seeding.storage.read import read_only
from seeding.storage.tables import FILLED
from tests.advancing import contents
from tests.seeded import command, start_afresh, status

pytestmark = pytest.mark.hard

DAYS = 30
START = date(2025, 12, 8)
UNTIL = START + timedelta(days=DAYS)
PLAN = {"scale": "0.05", "seed": "20261120", "start": str(START), "until": str(UNTIL)}

Days = dict[date, list[Outcome]]


@pytest.fixture(scope="module")
def days() -> Days:
    """The outcomes of the checks on each day; those that a day cannot fail are evaluated on the first and the last."""
    start_afresh()
    command("seed_all", **PLAN, as_of=str(START))
    found = {START: list(_outcomes(CHECKS))}
    daily = [outcome.check for outcome in found[START] if _may_fail_before_the_end(outcome)]
    for number in range(1, DAYS + 1):
        command("seed_advance")
        found[START + timedelta(days=number)] = list(_outcomes(CHECKS if number == DAYS else daily))
    return found


def _outcomes(checks: Sequence[Check]) -> Iterator[Outcome]:
    state = read_bank_state(FILLED)
    assert state.plan
    reader = BankReader.of_run(state.plan, state.run, lambda name: read_only(connect(name, "test", autocommit=True)))
    for check in checks:
        yield run_check(reader, check, 3)
    reader.close()


def _may_fail_before_the_end(outcome: Outcome) -> bool:
    """Return whether a check can fail before the last day: shares are exact on that day, figures need a larger bank."""
    never = ("not enforced before ", "not enforced below ")
    return not outcome.figures or not all(figure.not_enforced.startswith(never) for figure in outcome.figures)


def test_every_check_passes_on_every_day(days: Days) -> None:
    failed = {
        f"{outcome.check.id} on {day}": outcome.result
        for day, outcomes in days.items()
        for outcome in outcomes
        if not outcome.passed
    }
    assert failed == {}
    assert len(days) == DAYS + 1


def test_most_checks_are_evaluated_on_every_day_and_all_on_the_last(days: Days) -> None:
    evaluated = [{outcome.check.id for outcome in outcomes} for outcomes in days.values()]
    assert evaluated[-1] == {check.id for check in CHECKS}
    of_rows = {outcome.check.id for outcome in days[UNTIL] if not outcome.figures}
    assert {"A1", "E5", "I1", "K16", "L11", "X2"} <= of_rows
    assert all(of_rows <= ids for ids in evaluated)


def test_thirty_steps_lead_to_the_bank_that_is_seeded_on_the_last_day(days: Days) -> None:
    assert status()["plan"]["as_of"] == str(UNTIL)
    advanced = contents()
    command("seed_all", **PLAN, as_of=str(UNTIL), replace=True)
    assert contents() == advanced
