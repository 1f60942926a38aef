-- Suspicious activity reports are left out on purpose: whoever serves a customer must not learn of one.
WITH deposits AS (
    SELECT
        customer_id,
        sum(open_accounts) AS open_accounts,
        sum(total_balance) FILTER (WHERE currency = 'USD') AS usd,
        sum(total_balance) FILTER (WHERE currency = 'EUR') AS eur,
        sum(total_balance) FILTER (WHERE currency = 'GBP') AS gbp,
        sum(total_balance) FILTER (WHERE currency = 'CAD') AS cad
    FROM {{ source('accounts_db_analytics', 'balances_by_customer') }}
    GROUP BY customer_id
),

activity AS (
    SELECT customer_id, max(last_customer_transaction_date) AS last_transaction_date
    FROM {{ source('accounts_db_analytics', 'account_activity') }}
    GROUP BY customer_id
),

loans AS (
    SELECT
        customer_id,
        count(*) FILTER (WHERE outstanding_balance > 0) AS open_loans,
        sum(outstanding_balance) AS outstanding_balance
    FROM {{ source('loans_db', 'loans') }}
    GROUP BY customer_id
),

arrears AS (
    SELECT customer_id, sum(amount_past_due) AS amount_past_due, max(days_past_due) AS days_past_due
    FROM {{ source('loans_db_analytics', 'loan_arrears') }}
    GROUP BY customer_id
),

policies AS (
    SELECT
        customer_id,
        count(*) AS active_policies,
        sum(coverage_amount) AS coverage,
        sum(premium_amount * CASE premium_frequency WHEN 'monthly' THEN 12 WHEN 'quarterly' THEN 4 ELSE 1 END)
            AS annual_premium
    FROM {{ source('insurance_db', 'policies') }}
    WHERE policy_status = 'active'
    GROUP BY customer_id
),

claims AS (
    SELECT customer_id, count(*) AS open_claims
    FROM {{ source('insurance_db_analytics', 'open_claims') }}
    GROUP BY customer_id
),

contacts AS (
    SELECT customer_id, count(*) AS contacts, max((interaction_date AT TIME ZONE 'UTC')::date) AS last_contact_date
    FROM {{ source('customer_db', 'interactions') }}
    GROUP BY customer_id
),

complaints AS (
    SELECT customer_id, count(*) AS unsettled_complaints
    FROM {{ source('customer_db', 'complaints') }}
    WHERE status IN ('open', 'investigating')
    GROUP BY customer_id
),

surveys AS (
    SELECT customer_id, arg_max(nps_score, (survey_date, survey_id)) AS latest_nps_score
    FROM {{ source('customer_db', 'satisfaction_surveys') }}
    WHERE nps_score IS NOT NULL
    GROUP BY customer_id
),

reviews AS (
    SELECT customer_id, max(next_review_date) AS next_review_date
    FROM {{ source('compliance_db', 'kyc_records') }}
    GROUP BY customer_id
)

SELECT
    profile.customer_id,
    profile.full_name,
    profile.customer_segment,
    profile.customer_status,
    profile.onboarding_date,
    profile.city,
    profile.country,
    household.household_id,
    advisor.first_name || ' ' || advisor.last_name AS advisor_name,
    advisor.branch_code AS advisor_branch,
    profile.kyc_status,
    profile.risk_rating,
    reviews.next_review_date AS next_kyc_review_date,
    coalesce(deposits.open_accounts, 0)::bigint AS open_accounts,
    coalesce(deposits.usd, 0)::decimal(18, 2) AS deposits_usd,
    coalesce(deposits.eur, 0)::decimal(18, 2) AS deposits_eur,
    coalesce(deposits.gbp, 0)::decimal(18, 2) AS deposits_gbp,
    coalesce(deposits.cad, 0)::decimal(18, 2) AS deposits_cad,
    activity.last_transaction_date,
    coalesce(loans.open_loans, 0) AS open_loans,
    coalesce(loans.outstanding_balance, 0)::decimal(18, 2) AS loan_balance,
    coalesce(arrears.amount_past_due, 0)::decimal(18, 2) AS amount_past_due,
    coalesce(arrears.days_past_due, 0) AS days_past_due,
    coalesce(policies.active_policies, 0) AS active_policies,
    coalesce(policies.coverage, 0)::decimal(18, 2) AS coverage,
    coalesce(policies.annual_premium, 0)::decimal(18, 2) AS annual_premium,
    coalesce(claims.open_claims, 0) AS open_claims,
    coalesce(contacts.contacts, 0) AS contacts,
    contacts.last_contact_date,
    coalesce(complaints.unsettled_complaints, 0) AS unsettled_complaints,
    surveys.latest_nps_score
FROM {{ source('customer_db', 'customer_profiles') }} AS profile
JOIN {{ ref('households') }} AS household ON household.customer_id = profile.customer_id
LEFT JOIN {{ source('employees_db', 'employees') }} AS advisor ON advisor.employee_id = profile.assigned_agent_id
LEFT JOIN deposits ON deposits.customer_id = profile.customer_id
LEFT JOIN activity ON activity.customer_id = profile.customer_id
LEFT JOIN loans ON loans.customer_id = profile.customer_id
LEFT JOIN arrears ON arrears.customer_id = profile.customer_id
LEFT JOIN policies ON policies.customer_id = profile.customer_id
LEFT JOIN claims ON claims.customer_id = profile.customer_id
LEFT JOIN contacts ON contacts.customer_id = profile.customer_id
LEFT JOIN complaints ON complaints.customer_id = profile.customer_id
LEFT JOIN surveys ON surveys.customer_id = profile.customer_id
LEFT JOIN reviews ON reviews.customer_id = profile.customer_id
