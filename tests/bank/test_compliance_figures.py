"""What compliance as a whole is held to, over ten seeds at scale 1 and in the databases."""

import pytest

from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank
from tests.bank.compliance_figures import compliance_misses
from tests.bank.documented import SCALE_ONE
from tests.bank.shares_of_compliance import COMPLIANCE

SEEDS = range(1, 11)


@pytest.fixture(scope="module")
def banks() -> list[Baked]:
    """Ten banks of scale 1."""
    return [Baked(plan_of(seed, 1_200, 150)) for seed in SEEDS]


def test_figures_of_compliance_lie_within_their_bounds(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    missed = list(compliance_misses(bank, bank.answers))
    assert not missed, "\n".join(missed)


def test_every_seed_keeps_them(banks: list[Baked]) -> None:
    missed = [
        f"seed {bank.plan.seed}: {line}"
        for bank in banks
        for line in compliance_misses(bank, bank.table("seeding_planted_transaction"))
    ]
    assert not missed, "\n".join(missed)


def test_every_seed_keeps_the_shares_of_compliance(banks: list[Baked]) -> None:
    missed = [f"seed {bank.plan.seed}: {line}" for bank in banks for share in COMPLIANCE for line in share.misses(bank)]
    assert not missed, "\n".join(missed)


def test_twenty_to_twenty_five_reports_are_written_at_scale_1(banks: list[Baked]) -> None:
    reports = {bank.plan.seed: len(bank.table("suspicious_activity_reports")) for bank in banks}
    assert all(20 <= number <= 25 for number in reports.values()), reports


def test_one_draft_and_two_reports_under_review_are_there_at_scale_1(banks: list[Baked]) -> None:
    for bank in banks:
        status = dict(bank.table("suspicious_activity_reports")["sar_status"].value_counts().iter_rows())
        assert (status["draft"], status["under_review"]) == (1, 2), f"seed {bank.plan.seed}: {status}"


def test_a_report_is_written_in_every_bank_from_60_customers() -> None:
    for seed in range(1, 31):
        small = Baked(plan_of(seed, 60, 5), only=("suspicious_activity_reports",))
        assert len(small.table("suspicious_activity_reports")), f"seed {seed}"
