"""Identity verification, checks against money laundering, and suspicious activity reports."""

from django.db import models

from datahub.accounts.models import Account, Customer, Transaction
from datahub.choices import Tone, TonedChoices
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, TextColumn

SMALLEST_REPORTED = 5_000
"""Smallest amount of a suspicious activity report, in the account's currency."""


class KycRecord(models.Model):
    """The latest identity verification of a customer (know your customer)."""

    class Document(models.TextChoices):
        PASSPORT = "passport"
        DRIVERS_LICENSE = "drivers_license", "Driver's License"
        NATIONAL_ID = "national_id", "National ID"
        BUSINESS_REGISTRATION = "business_registration"

    kyc_id = TextColumn("id", max_length=50, primary_key=True, db_comment="KYC record key")
    customer = CrossDatabaseKey(
        Customer, related_name="kyc_records", db_comment="accounts_db.customers.customer_id of the verified customer"
    )
    verification_date = models.DateField("verified", db_comment="Date of the latest verification")
    kyc_status = TextColumn(
        "status", max_length=20, choices=CustomerProfile.Kyc,
        db_comment="verified, pending (under review), expired or rejected; as in customer_db.customer_profiles",
    )  # fmt: skip
    document_type = TextColumn(
        max_length=100, null=True, blank=True, choices=Document,
        db_comment="passport, drivers_license or national_id of a person, business_registration of a company",
    )  # fmt: skip
    document_number = TextColumn(
        max_length=100, null=True, blank=True, db_comment="Fictional document number, unique within its type"
    )
    expiry_date = models.DateField("expires", null=True, blank=True, db_comment="Expiry date of the document")
    verified_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="verified_by", db_index=False, related_name="kyc_verifications",
        db_comment="employees_db.employees.employee_id of the compliance officer who verified the customer",
    )  # fmt: skip
    next_review_date = models.DateField(
        "next review", null=True, blank=True,
        db_comment="Date of the next review: after 12, 30 or 60 months for high, medium and low risk; "
        "null for customers who left",
    )  # fmt: skip
    risk_rating = TextColumn(
        "risk", max_length=20, null=True, blank=True, choices=CustomerProfile.Risk,
        db_comment="Money laundering risk: low, medium or high; as in customer_db.customer_profiles",
    )  # fmt: skip

    class Meta:
        db_table = "kyc_records"
        db_table_comment = "Know your customer (KYC): the latest verification of each customer and the next review"
        ordering = ("kyc_id",)
        verbose_name = "KYC record"
        constraints = (
            models.CheckConstraint(
                name="kyc_records_verified_before_expiry",
                condition=models.Q(expiry_date__gt=models.F("verification_date")),
            ),
        )

    def __str__(self) -> str:
        return self.kyc_id


