"""The views of compliance_db: the alert funnel, violations, KYC reviews, and the audit trail."""

from datahub.database_views import DatabaseView

VIEWS = (
    DatabaseView(
        name="alert_funnel",
        purpose="From checks to reports, per month: how many checks were flagged, and how many reports came of it",
        columns={
            "month": "First day of the month of the check, violation or report (UTC)",
            "screenings": "Number of checks of customers against sanctions, watchlists and lists of politicians",
            "flagged_screenings": "Number of these checks that found something",
            "monitoring_checks": "Number of checks of transactions",
            "flagged_monitoring_checks": "Number of these checks that found something",
            "reported_checks": "Number of checks that led to a suspicious activity report",
            "violations": "Number of rule violations of the month's transactions",
            "reports": "Number of suspicious activity reports opened",
            "filed_reports": "Number of the reports opened in the month that were filed, then or later",
        },
        query="""
            WITH event AS (
                SELECT date_trunc('month', check_date AT TIME ZONE 'UTC')::date AS month,
                       count(*) FILTER (WHERE check_type <> 'transaction_monitoring') AS screenings,
                       count(*) FILTER (WHERE check_type <> 'transaction_monitoring' AND aml_flag)
                           AS flagged_screenings,
                       count(*) FILTER (WHERE check_type = 'transaction_monitoring') AS monitoring_checks,
                       count(*) FILTER (WHERE check_type = 'transaction_monitoring' AND aml_flag)
                           AS flagged_monitoring_checks,
                       count(sar_id) AS reported_checks,
                       0 AS violations,
                       0 AS reports,
                       0 AS filed_reports
                FROM public.aml_checks
                GROUP BY month
                UNION ALL
                SELECT date_trunc('month', violation_date AT TIME ZONE 'UTC')::date AS month, 0, 0, 0, 0, 0, count(*),
                       0, 0
                FROM public.rule_violations
                GROUP BY month
                UNION ALL
                SELECT date_trunc('month', report_date::timestamp)::date AS month, 0, 0, 0, 0, 0, 0, count(*),
                       count(filed_date)
                FROM public.suspicious_activity_reports
                GROUP BY month
            )
            SELECT month,
                   sum(screenings)::bigint AS screenings,
                   sum(flagged_screenings)::bigint AS flagged_screenings,
                   sum(monitoring_checks)::bigint AS monitoring_checks,
                   sum(flagged_monitoring_checks)::bigint AS flagged_monitoring_checks,
                   sum(reported_checks)::bigint AS reported_checks,
                   sum(violations)::bigint AS violations,
                   sum(reports)::bigint AS reports,
                   sum(filed_reports)::bigint AS filed_reports
            FROM event
            GROUP BY month
            ORDER BY month
        """,
    ),
    DatabaseView(
        name="violations_by_rule",
        purpose="Violations of each rule by severity and status; one row per rule, violated or not",
        columns={
            "rule_id": "Rule",
            "rule_name": "Title of the rule",
            "rule_type": "transaction_limit, velocity_check, geographic_restriction or amount_threshold",
            "is_active": "Whether the rule is applied",
            "violations": "Number of violations",
            "low_severity": "Number of violations of low severity: up to 1.25 times the threshold",
            "medium_severity": "Number of violations of medium severity: from 1.25 times the threshold",
            "high_severity": "Number of violations of high severity: from twice the threshold",
            "critical_severity": "Number of violations of critical severity: from three times the threshold",
            "unsettled": "Number of violations that are open or under investigation",
            "resolved": "Number of resolved violations",
            "false_positives": "Number of violations that turned out to be none",
            "false_positive_rate": "False positives / (resolved + false positives), a fraction; null before the first",
            "average_days_to_settle": "Mean days from the violation to its resolution; null before the first",
        },
        query="""
            SELECT rule.rule_id,
                   rule.rule_name,
                   rule.rule_type,
                   rule.is_active,
                   count(violation.violation_id) AS violations,
                   count(*) FILTER (WHERE violation.severity = 'low') AS low_severity,
                   count(*) FILTER (WHERE violation.severity = 'medium') AS medium_severity,
                   count(*) FILTER (WHERE violation.severity = 'high') AS high_severity,
                   count(*) FILTER (WHERE violation.severity = 'critical') AS critical_severity,
                   count(*) FILTER (WHERE violation.status IN ('open', 'investigating')) AS unsettled,
                   count(*) FILTER (WHERE violation.status = 'resolved') AS resolved,
                   count(*) FILTER (WHERE violation.status = 'false_positive') AS false_positives,
                   (count(*) FILTER (WHERE violation.status = 'false_positive')::numeric
                       / nullif(count(*) FILTER (WHERE violation.status IN ('resolved', 'false_positive')), 0))
                       ::numeric(18, 4) AS false_positive_rate,
                   avg(violation.resolved_date - (violation.violation_date AT TIME ZONE 'UTC')::date)::numeric(9, 2)
                       AS average_days_to_settle
            FROM public.compliance_rules AS rule
            LEFT JOIN public.rule_violations AS violation ON violation.rule_id = rule.rule_id
            GROUP BY rule.rule_id, rule.rule_name, rule.rule_type, rule.is_active
            ORDER BY rule.rule_id
        """,
    ),
    DatabaseView(
        name="kyc_reviews_due",
        purpose="Customers to verify again: the review is overdue or due within 90 days, or the document has expired",
        columns={
            "kyc_id": "KYC record",
            "customer_id": "Customer: accounts_db.customers.customer_id",
            "kyc_status": "verified, pending, expired or rejected",
            "risk_rating": "Money laundering risk: low, medium or high",
            "verification_date": "Date of the latest verification",
            "next_review_date": "Date of the next review",
            "expiry_date": "Expiry date of the identity document",
            "as_of_date": "Day of the figures: the last day with an entry in compliance_db (UTC)",
            "days_until_review": "Days from as_of_date to next_review_date; negative if the review is overdue",
            "is_overdue": "Whether next_review_date is before as_of_date",
            "is_document_expired": "Whether expiry_date is before as_of_date",
        },
        query="""
            WITH books AS (
                SELECT greatest(
                           (SELECT (max(performed_at) AT TIME ZONE 'UTC')::date FROM public.audit_trails),
                           (SELECT (max(check_date) AT TIME ZONE 'UTC')::date FROM public.aml_checks),
                           (SELECT max(verification_date) FROM public.kyc_records)
                       ) AS as_of_date
            )
            SELECT record.kyc_id,
                   record.customer_id,
                   record.kyc_status,
                   record.risk_rating,
                   record.verification_date,
                   record.next_review_date,
                   record.expiry_date,
                   books.as_of_date,
                   record.next_review_date - books.as_of_date AS days_until_review,
                   record.next_review_date < books.as_of_date AS is_overdue,
                   record.expiry_date < books.as_of_date AS is_document_expired
            FROM public.kyc_records AS record
            CROSS JOIN books
            WHERE record.next_review_date <= books.as_of_date + 90
               OR record.expiry_date < books.as_of_date
        """,
    ),
    DatabaseView(
        name="audit_activity",
        purpose="Employees' actions on the bank's rows, per month, type of row and action",
        columns={
            "month": "First day of the month of the actions (UTC)",
            "entity_type": "account, customer, loan, transaction or policy",
            "action": "create, update, view or delete",
            "actions": "Number of actions",
            "entities": "Number of different rows",
            "employees": "Number of different employees",
        },
        query="""
            SELECT date_trunc('month', performed_at AT TIME ZONE 'UTC')::date AS month,
                   entity_type,
                   action,
                   count(*) AS actions,
                   count(DISTINCT entity_id) AS entities,
                   count(DISTINCT performed_by) AS employees
            FROM public.audit_trails
            GROUP BY month, entity_type, action
            ORDER BY month, entity_type, action
        """,
    ),
)
"""In the order of creation."""
