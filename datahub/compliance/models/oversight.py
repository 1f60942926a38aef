"""Compliance rules and their violations, regulatory reports, and the audit trail."""

from django.db import models

from datahub.choices import Tone, TonedChoices
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, TextColumn


class ComplianceRule(models.Model):
    """A rule that transactions are checked against."""

    class Type(models.TextChoices):
        TRANSACTION_LIMIT = "transaction_limit"
        VELOCITY_CHECK = "velocity_check"
        GEOGRAPHIC_RESTRICTION = "geographic_restriction"
        AMOUNT_THRESHOLD = "amount_threshold"

    rule_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Rule key")
    rule_name = TextColumn("name", max_length=200, db_comment="Title of the rule")
    rule_type = TextColumn(
        "type", max_length=50, choices=Type,
        db_comment="transaction_limit, velocity_check, geographic_restriction or amount_threshold",
    )  # fmt: skip
    description = models.TextField(null=True, blank=True, db_comment="What violates the rule, in a sentence")
    threshold_value = models.DecimalField(
        "threshold", max_digits=15, decimal_places=2, null=True, blank=True,
        db_comment="Limit: an amount in the account's currency or a number of transactions, as the description says",
    )  # fmt: skip
    is_active = models.BooleanField("active", null=True, blank=True, db_comment="Whether the rule is applied")
    created_date = models.DateField("created", db_comment="Date the rule was created, before the first customer joined")

    class Meta:
        db_table = "compliance_rules"
        db_table_comment = "Rules that transactions are checked against, with their thresholds"
        ordering = ("rule_id",)
        constraints = (
            models.CheckConstraint(
                name="compliance_rules_threshold_positive", condition=models.Q(threshold_value__gt=0)
            ),
        )

    def __str__(self) -> str:
        return self.rule_name


class RuleViolation(models.Model):
    """A violation of a rule, found in the ledger."""

    class Entity(models.TextChoices):
        TRANSACTION = "transaction"
        ACCOUNT = "account"
        CUSTOMER = "customer"

    class Severity(TonedChoices):
        LOW = "low", Tone.GOOD
        MEDIUM = "medium", Tone.WARNING
        HIGH = "high", Tone.BAD
        CRITICAL = "critical", Tone.BAD

    class Status(TonedChoices):
        OPEN = "open", Tone.WARNING
        INVESTIGATING = "investigating", Tone.WARNING
        RESOLVED = "resolved", Tone.GOOD
        FALSE_POSITIVE = "false_positive", Tone.NEUTRAL

    violation_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Violation key")
    rule = models.ForeignKey(ComplianceRule, models.PROTECT, related_name="violations", db_comment="Violated rule")
    entity_type = TextColumn(
        max_length=50, choices=Entity, db_comment="What violated the rule: transaction, account or customer"
    )
    entity_id = TextColumn(max_length=50, db_comment="Key in accounts_db of the transaction, account or customer")
    violation_date = models.DateTimeField(
        "date", null=True, blank=True, db_comment="Time of the transaction that violated the rule (UTC)"
    )
    severity = TextColumn(
        max_length=20, null=True, blank=True, choices=Severity,
        db_comment="Measured value / threshold: critical from 3, high from 2, medium from 1.25, else low",
    )  # fmt: skip
    status = TextColumn(
        max_length=50, null=True, blank=True, choices=Status,
        db_comment="open, investigating, resolved or false_positive",
    )  # fmt: skip
    resolution_notes = models.TextField(null=True, blank=True, db_comment="How the violation was resolved")
    resolved_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="resolved_by", db_index=False, related_name="violations_resolved",
        db_comment="employees_db.employees.employee_id of the resolver; null unless resolved or false_positive",
    )  # fmt: skip
    resolved_date = models.DateField(
        "resolved", null=True, blank=True, db_comment="Date of the resolution; null unless resolved or false_positive"
    )

    class Meta:
        db_table = "rule_violations"
        db_table_comment = "Violations of active rules in the ledger, and how they were settled"
        ordering = ("violation_id",)
        indexes = (models.Index(fields=("entity_type", "entity_id"), name="rule_violations_entity_idx"),)
        constraints = (
            models.CheckConstraint(
                name="rule_violations_settled_has_who_and_when",
                condition=models.Q(
                    status__in=("resolved", "false_positive"), resolved_by__isnull=False, resolved_date__isnull=False
                )
                | (
                    ~models.Q(status__in=("resolved", "false_positive"))
                    & models.Q(resolved_by__isnull=True, resolved_date__isnull=True)
                ),
            ),
        )

    def __str__(self) -> str:
        return self.violation_id


