-- Interest, fees, premiums and claims of all segments are those of the sources in the same months, to the cent.
WITH stated AS (
    SELECT
        month,
        sum(loan_interest_income) AS loan_interest,
        sum(deposit_interest_expense) AS deposit_interest,
        sum(fee_income) AS fees,
        sum(premium_income) AS premiums,
        sum(claims_paid) AS claims
    FROM {{ ref('profitability_by_segment') }}
    GROUP BY month
),

ledger AS (
    SELECT
        month,
        sum(net_flow) FILTER (WHERE transaction_type = 'interest') AS deposit_interest,
        coalesce(-sum(net_flow) FILTER (WHERE transaction_type = 'fee'), 0) AS fees
    FROM {{ source('accounts_db_analytics', 'monthly_flow') }}
    GROUP BY month
    HAVING count(*) FILTER (WHERE transaction_type = 'interest') > 0
),

loans AS (
    SELECT date_trunc('month', payment_date)::date AS month, sum(interest_amount) AS loan_interest
    FROM {{ source('loans_db', 'repayment_schedule') }}
    WHERE payment_date >= due_date
    GROUP BY ALL
),

premiums AS (
    SELECT month, sum(completed_amount) AS premiums
    FROM {{ source('insurance_db_analytics', 'premiums_by_month') }}
    GROUP BY month
),

claims AS (
    SELECT date_trunc('month', settlement_date)::date AS month, sum(approved_amount) AS claims
    FROM {{ source('insurance_db', 'claims') }}
    WHERE status = 'paid'
    GROUP BY ALL
)

SELECT *
FROM ledger
LEFT JOIN loans USING (month)
LEFT JOIN premiums USING (month)
LEFT JOIN claims USING (month)
FULL JOIN stated USING (month)
WHERE stated.deposit_interest IS DISTINCT FROM ledger.deposit_interest
   OR stated.fees IS DISTINCT FROM ledger.fees
   OR stated.loan_interest IS DISTINCT FROM coalesce(loans.loan_interest, 0)
   OR stated.premiums IS DISTINCT FROM coalesce(premiums.premiums, 0)
   OR stated.claims IS DISTINCT FROM coalesce(claims.claims, 0)
