"""Policy events in a possible order."""

from datahub.insurance.models import PolicyEvent
from seeding.bank.insurance.numbers import STARTED_WITHIN_YEARS
from seeding.checks.builders import sql_check
from seeding.checks.databases import INSURANCE_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.insurance.policy_terms import ENDED
from seeding.engine.plan import MAX_YEARS_AHEAD

_MOST_YEARS = STARTED_WITHIN_YEARS + MAX_YEARS_AHEAD
"""The most anniversaries that a policy has seen."""

I10 = sql_check(
    "I10",
    "Renewals are at anniversaries, a reinstatement follows a lapse and its late premium, and nothing "
    "follows a policy's end",
    INSURANCE_DB,
    ENDED
    + f"""
    , due AS (
        SELECT policy_id, (start_date + years * interval '1 year')::date AS day
        FROM ended CROSS JOIN generate_series(1, {_MOST_YEARS}) AS years
        WHERE policy_type IN ('property', 'vehicle', 'health')
              AND start_date + years * interval '1 year' < coalesce(stop, %(as_of)s + 1)
    ), renewals AS (
        SELECT policy_id, event_date AS day, event_id FROM policy_events WHERE event_type = 'renewal'
    ), events AS (
        SELECT event.*, last, stop, lag(event_type) OVER by_day AS before, lag(event_date) OVER by_day AS since
        FROM policy_events event JOIN ended USING (policy_id)
        WHERE event_type <> 'modification' WINDOW by_day AS (PARTITION BY policy_id ORDER BY event_date, event_id)
    )
    SELECT policy_id, day, event_id, 'renewal' AS event_type,
           CASE WHEN event_id IS NULL THEN 'renewal missing' ELSE 'not on an anniversary' END AS why
    FROM due FULL JOIN renewals USING (policy_id, day) WHERE event_id IS NULL OR due.policy_id IS NULL
    UNION ALL
    SELECT policy_id, event_date, event_id, event_type, 'before the start or after the end'
    FROM policy_events JOIN ended USING (policy_id)
    WHERE event_date NOT BETWEEN start_date AND last
          OR event_date = stop AND event_type NOT IN ('lapse', 'cancellation')
    UNION ALL
    SELECT policy_id, event_date, event_id, event_type, 'no lapse before it, too late, or without a premium'
    FROM events WHERE event_type = 'reinstatement' AND (
        before IS DISTINCT FROM 'lapse' OR event_date - since > 10 OR (policy_id, event_date) NOT IN (
            SELECT policy_id, payment_date FROM premium_payments WHERE payment_status = 'completed'))
    UNION ALL
    SELECT policy_id, event_date, event_id, event_type, 'follows a ' || before
    FROM events WHERE before = 'cancellation' OR (before = 'lapse' AND event_type <> 'reinstatement')
    """,
    fault(
        "a renewal a month late",
        update_row(PolicyEvent, "event_date = event_date + 31", "event_type = 'renewal'"),
    ),
)
