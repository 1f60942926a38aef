"""Every check passes on banks of many sizes and days."""

import pytest

from seeding.checks.check import Check
from seeding.checks.reader import BankReader
from seeding.checks.run import run_check
from seeding.checks.suite import CHECKS


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_passes(reader: BankReader, check: Check) -> None:
    outcome = run_check(reader, check, 5)
    assert outcome.passed, outcome.result
