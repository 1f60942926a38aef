"""customer_db.complaints: who complained, when, to whom, and what became of it."""

import polars as pl

from seeding.checks.enforcement import SCALE_HALF, SCALE_ONE
from tests.bank.bank import Bank, nothing_in
from tests.bank.service import dated

DB = "customer_db"


def test_everybody_complains_once_at_most(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT complaint_id, customer_id FROM complaints
        WHERE complaint_id <> replace(customer_id, 'CUST', 'CMP')
        """,
    )


def test_closed_and_dormant_customers_do_not_complain(bank: Bank) -> None:
    """X6."""
    silent = pl.col("customer_status").is_in(["closed", "dormant"])
    nothing_in(dated(bank, "complaints").filter(silent).select("complaint_id", "customer_status"))


def test_only_account_holders_speak_of_fees_on_their_account(bank: Bank) -> None:
    owners = bank.table("accounts")["customer_id"].implode()
    own_fee = pl.col("description").str.contains(
        "fee on my|from my account|opened the account|kept the balance|for an account"
    )
    nothing_in(bank.table("complaints").filter(own_fee & ~pl.col("customer_id").is_in(owners)))


def test_what_is_not_settled_is_recent(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT complaint_id, status, filed_date FROM complaints
        WHERE (status = 'open' AND filed_date::date < %s::date - 30)
              OR (status = 'investigating' AND filed_date::date < %s::date - 90)
        """,
        [bank.as_of, bank.as_of],
    )


def test_the_more_urgent_a_complaint_the_sooner_it_is_settled(bank: Bank) -> None:
    """C9."""
    bank.needs(SCALE_HALF)
    medians = bank.table("complaints").group_by("priority").agg(pl.col("resolution_time_hours").median())
    hours = dict(medians.iter_rows())
    assert hours["critical"] < hours["low"], hours
    if bank.customers >= SCALE_ONE:
        assert hours["critical"] < hours["high"] < hours["medium"] < hours["low"], hours


def test_fraud_is_urgent(bank: Bank) -> None:
    fraud = bank.table("complaints").filter(pl.col("complaint_type") == "fraud")
    nothing_in(fraud.filter(~pl.col("priority").is_in(["high", "critical"])).select("complaint_id", "priority"))


def test_complaints_are_written_in_the_customers_own_words(bank: Bank) -> None:
    bank.finds_none(
        DB,
        r"""
        SELECT description FROM complaints
        WHERE description IS NULL OR description !~ '^[A-Z][^{}\n]{30,250}[.?]$' OR description ~ '\.\.|  | \.'
        """,
    )


def test_the_note_of_a_contact_and_the_complaint_are_about_the_same(bank: Bank) -> None:
    contacts = bank.table("interactions").filter(pl.col("interaction_type") == "complaint")
    both = bank.table("complaints").join(contacts, on="customer_id")
    for noted, told in {
        "waiting time on the phone": "on the phone|music",
        "missed appointment": "appointment",
        "maintenance fee": "a fee|monthly fee",
        "stops working": "app",
        "opening hours": "opening hours",
        "did not make": "did not make|purchase|never placed",
        "attempted fraud by phone": "called by|security team",
    }.items():
        about = pl.col("notes").str.contains(f"about .*{noted}")
        nothing_in(both.filter(about & ~pl.col("description").str.contains(told)).select("notes", "description"))


def test_hardly_two_complaints_read_alike(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    written = bank.table("complaints")["description"]
    assert written.n_unique() > 0.9 * len(written)
