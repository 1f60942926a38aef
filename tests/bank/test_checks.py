"""Every check of what the databases hold passes on banks of every size and day."""

import pytest

from seeding.checks.check import Check
from seeding.checks.reader import BankReader
from seeding.checks.run import run_check
from seeding.checks.suite import CHECKS


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_passes(reader: BankReader, check: Check) -> None:
    found = run_check(reader, check, 5)
    assert found.passed, found.result
