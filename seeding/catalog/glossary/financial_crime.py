"""Terms about compliance."""

from seeding.catalog.glossary.term import GlossaryArea, Term

FINANCIAL_CRIME = GlossaryArea(
    "Compliance",
    "Know your customer, money laundering, reports to the authorities and evidence.",
    "Compliance",
    (
        Term(
            "Know your customer",
            "The duty to identify a customer by documents before an account is opened, and to keep what is known of "
            "the customer up to date.",
            (
                "kyc_records.kyc_id", "kyc_records.kyc_status", "customer_profiles.kyc_status",
                "kyc_records.verification_date", "kyc_records.next_review_date",
            ),
            source="31 CFR 1020.220",
            synonyms=("KYC", "Customer identification program"),
        ),
        Term(
            "Identity document",
            "A passport, driver's license or national identity card by which a person was identified.",
            ("kyc_records.document_type", "kyc_records.document_number", "kyc_records.expiry_date"),
            source="31 CFR 1020.220(a)(2)(ii)(A)",
        ),
        Term(
            "Customer risk rating",
            "The risk that a customer launders money: low, medium or high. It decides how often the customer is "
            "reviewed, and is high after a report was filed.",
            ("kyc_records.risk_rating", "customer_profiles.risk_rating"),
            source="31 CFR 1020.210(a)(2)(v)",
        ),
        Term(
            "Anti-money-laundering check",
            "A screening of a customer against lists, or the examination of a transaction that a rule pointed out.",
            ("aml_checks.check_id", "aml_checks.check_type", "aml_checks.aml_flag", "aml_checks.risk_level"),
            source="31 CFR 1020.210",
            synonyms=("AML check",),
        ),
        Term(
            "Sanctions screening",
            "The comparison of a customer with the lists of persons with whom no business may be done.",
            ("aml_checks.check_type", "aml_checks.screening_result"),
            source="31 CFR Chapter V",
        ),
        Term(
            "Politically exposed person",
            "A person with a prominent public function, and the person's family and close associates.",
            ("aml_checks.check_type",),
            source="FATF Recommendation 12",
            synonyms=("PEP",),
        ),
        Term(
            "Monitoring rule",
            "A condition on the ledger, with a threshold: transactions that meet it are investigated.",
            (
                "compliance_rules.rule_id", "rule_violations.rule_id", "compliance_rules.threshold_value",
                "compliance_rules.is_active",
            ),
        ),
        Term(
            "Alert",
            "What a monitoring rule raises when its condition turns true. Staff decide whether it is a case.",
            ("rule_violations.violation_id", "rule_violations.violation_date", "rule_violations.status"),
            synonyms=("Rule violation",),
        ),
        Term(
            "False positive",
            "An alert with an innocent explanation.",
            ("rule_violations.status", "rule_violations.resolution_notes"),
        ),
        Term(
            "Suspicious activity report",
            "A report to the Financial Crimes Enforcement Network of activity of at least 5,000 dollars that the bank "
            "suspects to be criminal, due thirty days after the facts are known. It is confidential.",
            (
                "suspicious_activity_reports.sar_id", "aml_checks.sar_id", "suspicious_activity_reports.sar_status",
                "suspicious_activity_reports.filed_date", "suspicious_activity_reports.amount_involved",
            ),
            source="31 CFR 1020.320",
            synonyms=("SAR",),
        ),
        Term(
            "Structuring",
            "Splitting a sum of cash into parts of at most 10,000 dollars so that it is not reported.",
            ("suspicious_activity_reports.activity_type",),
            source="31 U.S.C. 5324",
            synonyms=("Smurfing",),
        ),
        Term(
            "Regulatory report",
            "A report that the bank owes its supervisor for a quarter.",
            (
                "regulatory_reports.report_id", "regulatory_reports.report_type", "regulatory_reports.submission_date",
                "regulatory_reports.reporting_period_end",
            ),
        ),
        Term(
            "Audit trail",
            "The record of who did what, when and from where, with the values before and after.",
            (
                "audit_trails.audit_id", "audit_trails.action", "audit_trails.performed_at", "audit_trails.old_value",
                "audit_trails.new_value",
            ),
        ),
        Term(
            "Four-eyes principle",
            "The rule that an action needs two persons: the one who prepares a report or takes a large application "
            "does not approve it.",
            ("regulatory_reports.approved_by", "regulatory_reports.prepared_by", "loans.approved_by"),
            synonyms=("Segregation of duties", "Maker-checker"),
        ),
    ),
)  # fmt: skip
