"""Every check passes on a seeded bank and fails on its fault."""

import psycopg
import pytest

from seeding.checks.check import Check, Violations
from seeding.checks.planting import plant
from seeding.checks.reader import BankReader
from seeding.checks.run import run_check
from seeding.checks.suite import CHECKS
from tests.checks.recording import RecordingReader
from tests.sampling import first_of_each

pytestmark = pytest.mark.xdist_group("checks")


def kind_of(check: Check) -> tuple[str, str]:
    """Return the group of a check and the function that builds checks of its kind, such as those of shares."""
    return check.id[0], check.evaluate.__qualname__


EACH = pytest.mark.parametrize("check", first_of_each(kind_of, CHECKS), ids=lambda check: check.id)


@EACH
def test_a_check_passes_on_a_seeded_bank(unchanged: RecordingReader, check: Check) -> None:
    outcome = unchanged.outcome(check)
    assert outcome.passed, outcome.result


@EACH
def test_a_check_fails_on_its_fault(bank: BankReader, connections: dict[str, psycopg.Connection], check: Check) -> None:
    fault = plant(connections.__getitem__, check, bank.parameters, pick="1")
    assert fault.row
    outcome = run_check(bank, check, 5)
    assert not outcome.passed, f"planted {fault.description} in {fault.row}"
    if isinstance(outcome.result, Violations):
        assert outcome.result.shown
