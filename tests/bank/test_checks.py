"""Every check passes on banks of many sizes and days."""

import pytest

from seeding.checks.reader import BankReader
from seeding.checks.run import run_check
from seeding.checks.suite import CHECKS

GROUPS = sorted({check.id[0] for check in CHECKS})
"""The first letters of checks. A test for each check and bank would take longer than the checks themselves."""


@pytest.mark.parametrize("group", GROUPS)
def test_every_check_passes(reader: BankReader, group: str) -> None:
    outcomes = [run_check(reader, check, 5) for check in CHECKS if check.id.startswith(group)]
    failed = [f"{outcome.check.id}: {outcome.result}" for outcome in outcomes if not outcome.passed]
    assert not failed, "\n".join(failed)
