"""compliance_db: who the customers are, what is suspicious, what is reported, and who did what."""

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
