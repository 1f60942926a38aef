-- The amount of a suspicious activity report is the sum of the transactions whose alerts led to it, to the cent.
WITH alerted AS (
    SELECT sar_id, sum(amount) AS amount
    FROM (
        SELECT DISTINCT sar_id, transaction_id, abs(transaction_amount) AS amount
        FROM {{ ref('alerts_with_money') }}
        WHERE sar_id IS NOT NULL
    )
    GROUP BY sar_id
)

SELECT report.sar_id, report.amount_involved, alerted.amount
FROM {{ source('compliance_db', 'suspicious_activity_reports') }} AS report
FULL JOIN alerted ON alerted.sar_id = report.sar_id
WHERE report.amount_involved IS DISTINCT FROM alerted.amount
