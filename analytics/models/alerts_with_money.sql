-- An alert is a check of a transaction that found something. The text of its result begins with the id of the rule.
WITH balances AS (
    SELECT customer_id, currency, total_balance
    FROM {{ source('accounts_db_analytics', 'balances_by_customer') }}
),

alerts AS (
    SELECT *, split_part(screening_result, ' ', 1) AS rule_id
    FROM {{ source('compliance_db', 'aml_checks') }}
    WHERE check_type = 'transaction_monitoring' AND aml_flag
)

SELECT
    alert.check_id,
    alert.check_date,
    alert.rule_id,
    rule.rule_name,
    alert.risk_level,
    alert.customer_id,
    profile.full_name AS customer_name,
    profile.customer_segment,
    profile.risk_rating AS customer_risk_rating,
    alert.transaction_id,
    entry.transaction_date,
    entry.transaction_type,
    entry.channel,
    account.currency,
    entry.transaction_amount,
    entry.balance_after,
    entry.counterparty_account,
    entry.account_id,
    account.account_type,
    account.account_status,
    account.balance AS account_balance,
    balances.total_balance AS customer_balance,
    reviewer.first_name || ' ' || reviewer.last_name AS reviewer_name,
    alert.sar_id,
    report.sar_status,
    report.filed_date AS sar_filed_date,
    report.amount_involved AS sar_amount
FROM alerts AS alert
LEFT JOIN {{ source('compliance_db', 'compliance_rules') }} AS rule ON rule.rule_id = alert.rule_id
LEFT JOIN {{ source('compliance_db', 'suspicious_activity_reports') }} AS report ON report.sar_id = alert.sar_id
LEFT JOIN {{ source('accounts_db', 'transactions') }} AS entry ON entry.transaction_id = alert.transaction_id
LEFT JOIN {{ source('accounts_db', 'accounts') }} AS account ON account.account_id = entry.account_id
LEFT JOIN {{ source('customer_db', 'customer_profiles') }} AS profile ON profile.customer_id = alert.customer_id
LEFT JOIN {{ source('employees_db', 'employees') }} AS reviewer ON reviewer.employee_id = alert.reviewed_by
LEFT JOIN balances ON balances.customer_id = account.customer_id AND balances.currency = account.currency
