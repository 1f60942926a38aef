"""customer_db.customer_profiles: where customers live."""

from datetime import date

import polars as pl
import pytest

from seeding.bank import places
from seeding.bank.accounts.home_numbers import NEAR_BRANCH, NEAR_WINDOW, PHONES_FOR_CHANGES, PHONES_FOR_CUSTOMERS
from seeding.bank.accounts.homes import Homes, homes
from seeding.bank.graph import BANK
from seeding.engine.blocks import Block
from seeding.engine.cells import cell_count
from seeding.engine.evaluation import Evaluation
from seeding.engine.plan import Plan
from tests.bank.baked import Baked


@pytest.mark.parametrize("seed", [1, 64])
def test_of_every_sixty_customers_the_documented_share_lives_near_a_branch(seed: int) -> None:
    """With independent draws, the bank of seed 64 had 73 % of its account holders near their branch."""
    plan = Plan.of_one_day(date(2026, 1, 11), seed=seed, customers=1_200, employees=150)
    profiles = Baked(plan, only=("customer_profiles",)).table("customer_profiles")
    cities = pl.DataFrame(
        {
            "city": [city.name for city in places.CITIES],
            "state": [city.state for city in places.CITIES],
            "near": places.miles_to_branches().min(axis=1) <= places.NEAR_MILES,
        }
    )
    number = pl.col("customer_id").str.slice(5).cast(pl.Int64) - 1
    windows = profiles.join(cities, on=["city", "state"]).group_by(number // NEAR_WINDOW).agg(pl.col("near").sum())
    assert windows["near"].to_list() == [round(NEAR_BRANCH * NEAR_WINDOW)] * 20


def numbers_of(customers: int) -> pl.DataFrame:
    """Return the household of each customer of a bank, its phone number and its former one."""
    plan = Plan.of_one_day(date(2026, 6, 30), seed=11, customers=customers, employees=750)
    block = Evaluation.of_bank(BANK, plan).in_block(Block(0, cell_count(plan.layout)))
    given = block.arguments(homes)
    found: Homes = homes(**given)
    household = given["demographics"].household_id[:customers]
    return pl.DataFrame({"household": household, "now": found.phone, "former": found.former_phone})


def test_no_two_households_share_a_number_in_the_largest_bank_for_which_the_numbers_suffice() -> None:
    shared = numbers_of(PHONES_FOR_CUSTOMERS).group_by("now").agg(pl.col("household").n_unique())
    assert shared["household"].max() == 1


def test_nobody_has_the_former_number_of_a_stranger_in_a_bank_of_half_that_size() -> None:
    """Whoever changes the number had one that nobody has while the bank is seen."""
    numbers = numbers_of(PHONES_FOR_CHANGES)
    assert numbers["former"].is_in(numbers["now"].implode()).sum() == 0
    shared = numbers.group_by("former").agg(pl.col("household").n_unique())
    assert shared["household"].max() == 1
    exchange = pl.col("former").str.head(-2) == pl.col("now").str.head(-2)
    assert numbers.select((exchange & (pl.col("former") != pl.col("now"))).all()).item()
