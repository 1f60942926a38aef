"""customer_db.interactions: when and how customers were in touch, and what the notes say."""

import polars as pl

from seeding.checks.enforcement import SCALE_HALF, SCALE_ONE
from tests.bank.bank import Bank, nothing_in
from tests.bank.service import with_profiles

DB = "customer_db"
DAY = pl.col("interaction_date").dt.date()


def test_dormant_customers_were_in_touch_once_at_most_and_not_in_the_last_year(bank: Bank) -> None:
    interactions = with_profiles(bank, "interactions").filter(pl.col("customer_status") == "dormant")
    nothing_in(interactions.filter(pl.lit(bank.as_of).dt.offset_by("-12mo") < DAY).select("interaction_id"))
    nothing_in(interactions.group_by("customer_id").len().filter(pl.col("len") > 1))


def test_customers_who_joined_within_thirty_days_were_in_touch_once_at_most(bank: Bank) -> None:
    is_newcomer = pl.col("onboarding_date") > pl.lit(bank.as_of).dt.offset_by("-30d")
    recent = with_profiles(bank, "interactions").filter(is_newcomer)
    nothing_in(recent.group_by("customer_id").len().filter(pl.col("len") > 1))


def test_customers_were_in_touch_five_times_at_most_and_ids_follow_time(bank: Bank) -> None:
    bank.finds_none(
        DB,
        r"""
        WITH numbered AS (
            SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY interaction_date, interaction_id) AS ordinal
            FROM interactions
        )
        SELECT interaction_id, customer_id, interaction_date, ordinal FROM numbered
        WHERE interaction_id <> replace(customer_id, 'CUST', 'INT') || '-' || ordinal OR ordinal > 5
        """,
    )


def test_a_visit_takes_over_twice_as_long_as_a_call_and_a_web_chat_longer_than_an_app_chat(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    medians = bank.table("interactions").group_by("channel").agg(pl.col("duration_minutes").median())
    minutes = dict(medians.iter_rows())
    assert 2 * minutes["phone"] < minutes["branch"]
    assert minutes["mobile_app"] < minutes["web"]


def test_notes_mention_accounts_and_cards_only_of_customers_who_had_them(bank: Bank) -> None:
    """A card comes with a checking account, a statement with any account from the day after it was opened."""
    first = bank.table("accounts").group_by("customer_id").agg(
        opened=pl.col("opened_date").min(), checking=(pl.col("account_type") == "checking").any()
    )  # fmt: skip
    others = with_profiles(bank, "interactions").filter(pl.col("interaction_type") != "complaint")
    interactions = others.join(first, on="customer_id", how="left")
    on_account = pl.col("notes").str.contains(r"statement\.|a transfer|the account\.|of the balance")
    without = pl.col("opened").is_null() | (pl.col("opened") > DAY)
    nothing_in(interactions.filter(on_account & without).select("interaction_id", "notes", "opened"))
    on_card = pl.col("notes").str.contains(r"about (a card |using the card|a new PIN|a \w+ card\b)")
    has_no_card = ~pl.col("checking").fill_null(value=False) | (pl.col("customer_segment") == "corporate")
    nothing_in(interactions.filter(on_card & has_no_card).select("interaction_id", "notes"))


def test_exactly_the_notes_of_complaints_say_that_they_are_complaints(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT interaction_id, interaction_type, notes FROM interactions
        WHERE notes IS NULL OR (interaction_type = 'complaint') <> (notes ~* 'complain|upset call')
        """,
    )


def test_notes_are_complete_sentences_of_limited_length(bank: Bank) -> None:
    bank.finds_none(
        DB, r"SELECT notes FROM interactions WHERE notes !~ '^[A-Z][^{}\n]{20,200}\.$' OR notes ~ '\.\.|  | \.'"
    )


def test_notes_of_a_large_bank_hardly_repeat(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    notes = bank.table("interactions")["notes"]
    assert notes.n_unique() > 0.6 * len(notes)
    assert notes.value_counts()["count"].max() <= 8