class SuspiciousActivityReport(models.Model):
    """A report to the authorities of suspected money laundering on an account."""

    class Activity(models.TextChoices):
        STRUCTURING = "structuring"
        UNUSUAL_PATTERN = "unusual_pattern"
        HIGH_RISK_COUNTRY = "high_risk_country"

    class Status(TonedChoices):
        DRAFT = "draft", Tone.WARNING
        UNDER_REVIEW = "under_review", Tone.WARNING
        FILED = "filed", Tone.GOOD
        CLOSED = "closed", Tone.NEUTRAL

    class Tier(models.TextChoices):
        TIER1 = "tier1", "Tier 1"
        TIER2 = "tier2", "Tier 2"
        TIER3 = "tier3", "Tier 3"

    sar_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Report key")
    customer = CrossDatabaseKey(
        Customer, null=True, blank=True, related_name="suspicious_activity_reports",
        db_comment="accounts_db.customers.customer_id of the subject",
    )  # fmt: skip
    account = CrossDatabaseKey(
        Account, null=True, blank=True, related_name="suspicious_activity_reports",
        db_comment="accounts_db.accounts.account_id of the suspicious account",
    )  # fmt: skip
    report_date = models.DateField("date", db_comment="Date the report was opened")
    activity_type = TextColumn(
        "activity", max_length=100, choices=Activity,
        db_comment="structuring, unusual_pattern or high_risk_country",
    )  # fmt: skip
    description = models.TextField(db_comment="Description of the activity for the authorities")
    sar_status = TextColumn(
        "status", max_length=50, null=True, blank=True, choices=Status,
        db_comment="draft, under_review, filed or closed (not suspicious, never filed)",
    )  # fmt: skip
    filed_date = models.DateField(
        "filed", null=True, blank=True, db_comment="Date of filing, within 30 days; null unless filed"
    )
    regulatory_tier = TextColumn(
        "tier", max_length=20, null=True, blank=True, choices=Tier,
        db_comment="By amount: tier1 from 50,000, tier2 from 10,000, else tier3",
    )  # fmt: skip
    filed_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="filed_by", db_index=False, related_name="reports_filed",
        db_comment="employees_db.employees.employee_id of the compliance officer who filed it",
    )  # fmt: skip
    amount_involved = models.DecimalField(
        "amount", max_digits=15, decimal_places=2, null=True, blank=True,
        db_comment="Sum of the suspicious transactions without their signs, at least 5,000 in the account's currency",
    )  # fmt: skip

    class Meta:
        db_table = "suspicious_activity_reports"
        db_table_comment = "Suspicious activity reports (SAR), each based on flagged anti-money-laundering checks"
        ordering = ("sar_id",)
        indexes = (models.Index(fields=("amount_involved",), name="sar_amount_involved_idx"),)
        constraints = (
            models.CheckConstraint(
                name="suspicious_activity_reports_filed_has_date",
                condition=models.Q(sar_status="filed", filed_date__isnull=False)
                | (~models.Q(sar_status="filed") & models.Q(filed_date__isnull=True)),
            ),
            models.CheckConstraint(
                name="suspicious_activity_reports_reported_before_filing",
                condition=models.Q(filed_date__gte=models.F("report_date")),
            ),
            models.CheckConstraint(
                name="suspicious_activity_reports_amount_reportable",
                condition=models.Q(amount_involved__gte=SMALLEST_REPORTED),
            ),
        )

    def __str__(self) -> str:
        return self.sar_id


class AmlCheck(models.Model):
    """A check of a customer or a transaction for money laundering."""

    class Type(models.TextChoices):
        WATCHLIST = "watchlist"
        SANCTIONS = "sanctions"
        PEP_SCREENING = "pep_screening", "PEP Screening"
        TRANSACTION_MONITORING = "transaction_monitoring"

    check_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Check key")
    customer = CrossDatabaseKey(
        Customer, null=True, blank=True, related_name="aml_checks",
        db_comment="accounts_db.customers.customer_id of the checked customer",
    )  # fmt: skip
    transaction = CrossDatabaseKey(
        Transaction, null=True, blank=True, related_name="aml_checks",
        db_comment="accounts_db.transactions.transaction_id of the checked transaction; null for screenings",
    )  # fmt: skip
    check_date = models.DateTimeField(
        "date", null=True, blank=True, db_index=True, db_comment="Time of the check (UTC)"
    )
    check_type = TextColumn(
        "type", max_length=50, choices=Type,
        db_comment="watchlist, sanctions, pep_screening (politically exposed persons) or transaction_monitoring",
    )  # fmt: skip
    aml_flag = models.BooleanField(
        "flagged", null=True, blank=True, db_comment="Whether the check found something, which was then reviewed"
    )
    risk_level = TextColumn(
        "risk", max_length=20, null=True, blank=True, choices=CustomerProfile.Risk,
        db_comment="Risk of the finding: low, medium or high; low or null if not flagged",
    )  # fmt: skip
    screening_result = models.TextField("result", null=True, blank=True, db_comment="Result of the check")
    reviewed_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="reviewed_by", db_index=False, related_name="aml_checks_reviewed",
        db_comment="employees_db.employees.employee_id of the compliance officer; set for every flagged check",
    )  # fmt: skip
    sar = models.ForeignKey(
        SuspiciousActivityReport, models.PROTECT, verbose_name="SAR", null=True, blank=True, related_name="aml_checks",
        db_comment="Suspicious activity report the check led to",
    )  # fmt: skip

    class Meta:
        db_table = "aml_checks"
        db_table_comment = "Anti-money-laundering checks: screenings of customers and monitoring of transactions"
        ordering = ("check_id",)
        verbose_name = "AML check"
        constraints = (
            models.CheckConstraint(
                name="aml_checks_flagged_is_reviewed",
                condition=~models.Q(aml_flag=True) | models.Q(reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="aml_checks_unflagged_is_low_risk",
                condition=models.Q(aml_flag=True) | models.Q(risk_level__isnull=True) | models.Q(risk_level="low"),
            ),
        )

    def __str__(self) -> str:
        return self.check_id
