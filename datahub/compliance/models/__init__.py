"""compliance_db: identity verification, rules, checks, reports and the audit trail."""

from datahub.compliance.models.oversight import AuditTrail, ComplianceRule, RegulatoryReport, RuleViolation
from datahub.compliance.models.screening import AmlCheck, KycRecord, SuspiciousActivityReport

__all__ = [
    "AmlCheck",
    "AuditTrail",
    "ComplianceRule",
    "KycRecord",
    "RegulatoryReport",
    "RuleViolation",
    "SuspiciousActivityReport",
]
