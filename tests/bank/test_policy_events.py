"""insurance_db.policy_events: renewals, changes, and the lapses and cancellations that explain a status."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import PROMISED_FROM
from tests.bank.insurance import AGENTS, DB, ENDED, today
from tests.bank.lending import FOUNDERS, not_in_service
from tests.bank.test_policies import of_storylines


def test_policies_that_run_for_a_year_are_renewed_at_every_anniversary_and_only_then(bank: Bank) -> None:
    """I10."""
    bank.finds_none(
        DB,
        ENDED
        + """
        , due AS (
            SELECT policy_id, (start_date + years * interval '1 year')::date AS event_date
            FROM ended CROSS JOIN generate_series(1, 5) AS years
            WHERE policy_type IN ('property', 'vehicle', 'health')
                  AND start_date + years * interval '1 year' < coalesce(stop, %(today)s::date + 1)
        ), renewals AS (SELECT policy_id, event_date, event_id FROM policy_events WHERE event_type = 'renewal')
        SELECT * FROM due FULL JOIN renewals USING (policy_id, event_date)
        WHERE event_id IS NULL OR due.policy_id IS NULL
        """,
        today(bank.as_of),
    )


def test_nothing_happens_to_a_policy_before_its_start_or_after_its_end(bank: Bank) -> None:
    """I10: what stops a policy is its last event, and there is one such event at most."""
    bank.finds_none(
        DB,
        ENDED
        + """
        SELECT event.*, start_date, last, stop FROM policy_events event JOIN ended USING (policy_id)
        WHERE event_date NOT BETWEEN start_date AND last
              OR event_date = stop AND event_type NOT IN ('lapse', 'cancellation')
        """,
        today(bank.as_of),
    )


def test_every_status_has_the_event_that_caused_it(bank: Bank) -> None:
    """I1, I10: a lapse that was reinstated leaves a policy as it was."""
    bank.finds_none(
        DB,
        """
        SELECT policy_id, policy_status, array_agg(event_type ORDER BY event_date) AS events
        FROM policies LEFT JOIN policy_events USING (policy_id) GROUP BY 1
        HAVING count(*) FILTER (WHERE event_type = 'cancellation') <> (policy_status = 'cancelled')::int
               OR count(*) FILTER (WHERE event_type = 'lapse')
                  <> count(*) FILTER (WHERE event_type = 'reinstatement') + (policy_status = 'lapsed')::int
        """,
    )


def test_a_reinstatement_follows_a_lapse_on_the_day_of_the_second_try(bank: Bank) -> None:
    """I10."""
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT *, lag(event_type) OVER by_time AS before, lag(event_date) OVER by_time AS since FROM policy_events
            WHERE event_type <> 'modification' WINDOW by_time AS (PARTITION BY policy_id ORDER BY event_id)
        ) event
        WHERE event_type = 'reinstatement' AND (
            before IS DISTINCT FROM 'lapse' OR event_date - since > 10 OR NOT EXISTS (
                SELECT FROM premium_payments payment WHERE payment.policy_id = event.policy_id
                AND payment_date = event_date AND payment_status = 'completed'))
        """,
    )


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
