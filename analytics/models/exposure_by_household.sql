-- What the bank could lose with a household: its open loans, and what secures each of them.
WITH security AS (
    SELECT loan_id, sum(appraised_value) AS collateral
    FROM {{ source('loans_db', 'collateral') }}
    GROUP BY loan_id
),

guarantees AS (
    SELECT loan_id, sum(guarantee_amount) AS guaranteed
    FROM {{ source('loans_db', 'loan_guarantors') }}
    GROUP BY loan_id
),

loans AS (
    SELECT
        household.household_id,
        count(*) AS open_loans,
        count(*) FILTER (WHERE loan.loan_status = 'defaulted') AS defaulted_loans,
        sum(loan.outstanding_balance) AS outstanding_balance,
        -- Collateral counts up to what it secures.
        sum(least(loan.outstanding_balance, coalesce(security.collateral, 0))) AS secured_balance,
        sum(coalesce(guarantees.guaranteed, 0)) AS guarantees
    FROM {{ source('loans_db', 'loans') }} AS loan
    JOIN {{ ref('households') }} AS household ON household.customer_id = loan.customer_id
    LEFT JOIN security ON security.loan_id = loan.loan_id
    LEFT JOIN guarantees ON guarantees.loan_id = loan.loan_id
    WHERE loan.outstanding_balance > 0
    GROUP BY household.household_id
),

members AS (
    SELECT
        household_id,
        count(*) AS members,
        -- As the head of a household counts the first one who joined, and thus has the lowest number.
        arg_min(full_name, customer_id) AS household_name,
        arg_min(city, customer_id) AS city,
        sum(deposits_usd) AS deposits_usd,
        sum(amount_past_due) AS amount_past_due,
        max(days_past_due) AS days_past_due,
        sum(coverage) AS insurance_coverage
    FROM {{ ref('customer_360') }}
    GROUP BY household_id
)

SELECT
    members.household_id,
    members.household_name,
    members.city,
    members.members,
    coalesce(loans.open_loans, 0) AS open_loans,
    coalesce(loans.defaulted_loans, 0) AS defaulted_loans,
    coalesce(loans.outstanding_balance, 0)::decimal(18, 2) AS outstanding_balance,
    coalesce(loans.secured_balance, 0)::decimal(18, 2) AS secured_balance,
    coalesce(loans.outstanding_balance - loans.secured_balance, 0)::decimal(18, 2) AS unsecured_balance,
    coalesce(loans.guarantees, 0)::decimal(18, 2) AS guarantees,
    members.amount_past_due::decimal(18, 2) AS amount_past_due,
    members.days_past_due,
    members.deposits_usd::decimal(18, 2) AS deposits_usd,
    greatest(coalesce(loans.outstanding_balance, 0) - members.deposits_usd, 0)::decimal(18, 2) AS net_exposure,
    members.insurance_coverage::decimal(18, 2) AS insurance_coverage
FROM members
LEFT JOIN loans ON loans.household_id = members.household_id
