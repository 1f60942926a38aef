-- Income and expense as they were paid, in the currency in which they were paid. Operating costs and losses on loans are
-- not in it. Everything covers the months for which the ledger has interest and fees: the books of loans and of insurance
-- go further back, and a month with half of the items would mislead.
WITH postings AS (
    SELECT
        account.customer_id,
        account.currency,
        date_trunc('month', entry.transaction_date AT TIME ZONE 'UTC')::date AS month,
        CASE entry.transaction_type WHEN 'interest' THEN 'deposit interest' ELSE 'fee' END AS item,
        CASE entry.transaction_type WHEN 'interest' THEN entry.transaction_amount ELSE -entry.transaction_amount END
            AS amount
    FROM {{ source('accounts_db', 'transactions') }} AS entry
    JOIN {{ source('accounts_db', 'accounts') }} AS account ON account.account_id = entry.account_id
    WHERE entry.transaction_type IN ('interest', 'fee')
),

loan_interest AS (
    SELECT
        loan.customer_id,
        'USD' AS currency,
        date_trunc('month', installment.payment_date)::date AS month,
        'loan interest' AS item,
        installment.interest_amount AS amount
    FROM {{ source('loans_db', 'repayment_schedule') }} AS installment
    JOIN {{ source('loans_db', 'loans') }} AS loan ON loan.loan_id = installment.loan_id
    -- An installment paid before it is due belongs to an early payoff, which waives its interest.
    WHERE installment.payment_date >= installment.due_date
),

premiums AS (
    SELECT
        policy.customer_id,
        'USD' AS currency,
        date_trunc('month', payment.payment_date)::date AS month,
        'premium' AS item,
        payment.amount
    FROM {{ source('insurance_db', 'premium_payments') }} AS payment
    JOIN {{ source('insurance_db', 'policies') }} AS policy ON policy.policy_id = payment.policy_id
    WHERE payment.payment_status = 'completed'
),

claims AS (
    SELECT
        policy.customer_id,
        'USD' AS currency,
        date_trunc('month', claim.settlement_date)::date AS month,
        'claim' AS item,
        claim.approved_amount AS amount
    FROM {{ source('insurance_db', 'claims') }} AS claim
    JOIN {{ source('insurance_db', 'policies') }} AS policy ON policy.policy_id = claim.policy_id
    WHERE claim.status = 'paid'
),

months AS (
    SELECT DISTINCT month FROM postings WHERE item = 'deposit interest'
),

items AS (
    SELECT * FROM postings
    UNION ALL
    SELECT * FROM loan_interest
    UNION ALL
    SELECT * FROM premiums
    UNION ALL
    SELECT * FROM claims
),

totals AS (
    SELECT
        profile.customer_segment,
        items.month,
        items.currency,
        count(DISTINCT items.customer_id) AS customers,
        coalesce(sum(items.amount) FILTER (WHERE items.item = 'loan interest'), 0) AS loan_interest_income,
        coalesce(sum(items.amount) FILTER (WHERE items.item = 'deposit interest'), 0) AS deposit_interest_expense,
        coalesce(sum(items.amount) FILTER (WHERE items.item = 'fee'), 0) AS fee_income,
        coalesce(sum(items.amount) FILTER (WHERE items.item = 'premium'), 0) AS premium_income,
        coalesce(sum(items.amount) FILTER (WHERE items.item = 'claim'), 0) AS claims_paid
    FROM items
    JOIN months ON months.month = items.month
    JOIN {{ source('customer_db', 'customer_profiles') }} AS profile ON profile.customer_id = items.customer_id
    GROUP BY profile.customer_segment, items.month, items.currency
)

SELECT
    customer_segment || ' ' || strftime(month, '%Y-%m') || ' ' || currency AS profitability_id,
    customer_segment,
    month,
    currency,
    customers,
    loan_interest_income::decimal(18, 2) AS loan_interest_income,
    deposit_interest_expense::decimal(18, 2) AS deposit_interest_expense,
    (loan_interest_income - deposit_interest_expense)::decimal(18, 2) AS net_interest_income,
    fee_income::decimal(18, 2) AS fee_income,
    premium_income::decimal(18, 2) AS premium_income,
    claims_paid::decimal(18, 2) AS claims_paid,
    (premium_income - claims_paid)::decimal(18, 2) AS underwriting_income,
    (loan_interest_income - deposit_interest_expense + fee_income + premium_income - claims_paid)::decimal(18, 2)
        AS operating_income
FROM totals
ORDER BY customer_segment, month, currency
