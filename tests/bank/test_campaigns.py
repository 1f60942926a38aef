"""customer_db.campaigns and campaign_responses: which campaigns ran, and which customers responded."""

import polars as pl

from seeding.checks.enforcement import SCALE_ONE
from tests.bank.bank import Bank, nothing_in

DB = "customer_db"


def test_the_twelve_campaigns_have_the_documented_types_and_target_every_segment(bank: Bank) -> None:
    campaigns = bank.table("campaigns")
    types = dict(campaigns.group_by("campaign_type").len().iter_rows())
    assert types == {"email": 5, "digital": 4, "cross_sell": 2, "direct_mail": 1}
    assert campaigns["campaign_name"].n_unique() == sum(types.values())
    assert set(campaigns["target_segment"]) == {"retail", "premium", "corporate", "private", "all"}


def test_a_customer_responds_to_two_campaigns_at_most_and_never_twice_to_one(bank: Bank) -> None:
    """C12."""
    responses = bank.table("campaign_responses")
    nothing_in(responses.filter(pl.struct("campaign_id", "customer_id").is_duplicated()))
    nothing_in(responses.group_by("customer_id").len().filter(pl.col("len") > 2))
    if bank.customers >= SCALE_ONE:
        assert len(responses) > 1.15 * responses["customer_id"].n_unique()


def test_all_purchases_some_clicks_and_nothing_else_led_to_business(bank: Bank) -> None:
    """C12."""
    bank.finds_none(
        DB,
        """
        SELECT response_id, response_type, converted FROM campaign_responses
        WHERE converted IS NULL OR (converted AND response_type NOT IN ('clicked', 'purchased'))
              OR (response_type = 'purchased' AND NOT converted)
        """,
    )
    if bank.customers >= SCALE_ONE:
        clicked = bank.table("campaign_responses").filter(pl.col("response_type") == "clicked")["converted"]
        assert 0 < clicked.mean() < 0.5
