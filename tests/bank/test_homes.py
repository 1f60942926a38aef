"""customer_db.customer_profiles: where customers live."""

from datetime import date

import polars as pl
import pytest

from seeding.bank import places
from seeding.bank.accounts.home_numbers import NEAR_BRANCH, NEAR_WINDOW
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
