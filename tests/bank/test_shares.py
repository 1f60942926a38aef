"""Every documented share and figure over many seeds, and in banks of odd sizes and days: baked, without a database."""

from datetime import date

import polars as pl
import pytest

from seeding.bank.graph import BANK
from seeding.bank.storylines import ROLES
from seeding.checks.check import Check
from seeding.checks.run import run_check
from tests.bank.baked import Baked, BakedReader, plan_of
from tests.bank.share_checks import SHARE_CHECKS

TODAY = date(2026, 6, 30)
ODD = (
    (61, 7, date(2026, 3, 1)),
    (77, 30, date(2024, 2, 29)),
    (119, 14, date(2026, 1, 1)),
    (361, 45, date(2026, 5, 31)),
    (659, 99, date(2026, 8, 17)),
)
"""Sizes at which a cell has a customer more than it needs, or lacks one, on days at which months and years turn."""
BANKS = {
    "scale-0.05": (range(1, 21), [(60, 7, TODAY)]),
    "scale-0.1": (range(21, 41), [(120, 15, TODAY)]),
    "scale-0.5": (range(31, 51), [(600, 75, TODAY)]),
    "scale-1": (range(1, 11), [(1_200, 150, TODAY)]),
    "odd-sizes-and-days": (range(1, 11, 2), ODD),
    "odd-sizes-and-days-again": (range(11, 51, 2), ODD),
}
"""Seeds; customers, employees and the day that a bank is seen on, in turn.

Banks of one seed begin with the same complete cells at every size, so that each size has seeds of its own: fifty first
cells are looked at, and a share that is missed in one bank out of twenty is found with a probability of 99 percent.
"""
QUICK = ("odd-sizes-and-days",)
"""The five banks that every run of the suite looks at, one of each odd size; 90 others are for `make test-hard`."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(
            banks,
            id=name,
            marks=[pytest.mark.xdist_group(f"seeds-{name}"), *([] if name in QUICK else [pytest.mark.hard])],
        )
        for name, banks in BANKS.items()
    ],
)
def banks(request: pytest.FixtureRequest) -> list[Baked]:
    """Banks of one size, or of odd sizes in turn, each with a seed of its own."""
    seeds, sizes = request.param
    return [Baked(plan_of(seed, *sizes[seed % len(sizes)])) for seed in seeds]


@pytest.fixture(scope="module")
def readers(banks: list[Baked]) -> list[BakedReader]:
    return [BakedReader(bank) for bank in banks]


def described(bank: Baked, line: object) -> str:
    return f"seed {bank.plan.seed}, {bank.plan.customers} customers, {bank.plan.as_of}: {line}"


def test_every_database_has_checks_of_shares() -> None:
    assert {check.id[0] for check in SHARE_CHECKS} == set("ECALIKX")


@pytest.mark.parametrize("check", SHARE_CHECKS, ids=lambda check: check.id)
def test_a_share_is_kept_with_every_seed(banks: list[Baked], readers: list[BakedReader], check: Check) -> None:
    outcomes = [(bank, run_check(reader, check, 5)) for bank, reader in zip(banks, readers, strict=True)]
    failed = [described(bank, figure) for bank, outcome in outcomes for figure in outcome.figures if not figure.passes]
    assert not failed, "\n".join(failed)


def test_every_table_has_a_number_of_rows_that_its_recipe_expects(banks: list[Baked]) -> None:
    missed = [
        described(bank, f"{recipe.name}: {rows} rows, expected {expected}")
        for bank in banks
        for recipe in BANK.recipes
        for rows, expected in [(bank.rows(recipe.model._meta.db_table), recipe.expects(bank.plan.layout))]
        if not expected.low <= rows <= expected.high
    ]
    assert not missed, "\n".join(missed)


def test_nobody_has_more_than_two_accounts_and_no_balance_is_negative(banks: list[Baked]) -> None:
    for bank in banks:
        assert bank.table("accounts").group_by("customer_id").len()["len"].max() <= 2, described(bank, "more than two")
        assert bank.table("transactions")["balance_after"].min() >= 0, described(bank, "overdrawn")


def test_the_household_of_the_storylines_owns_an_account_jointly(banks: list[Baked]) -> None:
    accounts = [account for role in ROLES.values() if role.household for account in role.account_ids]
    ours = pl.col("primary_account_id").is_in(accounts) & pl.col("related_account_id").is_in(accounts)
    joint = ours & (pl.col("relationship_type") == "joint_owner")
    missed = [bank.plan.seed for bank in banks if bank.table("account_relationships").filter(joint).is_empty()]
    assert not missed, f"no joint owner among {accounts} with the seeds {missed}"


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.hard) for seed in (2, 3))])
def test_18_to_32_percent_of_two_account_holders_have_two_checking_accounts_at_scale_10(seed: int) -> None:
    accounts = Baked(plan_of(seed, 12_000, 1_500), only=("accounts",)).table("accounts")
    pairs = accounts.group_by("customer_id").agg(types=pl.col("account_type").sort(), accounts=pl.len())
    both_checking = pl.col("types") == pl.lit(["checking", "checking"], dtype=pl.List(pl.String))
    part = pairs.filter(pl.col("accounts") == 2).select(both_checking.mean()).item()
    assert 0.18 <= part <= 0.32
