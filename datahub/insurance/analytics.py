"""The views of insurance_db: policies in force, premiums, loss ratios, and open claims."""

from datahub.database_views import DatabaseView

VIEWS = (
    DatabaseView(
        name="policies_by_line",
        purpose="Policies and their coverage per line of insurance; one row per line",
        columns={
            "policy_type": "Line of insurance: life, property, vehicle, health or travel",
            "policies": "Number of policies ever sold",
            "active_policies": "Number of active policies",
            "lapsed_policies": "Number of policies that lapsed because a premium was not paid",
            "cancelled_policies": "Number of cancelled policies",
            "matured_policies": "Number of policies that ended with their term or with a death claim",
            "coverage_in_force": "Coverage of the active policies, in USD",
            "annual_premium": "Premiums of the active policies for a whole year, in USD",
            "lapse_rate": "Lapsed policies / policies, a fraction",
        },
        query="""
            SELECT policy_type,
                   count(*) AS policies,
                   count(*) FILTER (WHERE policy_status = 'active') AS active_policies,
                   count(*) FILTER (WHERE policy_status = 'lapsed') AS lapsed_policies,
                   count(*) FILTER (WHERE policy_status = 'cancelled') AS cancelled_policies,
                   count(*) FILTER (WHERE policy_status = 'matured') AS matured_policies,
                   coalesce(sum(coverage_amount) FILTER (WHERE policy_status = 'active'), 0)::numeric(18, 2)
                       AS coverage_in_force,
                   coalesce(
                       sum(
                           premium_amount
                           * CASE premium_frequency WHEN 'monthly' THEN 12 WHEN 'quarterly' THEN 4 ELSE 1 END
                       ) FILTER (WHERE policy_status = 'active'),
                       0
                   )::numeric(18, 2) AS annual_premium,
                   (count(*) FILTER (WHERE policy_status = 'lapsed')::numeric / count(*))::numeric(18, 4) AS lapse_rate
            FROM public.policies
            GROUP BY policy_type
            ORDER BY policy_type
        """,
    ),
    DatabaseView(
        name="premiums_by_month",
        purpose="Premium payments per month and line of insurance, failed ones included",
        columns={
            "month": "First day of the month of payment",
            "policy_type": "Line of insurance: life, property, vehicle, health or travel",
            "payments": "Number of payments, failed ones included",
            "completed_amount": "Premiums received, in USD",
            "pending_amount": "Premiums that are being collected, in USD",
            "failed_amount": "Premiums that could not be collected, in USD; most are collected by a later payment",
            "reversed_amount": "Premiums paid back, in USD",
            "completion_rate": "Completed payments / payments, a fraction",
        },
        query="""
            SELECT date_trunc('month', payment.payment_date::timestamp)::date AS month,
                   policy.policy_type,
                   count(*) AS payments,
                   coalesce(sum(payment.amount) FILTER (WHERE payment.payment_status = 'completed'), 0)
                       ::numeric(18, 2) AS completed_amount,
                   coalesce(sum(payment.amount) FILTER (WHERE payment.payment_status = 'pending'), 0)
                       ::numeric(18, 2) AS pending_amount,
                   coalesce(sum(payment.amount) FILTER (WHERE payment.payment_status = 'failed'), 0)
                       ::numeric(18, 2) AS failed_amount,
                   coalesce(sum(payment.amount) FILTER (WHERE payment.payment_status = 'reversed'), 0)
                       ::numeric(18, 2) AS reversed_amount,
                   (count(*) FILTER (WHERE payment.payment_status = 'completed')::numeric / count(*))::numeric(18, 4)
                       AS completion_rate
            FROM public.premium_payments AS payment
            JOIN public.policies AS policy ON policy.policy_id = payment.policy_id
            GROUP BY month, policy.policy_type
            ORDER BY month, policy.policy_type
        """,
    ),
    DatabaseView(
        name="loss_ratio_by_line",
        purpose="Premiums, claims and loss ratio per line of insurance and calendar year",
        columns={
            "policy_type": "Line of insurance: life, property, vehicle, health or travel",
            "year": "Calendar year of the payment of premiums and of the loss of claims",
            "premiums_received": "Completed premium payments, in USD",
            "claims": "Number of claims for losses of the year, rejected ones included",
            "claimed_amount": "Amounts claimed, in USD",
            "approved_amount": "Amounts approved, paid or not yet paid, in USD",
            "loss_ratio": "Approved amount / premiums received, a fraction; null for a year without premiums",
        },
        query="""
            WITH premiums AS (
                SELECT policy_id, extract(year FROM payment_date)::integer AS year, sum(amount) AS premiums_received
                FROM public.premium_payments
                WHERE payment_status = 'completed'
                GROUP BY policy_id, year
            ),
            losses AS (
                SELECT policy_id,
                       extract(year FROM claim_date)::integer AS year,
                       count(*) AS claims,
                       sum(claim_amount) AS claimed_amount,
                       sum(approved_amount) AS approved_amount
                FROM public.claims
                GROUP BY policy_id, year
            ),
            result AS (
                SELECT policy_id, year, premiums_received, 0 AS claims, 0 AS claimed_amount, 0 AS approved_amount
                FROM premiums
                UNION ALL
                SELECT policy_id, year, 0, claims, claimed_amount, approved_amount
                FROM losses
            )
            SELECT policy.policy_type,
                   result.year,
                   sum(result.premiums_received)::numeric(18, 2) AS premiums_received,
                   sum(result.claims)::bigint AS claims,
                   sum(result.claimed_amount)::numeric(18, 2) AS claimed_amount,
                   coalesce(sum(result.approved_amount), 0)::numeric(18, 2) AS approved_amount,
                   (coalesce(sum(result.approved_amount), 0) / nullif(sum(result.premiums_received), 0))::numeric(18, 4)
                       AS loss_ratio
            FROM result
            JOIN public.policies AS policy ON policy.policy_id = result.policy_id
            GROUP BY policy.policy_type, result.year
            ORDER BY policy.policy_type, result.year
        """,
    ),
    DatabaseView(
        name="open_claims",
        purpose="Claims that are not settled: submitted, under review, or approved and not yet paid; one row per claim",
        columns={
            "claim_id": "Claim",
            "claim_number": "Claim number for customers",
            "policy_id": "Policy of the claim",
            "customer_id": "Policyholder: accounts_db.customers.customer_id",
            "policy_type": "Line of insurance: life, property, vehicle, health or travel",
            "claim_type": "death, accident, property_damage, medical or travel",
            "status": "submitted, under_review or approved",
            "claim_date": "Date of the loss",
            "as_of_date": "Day of the figures: the last day with an entry in insurance_db",
            "days_open": "Days from claim_date to as_of_date",
            "claim_amount": "Claimed amount, in USD",
            "approved_amount": "Approved amount, in USD; null unless approved",
            "coverage_amount": "Coverage of the policy, in USD",
        },
        query="""
            WITH books AS (
                SELECT greatest(
                           (SELECT max(payment_date) FROM public.premium_payments),
                           (SELECT max(claim_date) FROM public.claims),
                           (SELECT max(settlement_date) FROM public.claims),
                           (SELECT max(event_date) FROM public.policy_events)
                       ) AS as_of_date
            )
            SELECT claim.claim_id,
                   claim.claim_number,
                   claim.policy_id,
                   policy.customer_id,
                   policy.policy_type,
                   claim.claim_type,
                   claim.status,
                   claim.claim_date,
                   books.as_of_date,
                   books.as_of_date - claim.claim_date AS days_open,
                   claim.claim_amount,
                   claim.approved_amount,
                   policy.coverage_amount
            FROM public.claims AS claim
            JOIN public.policies AS policy ON policy.policy_id = claim.policy_id
            CROSS JOIN books
            WHERE claim.status IN ('submitted', 'under_review', 'approved')
        """,
    ),
)
"""In the order of creation."""
