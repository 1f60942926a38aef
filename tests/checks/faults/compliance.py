"""Faults that checks of compliance_db must find: each condition is violated once."""

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import (
    AmlCheck,
    AuditTrail,
    ComplianceRule,
    KycRecord,
    RegulatoryReport,
    RuleViolation,
    SuspiciousActivityReport,
)
from datahub.customers.models import CustomerProfile
from seeding.checks.faults import delete_row, update_row, update_rows

MONITORED = "check_type = 'transaction_monitoring'"
NOT_AGAIN = (
    "customer_id IN (SELECT customer_id FROM aml_checks WHERE check_type = 'sanctions' GROUP BY 1 HAVING count(*) = 1)"
)
OTHER_CUSTOMERS = "customer_id <> 'CUST-00000001'"

FAULTS = (
    ("K1", delete_row(KycRecord)),
    ("K1", update_row(KycRecord, "kyc_status = 'pending'", "kyc_status = 'verified'")),
    ("K1", update_row(KycRecord, "customer_id = 'CUST-00000001'", OTHER_CUSTOMERS)),
    ("K2", update_row(KycRecord, "verification_date = %(as_of)s::date + 1")),
    ("K2", update_row(KycRecord, "expiry_date = verification_date")),
    ("K2", update_row(KycRecord, "expiry_date = %(as_of)s::date + 100", "kyc_status = 'expired'")),
    ("K2", update_rows(CustomerProfile, "onboarding_date = %(as_of)s")),
    ("K3", update_row(KycRecord, "next_review_date = NULL", "next_review_date IS NOT NULL")),
    ("K3", update_row(KycRecord, "next_review_date = %(as_of)s::date + 9", "next_review_date IS NULL")),
    ("K3", update_row(KycRecord, "next_review_date = %(as_of)s::date + 1", "kyc_status = 'pending'")),
    ("K3", update_row(KycRecord, "next_review_date = %(as_of)s::date - 91", "kyc_status = 'pending'")),
    (
        "K3",
        update_row(
            KycRecord,
            "risk_rating = 'medium'",
            "kyc_status = 'verified' AND risk_rating = 'low' AND next_review_date IS NOT NULL",
        ),
    ),
    ("K4", update_row(KycRecord, "document_number = 'A1234567'", "document_type = 'passport'")),
    ("K4", update_row(KycRecord, "document_type = NULL")),
    ("K4", update_row(KycRecord, "verified_by = NULL")),
    ("K4", update_row(KycRecord, "verified_by = 'EMP-00001'")),
    ("K5", delete_row(AmlCheck, f"check_type = 'sanctions' AND {NOT_AGAIN}")),
    (
        "K5",
        update_row(
            AmlCheck, "check_date = check_date - interval '10 days'", f"check_type = 'watchlist' AND {NOT_AGAIN}"
        ),
    ),
    ("K5", delete_row(AmlCheck, f"check_type = 'pep_screening' AND {NOT_AGAIN}")),
    ("K6", delete_row(AmlCheck, MONITORED)),
    ("K6", update_row(AmlCheck, "aml_flag = false", f"{MONITORED} AND aml_flag")),
    ("K6", update_row(AmlCheck, "check_date = check_date - interval '2 days'", MONITORED)),
    (
        "K6",
        (
            "compliance_db",
            "INSERT INTO aml_checks (check_id, customer_id, transaction_id, check_date, check_type, "
            "aml_flag, screening_result) SELECT 'AML-X', customer_id, transaction_id, check_date, "
            f"check_type, aml_flag, screening_result FROM aml_checks WHERE {MONITORED} LIMIT 1 RETURNING "
            "transaction_id",
        ),
    ),
    (
        "K6",
        update_row(
            Transaction,
            "transaction_amount = -30000",
            "description LIKE 'Wire abroad to%%' AND transaction_amount BETWEEN -20000 AND -1 "
            "AND transaction_date > %(as_of)s::date - interval '1 year'",
        ),
    ),
    ("K7", update_row(AmlCheck, "transaction_id = 'TXN-00000000-0-00000'", MONITORED)),
    ("K7", update_row(AmlCheck, "check_date = check_date - interval '1 year'", MONITORED)),
    ("K8", update_row(AmlCheck, "reviewed_by = 'EMP-00001'", "aml_flag")),
    ("K8", update_row(AmlCheck, "risk_level = NULL", "aml_flag")),
    ("K8", update_row(AmlCheck, "risk_level = 'high'", "NOT aml_flag")),
    ("K8", update_row(AmlCheck, "aml_flag = NULL")),
    ("K9", update_rows(AmlCheck, "sar_id = NULL", "sar_id = (SELECT min(sar_id) FROM aml_checks)")),
    ("K9", update_row(AmlCheck, "aml_flag = false", "sar_id IS NOT NULL")),
    ("K9", update_row(AmlCheck, "check_date = check_date + interval '1 year'", "sar_id IS NOT NULL")),
    ("K9", update_row(SuspiciousActivityReport, "customer_id = 'CUST-00000001'", OTHER_CUSTOMERS)),
    ("K9", update_row(SuspiciousActivityReport, "account_id = 'ACC-00000001-1'", OTHER_CUSTOMERS)),
    ("K9", update_row(SuspiciousActivityReport, "amount_involved = NULL")),
    ("K10", update_row(SuspiciousActivityReport, "filed_date = NULL", "sar_status = 'filed'")),
    ("K10", update_row(SuspiciousActivityReport, "filed_by = NULL", "sar_status = 'filed'")),
    ("K10", update_row(SuspiciousActivityReport, "filed_by = 'EMP-00001'", "sar_status = 'filed'")),
    ("K10", update_row(SuspiciousActivityReport, "filed_date = report_date - 1", "sar_status = 'filed'")),
    ("K10", update_row(SuspiciousActivityReport, "report_date = %(as_of)s::date - 31", "sar_status = 'draft'")),
    ("K10", update_row(SuspiciousActivityReport, "sar_status = NULL")),
    (
        "K12",
        update_row(
            KycRecord,
            "verification_date = verification_date - 2000",
            "customer_id IN (SELECT customer_id FROM suspicious_activity_reports WHERE sar_status = "
            "'filed' AND report_date < %(as_of)s::date - 91)",
        ),
    ),
    ("K13", delete_row(RegulatoryReport)),
    ("K13", update_row(RegulatoryReport, "reporting_period_end = reporting_period_end - 1")),
    ("K13", update_row(RegulatoryReport, "prepared_by = approved_by")),
    ("K13", update_row(RegulatoryReport, "prepared_by = NULL")),
    ("K13", update_row(RegulatoryReport, "approved_by = 'EMP-00002'")),
    ("K13", update_row(RegulatoryReport, "submission_date = date_trunc('week', submission_date)::date + 5")),
    ("K13", update_row(RegulatoryReport, "submission_date = NULL")),
    ("K13", update_row(RegulatoryReport, "report_type = 'liquidity'", "report_type = 'stress_test'")),
    ("K14", update_row(ComplianceRule, "threshold_value = threshold_value + 20000", "rule_id = 'R03'")),
    ("K14", update_row(ComplianceRule, "is_active = false", "rule_id = 'R03'")),
    ("K14", update_row(ComplianceRule, "created_date = %(as_of)s", "rule_id = 'R03'")),
    ("K14", update_row(RuleViolation, "severity = 'critical'", "severity = 'low'")),
    ("K14", update_row(RuleViolation, "entity_type = 'customer'", "entity_type = 'account'")),
    ("K14", update_row(RuleViolation, "entity_id = 'TXN-00000000-0-00000'", "entity_type = 'transaction'")),
    ("K14", update_row(RuleViolation, "rule_id = 'R17'")),
    (
        "K14",
        (
            "compliance_db",
            "INSERT INTO rule_violations (violation_id, rule_id, entity_type, entity_id, violation_date, "
            "severity) SELECT 'VIO-X', rule_id, entity_type, entity_id, violation_date, severity FROM "
            "rule_violations LIMIT 1 RETURNING violation_id",
        ),
    ),
    ("K15", update_row(RuleViolation, "resolved_date = NULL", "status = 'resolved'")),
    ("K15", update_row(RuleViolation, "resolved_by = NULL", "status = 'false_positive'")),
    ("K15", update_row(RuleViolation, "resolved_by = 'EMP-00001'", "status = 'resolved'")),
    ("K15", update_row(RuleViolation, "status = NULL")),
    (
        "K15",
        update_row(
            RuleViolation,
            "status = 'open', resolved_by = NULL, resolved_date = NULL",
            "violation_date < %(as_of)s::date - 31",
        ),
    ),
    (
        "K15",
        update_row(
            RuleViolation,
            "status = 'investigating', resolved_by = NULL, resolved_date = NULL",
            "violation_date < %(as_of)s::date - 151",
        ),
    ),
    ("K16", delete_row(AuditTrail, "action = 'create' AND entity_type = 'transaction'")),
    ("K16", delete_row(AuditTrail, "action = 'create' AND entity_type = 'loan'")),
    ("K16", update_row(AuditTrail, "performed_at = performed_at + interval '1 day'", "action = 'create'")),
    ("K16", update_row(AuditTrail, "entity_id = 'CUST-99999999'", "action = 'view'")),
    ("K16", update_row(AuditTrail, "performed_at = performed_at - interval '20 years'", "action = 'view'")),
    ("K16", update_row(AuditTrail, "action = 'update', old_value = new_value", "action = 'create'")),
    ("K16", update_row(AuditTrail, "old_value = new_value", "action = 'update'")),
    ("K16", update_row(AuditTrail, "new_value = 'active'", "action = 'create'")),
    ("K16", update_row(AuditTrail, "new_value = NULL", "action = 'create'")),
    ("K16", update_row(AuditTrail, "old_value = NULL", "action = 'update'")),
    ("K16", update_row(AuditTrail, "action = 'delete'", "action = 'view'")),
    ("K16", update_row(AuditTrail, "entity_type = 'branch'")),
    ("K16", update_rows(Account, "account_status = 'active'")),
    ("K16", update_row(Customer, "created_at = created_at + interval '1 second'")),
    ("K17", update_row(AuditTrail, "ip_address = NULL")),
    ("K17", update_row(AuditTrail, "ip_address = 'a desk'")),
)
