"""insurance_db.policy_events: their order, their descriptions, and who recorded them."""

import polars as pl

from seeding.checks.enforcement import SHARES_FROM
from tests.bank.bank import Bank, nothing_in
from tests.bank.insurance import AGENTS, DB
from tests.bank.lending import FOUNDERS, not_in_service
from tests.bank.test_policies import of_storylines


def test_event_ids_of_a_policy_rise_with_time(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT *, lag(event_date) OVER (PARTITION BY policy_id ORDER BY event_id) AS before FROM policy_events
        ) event WHERE event_date < before
        """,
    )


def test_every_event_has_a_description_and_no_modification_touches_coverage_or_premium(bank: Bank) -> None:
    events = bank.table("policy_events")
    assert events["description"].null_count() == 0
    modifications = events.filter(pl.col("event_type") == "modification")
    nothing_in(modifications.filter(pl.col("description").str.contains("(?i)premium|cover|insured")))


def test_events_that_staff_record_are_recorded_by_an_agent_in_service_on_a_business_day(bank: Bank) -> None:
    """X2."""
    by_staff = bank.table("policy_events").filter(pl.col("performed_by").is_not_null())
    nothing_in(not_in_service(bank, by_staff, "performed_by", "event_date", AGENTS))
    nothing_in(by_staff.filter((pl.col("event_date").dt.weekday() > 5) | (pl.col("event_type") == "lapse")))


def test_only_the_founding_agent_records_events_of_storylines(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    events = of_storylines(bank, "policy_events")
    assert set(events["performed_by"].drop_nulls()) <= {FOUNDERS[3]}
    assert "renewal" in events["event_type"]
