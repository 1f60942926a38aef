-- The outstanding balances of all households, and of all customers, are the loan book of loans_db to the cent.
WITH figures AS (
    SELECT
        (SELECT coalesce(sum(outstanding_balance), 0) FROM {{ source('loans_db', 'loans') }}) AS booked,
        (SELECT coalesce(sum(outstanding_balance), 0) FROM {{ ref('exposure_by_household') }}) AS of_households,
        (SELECT coalesce(sum(loan_balance), 0) FROM {{ ref('customer_360') }}) AS of_customers
)

SELECT *
FROM figures
WHERE booked <> of_households OR booked <> of_customers
