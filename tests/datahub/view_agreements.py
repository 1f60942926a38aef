"""What each view says, in one query, and what the tables say in another: by name, the database and the two."""

AGREEMENTS: dict[str, tuple[str, str, str]] = {
    "balances by customer and balances": (
        "accounts_db",
        "SELECT currency, sum(total_balance), sum(checking_balance + savings_balance + money_market_balance "
        "+ cd_balance), sum(accounts) FROM analytics.balances_by_customer GROUP BY 1",
        "SELECT currency, sum(balance), sum(balance), count(*) FROM accounts GROUP BY 1",
    ),
    "deposits by account type and balances": (
        "accounts_db",
        "SELECT currency, sum(total_balance), sum(accounts), sum(active_accounts + frozen_accounts + closed_accounts) "
        "FROM analytics.deposits_by_account_type GROUP BY 1",
        "SELECT currency, sum(balance), count(*), count(*) FROM accounts GROUP BY 1",
    ),
    "flow of the ledger and balances": (
        "accounts_db",
        "SELECT currency, sum(net_flow), sum(credits - debits) FROM analytics.monthly_flow GROUP BY 1",
        "SELECT currency, sum(balance), sum(balance) FROM accounts GROUP BY 1",
    ),
    "flow of the ledger and transactions": (
        "accounts_db",
        "SELECT transaction_type, channel, sum(transactions) FROM analytics.monthly_flow GROUP BY 1, 2",
        "SELECT transaction_type, channel, count(*) FROM transactions GROUP BY 1, 2",
    ),
    "activity and transactions": (
        "accounts_db",
        "SELECT account_id, credits - debits, transactions::bigint FROM analytics.account_activity",
        "SELECT account_id, balance, (SELECT count(*) FROM transactions t WHERE t.account_id = a.account_id) "
        "FROM accounts a",
    ),
    "arrears and missed installments": (
        "loans_db",
        "SELECT loan_id, installments_past_due, amount_past_due FROM analytics.loan_arrears "
        "WHERE loan_status = 'defaulted'",
        "SELECT loan_id, count(*), sum(total_amount) FROM repayment_schedule JOIN loans USING (loan_id) "
        "WHERE loan_status = 'defaulted' AND payment_date IS NULL AND due_date < '2026-06-30' GROUP BY 1",
    ),
    "loans over 90 days past due and defaults": (
        "loans_db",
        "SELECT loan_id FROM analytics.loan_arrears WHERE days_past_due >= 90",
        "SELECT loan_id FROM loans WHERE loan_status = 'defaulted'",
    ),
    "bands of arrears and the loan book": (
        "loans_db",
        "SELECT sum(loans), sum(outstanding_balance), round(sum(share_of_book), 2) "
        "FROM analytics.arrears_by_days_past_due",
        "SELECT count(*), sum(outstanding_balance), 1.00 FROM loans WHERE outstanding_balance > 0",
    ),
    "the loan book by grade and loans": (
        "loans_db",
        "SELECT loan_type, sum(loans), sum(principal_amount), sum(outstanding_balance) "
        "FROM analytics.loan_book_by_grade WHERE credit_grade IS NOT NULL GROUP BY 1",
        "SELECT loan_type, count(*), sum(principal_amount), sum(outstanding_balance) FROM loans "
        "WHERE loan_status <> 'paid_off' GROUP BY 1",
    ),
    "vintages and loans": (
        "loans_db",
        "SELECT loan_type, sum(loans), sum(principal_amount), sum(outstanding_balance), sum(defaulted_loans) "
        "FROM analytics.loan_vintages GROUP BY 1",
        "SELECT loan_type, count(*), sum(principal_amount), sum(outstanding_balance), "
        "count(*) FILTER (WHERE default_status) FROM loans GROUP BY 1",
    ),
    "decisions and applications": (
        "loans_db",
        "SELECT sum(applications), sum(approved + rejected + withdrawn + pending), sum(approved_amount) "
        "FROM analytics.application_decisions",
        "SELECT count(*), count(*), sum(approved_amount) FROM loan_applications",
    ),
    "lines and policies": (
        "insurance_db",
        "SELECT policy_type, policies, active_policies + lapsed_policies + cancelled_policies + matured_policies "
        "FROM analytics.policies_by_line",
        "SELECT policy_type, count(*), count(*) FROM policies GROUP BY 1",
    ),
    "premiums by month and payments": (
        "insurance_db",
        "SELECT sum(payments), sum(completed_amount + pending_amount + failed_amount + reversed_amount) "
        "FROM analytics.premiums_by_month",
        "SELECT count(*), sum(amount) FROM premium_payments",
    ),
    "loss ratios, claims and premiums": (
        "insurance_db",
        "SELECT policy_type, sum(premiums_received), sum(approved_amount), "
        "round(sum(approved_amount) / sum(premiums_received), 4), sum(claims) "
        "FROM analytics.loss_ratio_by_line GROUP BY 1",
        """
        WITH premium AS (SELECT policy_type, sum(amount) AS paid FROM premium_payments JOIN policies USING (policy_id)
                         WHERE payment_status = 'completed' GROUP BY 1),
             loss AS (SELECT policy_type, sum(approved_amount) AS approved, count(*) AS claims
                      FROM claims JOIN policies USING (policy_id) GROUP BY 1)
        SELECT policy_type, paid, coalesce(approved, 0), round(coalesce(approved, 0) / paid, 4), coalesce(claims, 0)
        FROM premium LEFT JOIN loss USING (policy_type)
        """,
    ),
    "open claims and claims": (
        "insurance_db",
        "SELECT count(*), sum(claim_amount) FROM analytics.open_claims",
        "SELECT count(*), sum(claim_amount) FROM claims WHERE status NOT IN ('paid', 'rejected')",
    ),
    "segments and profiles": (
        "customer_db",
        "SELECT customer_segment, customers, active_customers + dormant_customers + closed_customers, "
        "kyc_verified + kyc_pending + kyc_expired FROM analytics.customer_base_by_segment",
        "SELECT customer_segment, count(*), count(*), count(*) FROM customer_profiles GROUP BY 1",
    ),
    "results of campaigns and responses": (
        "customer_db",
        "SELECT campaign_id, responses, opened + clicked + purchased + unsubscribed, conversions "
        "FROM analytics.campaign_results WHERE responses > 0",
        "SELECT campaign_id, count(*), count(*), count(*) FILTER (WHERE converted) FROM campaign_responses GROUP BY 1",
    ),
    "contacts and interactions": (
        "customer_db",
        "SELECT channel, sum(contacts), sum(resolved + escalated + follow_up_needed) "
        "FROM analytics.contacts_by_month GROUP BY 1",
        "SELECT channel, count(*), count(*) FROM interactions GROUP BY 1",
    ),
    "service levels and complaints": (
        "customer_db",
        "SELECT sum(complaints), sum(unsettled_complaints + settled_complaints), max(longest_hours) "
        "FROM analytics.complaint_service_levels",
        "SELECT count(*), count(*), max(resolution_time_hours) FROM complaints",
    ),
    "satisfaction and surveys": (
        "customer_db",
        "SELECT sum(surveys), sum(promoters + passives + detractors) FROM analytics.satisfaction_by_quarter",
        "SELECT count(*), count(nps_score) FROM satisfaction_surveys",
    ),
    "headcount and employees": (
        "employees_db",
        "SELECT sum(headcount), sum(active_employees + employees_on_leave), sum(annual_payroll), "
        "sum(headcount + former_employees) FROM analytics.headcount_by_department",
        "SELECT count(*) FILTER (WHERE employment_status <> 'terminated'), "
        "count(*) FILTER (WHERE employment_status <> 'terminated'), "
        "sum(salary) FILTER (WHERE employment_status <> 'terminated'), count(*) FROM employees",
    ),
    "turnover and employees": (
        "employees_db",
        "SELECT year, headcount_at_start, headcount_at_end FROM analytics.turnover_by_year",
        """
        SELECT year, count(*) FILTER (WHERE hire_date < make_date(year, 1, 1)
                                        AND coalesce(termination_date, 'infinity') >= make_date(year, 1, 1)),
               count(*) FILTER (WHERE hire_date < make_date(year + 1, 1, 1)
                                  AND coalesce(termination_date, 'infinity') >= make_date(year + 1, 1, 1))
        FROM generate_series(2016, 2026) AS year, employees GROUP BY 1
        """,
    ),
    "completion of training and its records": (
        "employees_db",
        "SELECT sum(participants), sum(enrolled + in_progress + completed + dropped), sum(completed) "
        "FROM analytics.training_completion",
        "SELECT count(*), count(*), count(completion_date) FROM employee_training",
    ),
    "reviews by department and reviews": (
        "employees_db",
        "SELECT year, sum(reviews), sum(top_ratings) FROM analytics.reviews_by_department GROUP BY 1",
        "SELECT extract(year FROM review_date)::int, count(*), count(*) FILTER (WHERE rating = 5) "
        "FROM performance_reviews GROUP BY 1",
    ),
    "the funnel and its tables": (
        "compliance_db",
        "SELECT sum(screenings + monitoring_checks), sum(flagged_screenings + flagged_monitoring_checks), "
        "sum(violations), sum(reports), sum(filed_reports) FROM analytics.alert_funnel",
        "SELECT count(*), count(*) FILTER (WHERE aml_flag), (SELECT count(*) FROM rule_violations), "
        "(SELECT count(*) FROM suspicious_activity_reports), (SELECT count(*) FROM suspicious_activity_reports "
        "WHERE sar_status = 'filed') FROM aml_checks",
    ),
    "violations by rule and violations": (
        "compliance_db",
        "SELECT rule_id, violations, low_severity + medium_severity + high_severity + critical_severity, "
        "unsettled + resolved + false_positives FROM analytics.violations_by_rule WHERE violations > 0",
        "SELECT rule_id, count(*), count(*), count(*) FROM rule_violations GROUP BY 1",
    ),
    "reviews due and KYC records": (
        "compliance_db",
        "SELECT count(*), count(*) FILTER (WHERE is_overdue), count(*) FILTER (WHERE is_document_expired), "
        "min(as_of_date)::text FROM analytics.kyc_reviews_due",
        "SELECT count(*) FILTER (WHERE next_review_date <= '2026-09-28' OR kyc_status = 'expired'), "
        "count(*) FILTER (WHERE next_review_date < '2026-06-30'), count(*) FILTER (WHERE kyc_status = 'expired'), "
        "'2026-06-30' FROM kyc_records",
    ),
    "audit activity and the audit trail": (
        "compliance_db",
        "SELECT entity_type, action, sum(actions) FROM analytics.audit_activity GROUP BY 1, 2",
        "SELECT entity_type, action, count(*) FROM audit_trails GROUP BY 1, 2",
    ),
}
"""What a view says, and what the tables say: the same rows."""