class RegulatoryReport(models.Model):
    """A quarterly report to the regulator."""

    class Type(models.TextChoices):
        CAPITAL_ADEQUACY = "capital_adequacy"
        LIQUIDITY = "liquidity"
        STRESS_TEST = "stress_test"
        QUARTERLY_FILING = "quarterly_filing"

    class Status(TonedChoices):
        PENDING = "pending", Tone.WARNING
        SUBMITTED = "submitted", Tone.GOOD
        ACCEPTED = "accepted", Tone.GOOD
        REJECTED = "rejected", Tone.BAD

    report_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Report key")
    report_type = TextColumn(
        "type", max_length=100, choices=Type,
        db_comment="capital_adequacy, liquidity, stress_test or quarterly_filing",
    )  # fmt: skip
    reporting_period_start = models.DateField("from", db_comment="First day of the reported quarter")
    reporting_period_end = models.DateField("to", db_comment="Last day of the reported quarter")
    submission_date = models.DateField(
        "submitted", null=True, blank=True, db_comment="Date of submission, within 30 days of the quarter's end"
    )
    status = TextColumn(
        max_length=50, null=True, blank=True, choices=Status,
        db_comment="pending, submitted, accepted or rejected",
    )  # fmt: skip
    prepared_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="prepared_by", db_index=False, related_name="reports_prepared",
        db_comment="employees_db.employees.employee_id of the compliance officer who prepared it",
    )  # fmt: skip
    approved_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="approved_by", db_index=False, related_name="reports_approved",
        db_comment="employees_db.employees.employee_id of the approver: another compliance officer or the president",
    )  # fmt: skip

    class Meta:
        db_table = "regulatory_reports"
        db_table_comment = "Four reports to the regulator for each quarter, at least the last six"
        ordering = ("report_id",)
        constraints = (
            models.CheckConstraint(
                name="regulatory_reports_start_before_end",
                condition=models.Q(reporting_period_end__gt=models.F("reporting_period_start")),
            ),
            models.CheckConstraint(
                name="regulatory_reports_period_before_submission",
                condition=models.Q(submission_date__gt=models.F("reporting_period_end")),
            ),
            models.CheckConstraint(
                name="regulatory_reports_submitted_has_date",
                condition=~models.Q(status__in=("submitted", "accepted")) | models.Q(submission_date__isnull=False),
            ),
            models.CheckConstraint(
                name="regulatory_reports_two_people", condition=~models.Q(prepared_by=models.F("approved_by"))
            ),
        )

    def __str__(self) -> str:
        return self.report_id


class AuditTrail(models.Model):
    """An employee's action on a row of the bank."""

    class Entity(models.TextChoices):
        ACCOUNT = "account"
        CUSTOMER = "customer"
        LOAN = "loan"
        TRANSACTION = "transaction"
        POLICY = "policy"

    class Action(models.TextChoices):
        CREATE = "create"
        UPDATE = "update"
        VIEW = "view"
        DELETE = "delete"

    audit_id = models.BigAutoField("id", primary_key=True, db_comment="Key of the audit entry")
    entity_type = TextColumn(
        max_length=50, choices=Entity,
        db_comment="Type of the row: account, customer, loan, transaction or policy",
    )  # fmt: skip
    entity_id = TextColumn(max_length=50, db_comment="Key of the row, in the database that holds the entity_type")
    action = TextColumn(max_length=50, choices=Action, db_comment="create, update, view or delete")
    performed_by = CrossDatabaseKey(
        Employee, db_column="performed_by", db_index=False, related_name="audit_trails",
        db_comment="employees_db.employees.employee_id of the employee who performed the action, employed on that day",
    )  # fmt: skip
    performed_at = models.DateTimeField(
        "date", null=True, blank=True, db_index=True, db_comment="Time of the action (UTC)"
    )
    old_value = models.TextField(
        null=True, blank=True, db_comment="Previous values as JSON by column; null for create and view"
    )
    new_value = models.TextField(
        null=True, blank=True, db_comment="New values as JSON by column; null for view and delete"
    )
    ip_address = TextColumn(
        "IP address", max_length=45, null=True, blank=True,
        db_comment="IP address of the workstation, from a private range or one reserved for documentation",
    )  # fmt: skip

    class Meta:
        db_table = "audit_trails"
        db_table_comment = "Employees' actions on accounts, customers, loans, transactions and policies"
        ordering = ("audit_id",)
        indexes = (models.Index(fields=("entity_type", "entity_id"), name="audit_trails_entity_idx"),)

    def __str__(self) -> str:
        return f"{self.action} {self.entity_id}"
