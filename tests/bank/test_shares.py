"""Every documented share, over fifty seeds and in banks of odd sizes and days: baked, without a database."""

from datetime import date

import polars as pl
import pytest

from seeding.bank.graph import BANK
from seeding.bank.storylines import ROLES
from tests.bank.baked import Baked, plan_of
from tests.bank.documented import Documented
from tests.bank.ledger_figures import (
    checking_and_savings,
    ledger_misses,
    open_accounts_within_limits,
    same_currency_pairs,
)
from tests.bank.shares import SHARES

SEEDS = range(1, 51)
TODAY = date(2026, 6, 30)
ODD = (
    (61, 7, date(2026, 3, 1)),
    (77, 30, date(2024, 2, 29)),
    (119, 14, date(2026, 1, 1)),
    (361, 45, date(2026, 5, 31)),
    (659, 99, date(2026, 8, 17)),
)
"""A cell that holds one customer more than it has to, or lacks one, on days at which months and years turn."""
SIZES = {
    "scale-0.05": [(60, 7, TODAY)],
    "scale-0.1": [(120, 15, TODAY)],
    "scale-0.5": [(600, 75, TODAY)],
    "odd-sizes-and-days": ODD,
}
"""Customers, employees and the day that a bank is seen on."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(sizes, id=name, marks=pytest.mark.xdist_group(f"fifty-{name}")) for name, sizes in SIZES.items()
    ],
)
def banks(request: pytest.FixtureRequest) -> list[Baked]:
    """Fifty banks of one size, or of odd sizes in turn."""
    sizes = request.param
    return [Baked(plan_of(seed, *sizes[seed % len(sizes)])) for seed in SEEDS]


def told(bank: Baked, line: str) -> str:
    return f"seed {bank.plan.seed}, {bank.plan.customers} customers, {bank.plan.as_of}: {line}"


@pytest.mark.parametrize("share", SHARES, ids=lambda share: share.name)
def test_every_seed_keeps_a_documented_share(banks: list[Baked], share: Documented) -> None:
    missed = [told(bank, line) for bank in banks for line in share.misses(bank)]
    assert not missed, "\n".join(missed)


def test_every_seed_keeps_the_counts_of_the_ledger(banks: list[Baked]) -> None:
    missed = [told(bank, line) for bank in banks for line in ledger_misses(bank)]
    assert not missed, "\n".join(missed)


def test_three_in_ten_with_two_accounts_hold_checking_and_savings_in_one_currency(banks: list[Baked]) -> None:
    parts = [(bank, checking_and_savings(bank)) for bank in banks]
    missed = [told(bank, f"{part:.1%} of {len(same_currency_pairs(bank))}") for bank, part in parts if part < 0.30]
    assert not missed, "\n".join(missed)


def test_nineteen_open_accounts_in_twenty_end_inside_the_band_of_their_type(banks: list[Baked]) -> None:
    parts = [(bank, open_accounts_within_limits(bank).mean()) for bank in banks]
    missed = [told(bank, f"{part:.1%}") for bank, part in parts if part < 0.95]
    assert not missed, "\n".join(missed)


def test_every_table_has_as_many_rows_as_its_recipe_promises(banks: list[Baked]) -> None:
    missed = [
        told(bank, f"{recipe.name}: {rows} rows, promised {expected}")
        for bank in banks
        for recipe in BANK.recipes
        for rows, expected in [(len(bank.table(recipe.model._meta.db_table)), recipe.expects(bank.plan))]
        if not expected.low <= rows <= expected.high
    ]
    assert not missed, "\n".join(missed)


def test_nobody_has_more_than_two_accounts_and_no_balance_falls_below_zero(banks: list[Baked]) -> None:
    for bank in banks:
        assert bank.table("accounts").group_by("customer_id").len()["len"].max() <= 2, told(bank, "more than two")
        assert bank.table("transactions")["balance_after"].min() >= 0, told(bank, "overdrawn")


def test_the_household_of_the_storylines_owns_an_account_jointly(banks: list[Baked]) -> None:
    accounts = [account for role in ROLES.values() if role.household for account in role.account_ids]
    ours = pl.col("primary_account_id").is_in(accounts) & pl.col("related_account_id").is_in(accounts)
    joint = ours & (pl.col("relationship_type") == "joint_owner")
    missed = [bank.plan.seed for bank in banks if bank.table("account_relationships").filter(joint).is_empty()]
    assert not missed, f"no joint owner among {accounts} with the seeds {missed}"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_account_holders_own_two_checking_accounts_18_to_32_percent_of_the_time_at_scale_10(seed: int) -> None:
    pairs = same_currency_pairs(Baked(plan_of(seed, 12_000, 1_500), only=("accounts",)))
    both_checking = pl.col("types") == pl.lit(["checking", "checking"], dtype=pl.List(pl.String))
    part = pairs.select(both_checking.mean()).item()
    assert 0.18 <= part <= 0.32, f"{part:.1%} of {len(pairs)}"
