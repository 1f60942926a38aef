"""Every check of what the databases hold passes on banks of every size and day."""

from collections.abc import Iterator

import pytest

from seeding.checks.check import Check
from seeding.checks.held import HeldBank
from seeding.checks.suite import CHECKS
from seeding.checks.verify import verdict
from seeding.engine.connection import connect
from seeding.engine.plan import Plan
from seeding.engine.read import read_only
from tests.bank.bank import Bank


@pytest.fixture(scope="module")
def held(bank: Bank) -> Iterator[HeldBank]:
    asked = bank.asked
    plan = Plan(asked.seed, asked.customers, asked.employees, asked.as_of, asked.as_of)
    found = HeldBank(plan, lambda database: read_only(connect(database, "test")))
    yield found
    found.close()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_passes(held: HeldBank, check: Check) -> None:
    found = verdict(held, check, 5)
    assert found.passed, found.judgement
