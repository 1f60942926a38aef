"""customer_db.interactions: when and how customers were in touch, with whom, and what is noted of it."""

import polars as pl

from seeding.checks.enforcement import SCALE_HALF, SCALE_ONE
from tests.bank.bank import Bank, nothing_in
from tests.bank.service import dated

DB = "customer_db"
DAY = pl.col("interaction_date").dt.date()


def test_dormant_customers_have_been_silent_for_a_year_and_were_seldom_in_touch_before(bank: Bank) -> None:
    contacts = dated(bank, "interactions").filter(pl.col("customer_status") == "dormant")
    nothing_in(contacts.filter(pl.lit(bank.as_of).dt.offset_by("-12mo") < DAY).select("interaction_id"))
    nothing_in(contacts.group_by("customer_id").len().filter(pl.col("len") > 1))


def test_who_joined_this_month_was_in_touch_once_at_most(bank: Bank) -> None:
    recent = dated(bank, "interactions").filter(pl.col("onboarding_date") > pl.lit(bank.as_of).dt.offset_by("-30d"))
    nothing_in(recent.group_by("customer_id").len().filter(pl.col("len") > 1))


def test_nobody_was_in_touch_more_than_five_times_and_ids_rise_with_time(bank: Bank) -> None:
    bank.finds_none(
        DB,
        r"""
        WITH numbered AS (
            SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY interaction_date, interaction_id) AS place
            FROM interactions
        )
        SELECT interaction_id, customer_id, interaction_date, place FROM numbered
        WHERE interaction_id <> replace(customer_id, 'CUST', 'INT') || '-' || place OR place > 5
        """,
    )


def test_a_visit_takes_longer_than_a_call_and_a_call_no_longer_than_a_chat(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    taken = bank.table("interactions").group_by("channel").agg(pl.col("duration_minutes").median())
    median = dict(taken.iter_rows())
    assert 2 * median["phone"] < median["branch"]
    assert median["mobile_app"] < median["web"]


def test_notes_speak_of_accounts_and_cards_only_to_those_who_had_them(bank: Bank) -> None:
    """A card comes with a checking account; a statement with any account, from the day after it was opened."""
    first = bank.table("accounts").group_by("customer_id").agg(
        opened=pl.col("opened_date").min(), checking=(pl.col("account_type") == "checking").any()
    )  # fmt: skip
    ordinary = dated(bank, "interactions").filter(pl.col("interaction_type") != "complaint")
    contacts = ordinary.join(first, on="customer_id", how="left")
    of_account = pl.col("notes").str.contains(r"statement\.|a transfer|the account\.|of the balance")
    without = pl.col("opened").is_null() | (pl.col("opened") > DAY)
    nothing_in(contacts.filter(of_account & without).select("interaction_id", "notes", "opened"))
    card = pl.col("notes").str.contains(r"about (a card |using the card|a new PIN|a \w+ card\b)")
    nothing_in(contacts.filter(card & ~pl.col("checking").fill_null(value=False)).select("interaction_id", "notes"))
    nothing_in(contacts.filter(card & (pl.col("customer_segment") == "corporate")).select("interaction_id", "notes"))


def test_notes_of_complaints_and_of_nothing_else_say_so(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT interaction_id, interaction_type, notes FROM interactions
        WHERE notes IS NULL OR (interaction_type = 'complaint') <> (notes ~* 'complain|upset call')
        """,
    )


def test_every_note_is_a_few_sentences(bank: Bank) -> None:
    bank.finds_none(
        DB, r"SELECT notes FROM interactions WHERE notes !~ '^[A-Z][^{}\n]{20,200}\.$' OR notes ~ '\.\.|  | \.'"
    )


def test_a_large_bank_does_not_repeat_itself(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    notes = bank.table("interactions")["notes"]
    assert notes.n_unique() > 0.6 * len(notes)
    assert notes.value_counts()["count"].max() <= 8
