"""Policy terms in SQL: the end of a policy, its premium periods and payments."""

ENDED = """
    WITH happened AS (
        SELECT policy_id,
               count(*) FILTER (WHERE event_type = 'lapse') - count(*) FILTER (WHERE event_type = 'reinstatement')
                   AS lapses,
               count(*) FILTER (WHERE event_type = 'cancellation') AS cancellations,
               max(event_date) FILTER (WHERE event_type IN ('lapse', 'cancellation')) AS stopped
        FROM policy_events GROUP BY policy_id
    ), died AS (
        SELECT policy_id, min(claim_date) AS death FROM claims
        WHERE claim_type = 'death' AND status IS DISTINCT FROM 'rejected' GROUP BY policy_id
    ), combined AS (
        SELECT policies.*, coalesce(lapses, 0) AS lapses, coalesce(cancellations, 0) AS cancellations,
               CASE WHEN lapses > 0 OR cancellations > 0 THEN stopped END AS stop, death,
               CASE premium_frequency WHEN 'monthly' THEN 1 WHEN 'quarterly' THEN 3 ELSE 12 END AS months
        FROM policies LEFT JOIN happened USING (policy_id) LEFT JOIN died USING (policy_id)
    ), ended AS (SELECT *, least(%(as_of)s, end_date, stop, death) AS last FROM combined)
"""
"""Every policy with its lapses less reinstatements, its cancellations, the day it stopped by one of these, the day of a
death that was reported, its last day up to the as-of day, and the months that a premium covers."""

PERIODS = (
    ENDED
    + """
    , periods AS (
        SELECT policy_id, k, (start_date + k * months * interval '1 month')::date AS begins, last
        FROM ended CROSS JOIN LATERAL generate_series(
            0, CASE policy_type WHEN 'travel' THEN 0 ELSE (last - start_date) / (28 * months) END
        ) AS k
        WHERE start_date + k * months * interval '1 month' <= last
              AND (lapses = 0 OR start_date + k * months * interval '1 month' <= stop - 30)
    )
"""
)
"""Every premium period that has begun; a travel policy has one. A lapsed policy owes nothing after the premium that was
not paid, 30 or 31 days before the lapse."""

PREMIUMS = """
    , premiums AS (
        SELECT *, payment_status = 'failed' AND coalesce(
            lead(payment_status) OVER by_day = 'completed'
            AND (lead(payment_date) OVER by_day - payment_date BETWEEN 1 AND 10
                 OR (policy_id, lead(payment_date) OVER by_day) IN (
                     SELECT policy_id, event_date FROM policy_events WHERE event_type = 'reinstatement')),
            false) AS retried
        FROM premium_payments WINDOW by_day AS (PARTITION BY policy_id ORDER BY payment_date, payment_id)
    )
"""
"""Every premium payment; `retried` are failed ones that were paid within ten days, or to reinstate the policy."""

PAID_PERIODS = (
    PERIODS
    + PREMIUMS
    + """
    , tried AS (
        SELECT policy_id, payment_id, payment_date, amount, payment_status, retried,
               CASE WHEN lag(retried) OVER by_day THEN lag(payment_date) OVER by_day ELSE payment_date END AS first_try,
               coalesce(lag(retried) OVER by_day AND payment_date - lag(payment_date) OVER by_day > 10, false)
                   AS reinstates
        FROM premiums WINDOW by_day AS (PARTITION BY policy_id ORDER BY payment_date, payment_id)
    ), numbered AS (
        SELECT *, row_number() OVER (PARTITION BY policy_id ORDER BY payment_date, payment_id) - 1 AS k
        FROM tried WHERE NOT retried
    )
"""
)
"""Every premium period as `periods`, and the last payment for each as `numbered`, with the day of the first try;
`reinstates` are payments after a lapse."""
