"""The tours of money laundering: the ring that structures its deposits, and its innocent twin, a store."""

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import (
    AmlCheck,
    ComplianceRule,
    KycRecord,
    RegulatoryReport,
    RuleViolation,
    SuspiciousActivityReport,
)
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee, EmployeeTraining, PerformanceReview
from seeding.tours.tour import Page, Stop, tour

_FILE = Page(Customer, "{customer}", "compliance")
_REPORT = Page(SuspiciousActivityReport, "{report}")
_STATEMENT = Page(Account, "{account}", "statement")

STRUCTURING_RING = tour(
    "structuring-ring",
    Stop(
        "Cash deposits on consecutive days, each below the 10,000 that a bank must report. Then almost all of the "
        "money leaves.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, channel, transaction_amount, balance_after, description
        FROM transactions
        WHERE account_id = '{account}' AND abs(transaction_amount) > 3000
        ORDER BY transaction_id
        """,
        _STATEMENT,
    ),
    Stop(
        "Two helpers made similar deposits in the same week.",
        Transaction,
        """
        SELECT account_id, count(*) AS deposits, min(transaction_date)::date AS first,
        max(transaction_date)::date AS last, max(transaction_amount) AS largest, sum(transaction_amount) AS total
        FROM transactions
        WHERE account_id IN ('{account}', '{account_2}', '{account_3}')
        AND description LIKE 'Cash deposit%' AND transaction_amount > 3000
        GROUP BY account_id
        ORDER BY account_id
        """,
        Page(Customer, "{customer_2}", "compliance"),
    ),
    Stop(
        "Two rules detect this pattern. Neither looks at a single transaction alone.",
        ComplianceRule,
        """
        SELECT rule_id, rule_name, threshold_value, description
        FROM compliance_rules
        WHERE rule_id IN ('R05', 'R08')
        ORDER BY rule_id
        """,
        Page(ComplianceRule, "R05"),
    ),
    Stop(
        "The violations: all three accounts, each at the deposit that brought the sum above the threshold.",
        RuleViolation,
        """
        SELECT violation_id, rule_id, entity_id, violation_date, severity, status, resolution_notes
        FROM rule_violations
        WHERE rule_id IN ('R05', 'R08') AND entity_id IN ('{account}', '{account_2}', '{account_3}')
        ORDER BY violation_id
        """,
        _FILE,
    ),
    Stop(
        "Each transaction in the window was checked, flagged and reviewed. Those of the organizer led to a report.",
        AmlCheck,
        """
        SELECT check_id, check_date, transaction_id, risk_level, screening_result, reviewed_by, sar_id
        FROM aml_checks
        WHERE customer_id = '{customer}' AND aml_flag
        ORDER BY check_id
        """,
        _REPORT,
    ),
    Stop(
        "The report to the authorities: the type of activity and the amount involved.",
        SuspiciousActivityReport,
        """
        SELECT sar_id, activity_type, report_date, sar_status, filed_date, filed_by, regulatory_tier, amount_involved
        FROM suspicious_activity_reports
        WHERE customer_id = '{customer}'
        ORDER BY sar_id
        """,
        _REPORT,
        captures=("filed_date", "filed_by"),
    ),
    Stop(
        "The transactions that the report's checks name. The next query adds them up in the ledger.",
        AmlCheck,
        """
        SELECT sar_id, count(DISTINCT transaction_id) AS number,
        string_agg(DISTINCT transaction_id, ' ' ORDER BY transaction_id) AS transactions
        FROM aml_checks
        WHERE sar_id = '{report}'
        GROUP BY sar_id
        ORDER BY sar_id
        """,
        _REPORT,
        captures=("transactions",),
    ),
    Stop(
        "The sum of their absolute amounts is the report's amount, to the cent.",
        Transaction,
        """
        SELECT account_id, count(*) AS number, sum(abs(transaction_amount)) AS amount_involved
        FROM transactions
        WHERE transaction_id = ANY (string_to_array('{transactions}', ' '))
        GROUP BY account_id
        ORDER BY account_id
        """,
        _REPORT,
    ),
    Stop(
        "After the report, compliance verified the customer again and rated the risk high.",
        KycRecord,
        """
        SELECT kyc_id, verification_date, kyc_status, risk_rating, next_review_date, verified_by
        FROM kyc_records
        WHERE customer_id = '{customer}'
        """,
        _FILE,
    ),
    Stop(
        "The CRM database shows the same risk rating.",
        CustomerProfile,
        """
        SELECT customer_id, full_name, customer_status, kyc_status, risk_rating
        FROM customer_profiles
        WHERE customer_id IN ('{customer}', '{customer_2}', '{customer_3}')
        ORDER BY customer_id
        """,
        Page(Customer, "{customer}"),
    ),
    Stop(
        "The officer who filed the report has completed the money-laundering program, like everyone in compliance.",
        EmployeeTraining,
        """
        SELECT t.program_id, p.program_name, t.completion_date, t.status, t.score
        FROM employee_training AS t
        JOIN training_programs AS p ON p.program_id = t.program_id
        WHERE t.employee_id = '{filed_by}'
        ORDER BY t.training_record_id
        """,
        Page(Employee, "{filed_by}"),
    ),
    Stop(
        "The yearly performance reviews of that officer.",
        PerformanceReview,
        """
        SELECT review_id, review_date, reviewer_id, rating, goals_met, comments
        FROM performance_reviews
        WHERE employee_id = '{filed_by}'
        ORDER BY review_id
        """,
        Page(PerformanceReview, "{review_id}"),
        captures=("review_id",),
    ),
    Stop(
        "Suspicious activity is reported case by case. The bank as a whole reports every quarter; these are the "
        "reports on the quarter in which that report was filed.",
        RegulatoryReport,
        """
        SELECT report_id, report_type, reporting_period_start, reporting_period_end, submission_date, status
        FROM regulatory_reports
        WHERE '{filed_date}' BETWEEN reporting_period_start AND reporting_period_end
        ORDER BY report_id
        """,
        Page(RegulatoryReport, "{report_id}"),
        captures=("report_id",),
    ),
)

INNOCENT_TWIN = tour(
    "innocent-twin",
    Stop(
        "The same pattern: cash every other day, each time below 10,000. But the amounts are odd, as in a cash "
        "register, and the money pays a supplier.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, channel, transaction_amount, balance_after, description
        FROM transactions
        WHERE account_id = '{account}' AND abs(transaction_amount) > 3000
        ORDER BY transaction_id
        """,
        _STATEMENT,
    ),
    Stop(
        "The rules cannot tell the difference. They report structured deposits here, too.",
        RuleViolation,
        """
        SELECT v.violation_id, v.rule_id, r.rule_name, v.violation_date, v.severity, v.status, v.resolution_notes
        FROM rule_violations AS v
        JOIN compliance_rules AS r ON r.rule_id = v.rule_id
        WHERE v.entity_id = '{account}' AND r.rule_type = 'velocity_check'
        ORDER BY v.violation_id
        """,
        _FILE,
    ),
    Stop(
        "The checks were flagged as well. An analyst reviewed them and found nothing suspicious.",
        AmlCheck,
        """
        SELECT split_part(screening_result, ':', 1) AS rule, split_part(screening_result, '; ', 2) AS review,
               reviewed_by, count(*) AS checks, count(sar_id) AS reported
        FROM aml_checks
        WHERE customer_id = '{customer}' AND aml_flag
        GROUP BY rule, review, reviewed_by
        ORDER BY rule
        """,
        _FILE,
    ),
    Stop(
        "Therefore there is no suspicious activity report.",
        SuspiciousActivityReport,
        """
        SELECT count(*) AS reports
        FROM suspicious_activity_reports
        WHERE customer_id = '{customer}'
        """,
        _FILE,
    ),
    Stop(
        "The store owner remains an ordinary low-risk customer: this was a false alarm.",
        CustomerProfile,
        """
        SELECT customer_id, full_name, customer_status, kyc_status, risk_rating, assigned_agent_id
        FROM customer_profiles
        WHERE customer_id = '{customer}'
        """,
        Page(Customer, "{customer}"),
        captures=("assigned_agent_id",),
    ),
    Stop(
        "The store owner's advisor.",
        Employee,
        """
        SELECT employee_id, first_name, last_name, role, hire_date
        FROM employees
        WHERE employee_id = '{assigned_agent_id}'
        """,
        Page(Employee, "{assigned_agent_id}"),
    ),
)
