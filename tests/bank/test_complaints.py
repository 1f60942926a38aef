"""customer_db.complaints: who complained, when, to whom, and what became of it."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import SCALE_HALF, SCALE_ONE
from tests.bank.service import dated, served_by

DB = "customer_db"
ASSIGNED = ["Customer Service Representative", "Branch Manager", "Compliance Officer"]
FILED = pl.col("filed_date").dt.date()


def test_everybody_complains_once_at_most(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT complaint_id, customer_id FROM complaints
        WHERE complaint_id <> replace(customer_id, 'CUST', 'CMP')
        """,
    )


def test_a_complaint_follows_the_onboarding_within_the_last_two_years(bank: Bank) -> None:
    """C10."""
    since = pl.lit(bank.as_of).dt.offset_by("-24mo")
    wrong = (pl.col("onboarding_date") >= FILED) | (since > FILED) | FILED.is_null()
    nothing_in(dated(bank, "complaints").filter(wrong).select("complaint_id", "onboarding_date", "filed_date"))


def test_closed_and_dormant_customers_do_not_complain(bank: Bank) -> None:
    """X6."""
    silent = pl.col("customer_status").is_in(["closed", "dormant"])
    nothing_in(dated(bank, "complaints").filter(silent).select("complaint_id", "customer_status"))


def test_fraud_is_complained_of_by_account_holders(bank: Bank) -> None:
    """C10."""
    opened = bank.table("accounts").group_by("customer_id").agg(opened=pl.col("opened_date").min())
    fraud = bank.table("complaints").filter(pl.col("complaint_type") == "fraud")
    wrong = pl.col("opened").is_null() | (pl.col("opened") > FILED)
    nothing_in(fraud.join(opened, on="customer_id", how="left").filter(wrong).select("complaint_id", "opened"))


def test_only_account_holders_speak_of_fees_on_their_account(bank: Bank) -> None:
    owners = bank.table("accounts")["customer_id"].implode()
    own_fee = pl.col("description").str.contains(
        "fee on my|from my account|opened the account|kept the balance|for an account"
    )
    nothing_in(bank.table("complaints").filter(own_fee & ~pl.col("customer_id").is_in(owners)))


def test_who_deals_with_a_complaint_is_in_service_when_it_is_filed(bank: Bank) -> None:
    """C10, X2."""
    assigned = served_by(bank, "complaints", "assigned_to", FILED)
    assert len(assigned) == len(bank.table("complaints"))
    wrong = ~pl.col("in_service") | ~pl.col("role").is_in(ASSIGNED)
    nothing_in(assigned.filter(wrong).select("complaint_id", "assigned_to", "role", "on_day"))


def test_settled_complaints_and_no_others_have_a_date_and_hours_that_agree(bank: Bank) -> None:
    """C9."""
    bank.finds_none(
        DB,
        """
        SELECT complaint_id, status, filed_date, resolved_date, resolution_time_hours FROM complaints
        WHERE status IS NULL OR (status IN ('resolved', 'closed')) <> (resolved_date IS NOT NULL)
              OR (resolved_date IS NULL) <> (resolution_time_hours IS NULL) OR resolution_time_hours <= 0
              OR resolved_date <> filed_date + resolution_time_hours * interval '1 hour' OR resolved_date::date > %s
        """,
        [bank.as_of],
    )


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
