"""customer_db.complaints: who complains, about what and in which words, and how soon complaints are settled."""

import polars as pl

from seeding.checks.enforcement import SCALE_HALF, SCALE_ONE
from seeding.engine.cells import cell_of
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, nothing_in
from tests.bank.service import with_profiles

DB = "customer_db"
OPEN, INVESTIGATING = 30, 150
"""Most days since a complaint that is open or under investigation was filed."""


def test_the_key_of_a_complaint_contains_the_customer_number_so_that_customers_complain_once(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT complaint_id, customer_id FROM complaints
        WHERE complaint_id <> replace(customer_id, 'CUST', 'CMP')
        """,
    )


def test_closed_and_dormant_customers_do_not_complain(bank: Bank) -> None:
    """X6."""
    is_silent = pl.col("customer_status").is_in(["closed", "dormant"])
    nothing_in(with_profiles(bank, "complaints").filter(is_silent).select("complaint_id", "customer_status"))


def test_only_account_holders_complain_about_fees_on_their_account(bank: Bank) -> None:
    owners = bank.table("accounts")["customer_id"].implode()
    own_fee = pl.col("description").str.contains(
        "fee on my|from my account|opened the account|kept the balance|for an account"
    )
    nothing_in(bank.table("complaints").filter(own_fee & ~pl.col("customer_id").is_in(owners)))


def test_complaints_that_are_not_settled_are_recent(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT complaint_id, status, filed_date FROM complaints
        WHERE (status = 'open' AND filed_date::date < %s::date - %s)
              OR (status = 'investigating' AND filed_date::date < %s::date - %s)
        """,
        [bank.as_of, OPEN, bank.as_of, INVESTIGATING],
    )


def test_urgent_complaints_are_settled_sooner(bank: Bank) -> None:
    """C9."""
    bank.needs(SCALE_HALF)
    medians = bank.table("complaints").group_by("priority").agg(pl.col("resolution_time_hours").median())
    hours = dict(medians.iter_rows())
    assert hours["critical"] < hours["low"], hours
    if bank.customers >= SCALE_ONE:
        assert hours["critical"] < hours["high"] < hours["medium"] < hours["low"], hours


def test_fraud_complaints_have_a_high_or_critical_priority(bank: Bank) -> None:
    fraud = bank.table("complaints").filter(pl.col("complaint_type") == "fraud")
    nothing_in(fraud.filter(~pl.col("priority").is_in(["high", "critical"])).select("complaint_id", "priority"))


def test_half_of_the_fraud_complaints_of_every_cell_are_critical() -> None:
    """Rounded up or down, so that C29 holds: the other complaints of a cell could not make up for more."""
    complaints = Baked(plan_of(12, 2_400, 300), only=("complaints",)).table("complaints")
    number = complaints["customer_id"].str.strip_prefix("CUST-").cast(pl.Int64).to_numpy()
    fraud = complaints.with_columns(cell=pl.Series(cell_of(number))).filter(pl.col("complaint_type") == "fraud")
    critical = (pl.col("priority") == "critical").sum()
    cells = fraud.group_by("cell").agg(fraud=pl.len().cast(pl.Int64), critical=critical.cast(pl.Int64))
    assert cells.height == 9
    nothing_in(cells.filter((2 * pl.col("critical") - pl.col("fraud")).abs() > 1))


def test_descriptions_are_complete_sentences_of_limited_length(bank: Bank) -> None:
    bank.finds_none(
        DB,
        r"""
        SELECT description FROM complaints
        WHERE description IS NULL OR description !~ '^[A-Z][^{}\n]{30,250}[.?]$' OR description ~ '\.\.|  | \.'
        """,
    )


def test_the_complaint_and_the_note_of_its_interaction_have_the_same_topic(bank: Bank) -> None:
    interactions = bank.table("interactions").filter(pl.col("interaction_type") == "complaint")
    both = bank.table("complaints").join(interactions, on="customer_id")
    for note, description in {
        "waiting time on the phone": "on the phone|music",
        "missed appointment": "appointment",
        "maintenance fee": "a fee|monthly fee",
        "stops working": "app",
        "business hours": "business hours",
        "did not make": "did not make|purchase|never placed",
        "attempted fraud by phone": "called by|security team",
    }.items():
        about = pl.col("notes").str.contains(f"about .*{note}")
        nothing_in(both.filter(about & ~pl.col("description").str.contains(description)).select("notes", "description"))


def test_nine_in_ten_descriptions_are_unique(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    descriptions = bank.table("complaints")["description"]
    assert descriptions.n_unique() > 0.9 * len(descriptions)
