"""Everything that checks of compliance say, broken once."""

from seeding.checks.check import change
from tests.checks.faults_of_money import LEDGER, gone

C, A, K = "customer_db", "accounts_db", "compliance_db"
RECORDS = (K, "kyc_records", "kyc_id")
CHECKS = (K, "aml_checks", "check_id")
REPORTS = (K, "suspicious_activity_reports", "sar_id")
FILINGS = (K, "regulatory_reports", "report_id")
RULES = (K, "compliance_rules", "rule_id")
VIOLATIONS = (K, "rule_violations", "violation_id")
TRAIL = (K, "audit_trails", "audit_id")

MONITORED = "check_type = 'transaction_monitoring'"
NOT_AGAIN = (
    "customer_id IN (SELECT customer_id FROM aml_checks WHERE check_type = 'sanctions' GROUP BY 1 HAVING count(*) = 1)"
)
OTHER_CUSTOMERS = "customer_id <> 'CUST-00000001'"

OF_COMPLIANCE = (
    ("K1", gone(*RECORDS, "true")),
    ("K1", change(*RECORDS, "kyc_status = 'pending'", "kyc_status = 'verified'")),
    ("K1", change(*RECORDS, "customer_id = 'CUST-00000001'", OTHER_CUSTOMERS)),
    ("K2", change(*RECORDS, "verification_date = %(as_of)s::date + 1")),
    ("K2", change(*RECORDS, "expiry_date = verification_date")),
    ("K2", change(*RECORDS, "expiry_date = %(as_of)s::date + 100", "kyc_status = 'expired'")),
    ("K2", (C, "UPDATE customer_profiles SET onboarding_date = %(as_of)s RETURNING customer_id")),
    ("K3", change(*RECORDS, "next_review_date = NULL")),
    ("K3", change(*RECORDS, "next_review_date = %(as_of)s::date + 1", "kyc_status = 'pending'")),
    ("K3", change(*RECORDS, "next_review_date = %(as_of)s::date - 91", "kyc_status = 'pending'")),
    ("K3", change(*RECORDS, "risk_rating = 'medium'", "kyc_status = 'verified' AND risk_rating = 'low'")),
    ("K4", change(*RECORDS, "document_number = 'A1234567'", "document_type = 'passport'")),
    ("K4", change(*RECORDS, "document_type = NULL")),
    ("K4", change(*RECORDS, "verified_by = NULL")),
    ("K4", change(*RECORDS, "verified_by = 'EMP-00001'")),
    ("K5", gone(*CHECKS, f"check_type = 'sanctions' AND {NOT_AGAIN}")),
    ("K5", change(*CHECKS, "check_date = check_date - interval '10 days'", "check_type = 'watchlist'")),
    ("K5", gone(*CHECKS, f"check_type = 'pep_screening' AND {NOT_AGAIN}")),
    ("K6", gone(*CHECKS, MONITORED)),
    ("K6", change(*CHECKS, "aml_flag = false", f"{MONITORED} AND aml_flag")),
    ("K6", change(*CHECKS, "check_date = check_date - interval '2 days'", MONITORED)),
    ("K6", (K, f"INSERT INTO aml_checks (check_id, customer_id, transaction_id, check_date, check_type, aml_flag, "
               f"screening_result) SELECT 'AML-X', customer_id, transaction_id, check_date, check_type, aml_flag, "
               f"screening_result FROM aml_checks WHERE {MONITORED} LIMIT 1 RETURNING transaction_id")),
    ("K6", change(*LEDGER, "transaction_amount = 30000",
                  "channel = 'wire' AND transaction_amount BETWEEN 1 AND 20000")),
    ("K7", change(*CHECKS, "transaction_id = 'TXN-00000000-0-00000'", MONITORED)),
    ("K7", change(*CHECKS, "check_date = check_date - interval '3 days'", MONITORED)),
    ("K8", change(*CHECKS, "reviewed_by = 'EMP-00001'", "aml_flag")),
    ("K8", change(*CHECKS, "risk_level = NULL", "aml_flag")),
    ("K8", change(*CHECKS, "risk_level = 'high'", "NOT aml_flag")),
    ("K8", change(*CHECKS, "aml_flag = NULL")),
    ("K9", (K, "UPDATE aml_checks SET sar_id = NULL WHERE sar_id = (SELECT min(sar_id) FROM aml_checks) "
               "RETURNING check_id")),
    ("K9", change(*CHECKS, "aml_flag = false", "sar_id IS NOT NULL")),
    ("K9", change(*CHECKS, "check_date = check_date + interval '1 year'", "sar_id IS NOT NULL")),
    ("K9", change(*REPORTS, "customer_id = 'CUST-00000001'", OTHER_CUSTOMERS)),
    ("K9", change(*REPORTS, "account_id = 'ACC-00000001-1'", OTHER_CUSTOMERS)),
    ("K9", change(*REPORTS, "amount_involved = NULL")),
    ("K10", change(*REPORTS, "filed_date = NULL", "sar_status = 'filed'")),
    ("K10", change(*REPORTS, "filed_by = NULL", "sar_status = 'filed'")),
    ("K10", change(*REPORTS, "filed_by = 'EMP-00001'", "sar_status = 'filed'")),
    ("K10", change(*REPORTS, "filed_date = report_date - 1", "sar_status = 'filed'")),
    ("K10", change(*REPORTS, "report_date = %(as_of)s::date - 31", "sar_status = 'draft'")),
    ("K10", change(*REPORTS, "sar_status = NULL")),
    ("K12", change(*RECORDS, "verification_date = verification_date - 2000",
                   "customer_id IN (SELECT customer_id FROM suspicious_activity_reports WHERE sar_status = 'filed' "
                   "AND report_date < %(as_of)s::date - 91)")),
    ("K13", gone(*FILINGS, "true")),
    ("K13", change(*FILINGS, "reporting_period_end = reporting_period_end - 1")),
    ("K13", change(*FILINGS, "prepared_by = approved_by")),
    ("K13", change(*FILINGS, "prepared_by = NULL")),
    ("K13", change(*FILINGS, "approved_by = 'EMP-00002'")),
    ("K13", change(*FILINGS, "submission_date = date_trunc('week', submission_date)::date + 5")),
    ("K13", change(*FILINGS, "submission_date = NULL")),
    ("K13", change(*FILINGS, "report_type = 'liquidity'", "report_type = 'stress_test'")),
    ("K14", change(*RULES, "threshold_value = threshold_value + 500", "rule_id = 'R03'")),
    ("K14", change(*RULES, "is_active = false", "rule_id = 'R03'")),
    ("K14", change(*RULES, "created_date = %(as_of)s", "rule_id = 'R03'")),
    ("K14", change(*VIOLATIONS, "severity = 'critical'", "severity = 'low'")),
    ("K14", change(*VIOLATIONS, "entity_type = 'customer'", "entity_type = 'account'")),
    ("K14", change(*VIOLATIONS, "entity_id = 'TXN-00000000-0-00000'", "entity_type = 'transaction'")),
    ("K14", change(*VIOLATIONS, "rule_id = 'R17'")),
    ("K14", (K, "INSERT INTO rule_violations (violation_id, rule_id, entity_type, entity_id, violation_date, severity) "
                "SELECT 'VIO-X', rule_id, entity_type, entity_id, violation_date, severity FROM rule_violations "
                "LIMIT 1 RETURNING violation_id")),
    ("K15", change(*VIOLATIONS, "resolved_date = NULL", "status = 'resolved'")),
    ("K15", change(*VIOLATIONS, "resolved_by = NULL", "status = 'false_positive'")),
    ("K15", change(*VIOLATIONS, "resolved_by = 'EMP-00001'", "status = 'resolved'")),
    ("K15", change(*VIOLATIONS, "status = NULL")),
    ("K15", change(*VIOLATIONS, "status = 'open', resolved_by = NULL, resolved_date = NULL",
                   "violation_date < %(as_of)s::date - 31")),
    ("K15", change(*VIOLATIONS, "status = 'investigating', resolved_by = NULL, resolved_date = NULL",
                   "violation_date < %(as_of)s::date - 91")),
    ("K16", gone(*TRAIL, "action = 'create' AND entity_type = 'transaction'")),
    ("K16", gone(*TRAIL, "action = 'create' AND entity_type = 'loan'")),
    ("K16", change(*TRAIL, "performed_at = performed_at + interval '1 day'", "action = 'create'")),
    ("K16", change(*TRAIL, "entity_id = 'CUST-99999999'", "action = 'view'")),
    ("K16", change(*TRAIL, "performed_at = performed_at - interval '20 years'", "action = 'view'")),
    ("K16", change(*TRAIL, "action = 'update', old_value = new_value", "action = 'create'")),
    ("K16", change(*TRAIL, "old_value = new_value", "action = 'update'")),
    ("K16", change(*TRAIL, "new_value = 'active'", "action = 'create'")),
    ("K16", change(*TRAIL, "new_value = NULL", "action = 'create'")),
    ("K16", change(*TRAIL, "old_value = NULL", "action = 'update'")),
    ("K16", change(*TRAIL, "action = 'delete'", "action = 'view'")),
    ("K16", change(*TRAIL, "entity_type = 'branch'")),
    ("K16", (A, "UPDATE accounts SET account_status = 'active' RETURNING account_id")),
    ("K16", change(A, "customers", "customer_id", "created_at = created_at + interval '1 second'")),
    ("K17", change(*TRAIL, "ip_address = NULL")),
    ("K17", change(*TRAIL, "ip_address = 'a desk'")),
)  # fmt: skip
