"""insurance_db.policy_events: renewals, changes, and the lapses and cancellations that explain a status."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import PROMISED_FROM
from tests.bank.insurance import AGENTS, DB
from tests.bank.lending import FOUNDERS, not_in_service
from tests.bank.test_policies import of_storylines


def test_events_are_numbered_in_the_order_of_time(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT *, lag(event_date) OVER (PARTITION BY policy_id ORDER BY event_id) AS before FROM policy_events
        ) event WHERE event_date < before
        """,
    )


def test_events_say_what_changed_and_never_cover_or_premium(bank: Bank) -> None:
    events = bank.table("policy_events")
    assert events["description"].null_count() == 0
    changes = events.filter(pl.col("event_type") == "modification")
    nothing_in(changes.filter(pl.col("description").str.contains("(?i)premium|cover|insured")))


def test_events_are_recorded_by_insurance_agents_in_service_on_business_days(bank: Bank) -> None:
    """X2."""
    by_hand = bank.table("policy_events").filter(pl.col("performed_by").is_not_null())
    nothing_in(not_in_service(bank, by_hand, "performed_by", "event_date", AGENTS))
    nothing_in(by_hand.filter((pl.col("event_date").dt.weekday() > 5) | (pl.col("event_type") == "lapse")))


def test_the_founder_alone_records_what_changes_for_the_people_of_storylines(bank: Bank) -> None:
    bank.needs(PROMISED_FROM)
    mine = of_storylines(bank, "policy_events")
    assert set(mine["performed_by"].drop_nulls()) <= {FOUNDERS[3]}
    assert "renewal" in mine["event_type"]
