"""Every check passes on a bank as it is seeded, and finds the fault that it is about."""

import psycopg
import pytest

from seeding.checks.check import Check, Violations
from seeding.checks.planting import plant
from seeding.checks.reader import BankReader
from seeding.checks.run import run_check
from seeding.checks.suite import CHECKS

pytestmark = pytest.mark.xdist_group("checks")
EACH = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


@EACH
def test_a_bank_as_it_is_seeded_passes(bank: BankReader, check: Check) -> None:
    found = run_check(bank, check, 5)
    assert found.passed, found.result


@EACH
def test_a_fault_is_found(bank: BankReader, connections: dict[str, psycopg.Connection], check: Check) -> None:
    fault = plant(connections.__getitem__, check, bank.parameters, pick="1")
    assert fault.row
    found = run_check(bank, check, 5)
    assert not found.passed, f"planted {fault.description} in {fault.row}"
    if isinstance(found.result, Violations):
        assert found.result.shown
