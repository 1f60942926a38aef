"""Profiles of customers in customer relationship management."""

from django.db import models
from django.db.models.functions import Upper

from datahub.accounts.models import Customer
from datahub.choices import Tone, TonedChoices
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, CrossDatabaseOneToOne, TextColumn


class CustomerProfile(models.Model):
    """What marketing and service know about a customer."""

    class Segment(models.TextChoices):
        RETAIL = "retail"
        PREMIUM = "premium"
        CORPORATE = "corporate"
        PRIVATE = "private"

    class Status(TonedChoices):
        ACTIVE = "active", Tone.GOOD
        DORMANT = "dormant", Tone.WARNING
        CLOSED = "closed", Tone.NEUTRAL

    class Kyc(TonedChoices):
        VERIFIED = "verified", Tone.GOOD
        PENDING = "pending", Tone.WARNING
        EXPIRED = "expired", Tone.WARNING
        REJECTED = "rejected", Tone.BAD

    class Risk(TonedChoices):
        LOW = "low", Tone.GOOD
        MEDIUM = "medium", Tone.WARNING
        HIGH = "high", Tone.BAD

    customer = CrossDatabaseOneToOne(
        Customer, primary_key=True, related_name="profile", db_comment="accounts_db.customers.customer_id"
    )
    full_name = TextColumn(max_length=200, db_comment="Name of the person, or of the company for corporate customers")
    email = TextColumn(max_length=150, null=True, blank=True, db_comment="Email address, as in accounts_db.customers")
    phone = TextColumn(max_length=20, null=True, blank=True, db_comment="Phone number, as in accounts_db.customers")
    address = models.TextField(null=True, blank=True, db_comment="House number and street")
    city = TextColumn(max_length=100, null=True, blank=True, db_comment="City of residence")
    state = TextColumn(max_length=2, null=True, blank=True, db_comment="State of residence, its two-letter postal code")
    postal_code = TextColumn(
        "ZIP code", max_length=10, null=True, blank=True, db_comment="ZIP code of the address, five digits"
    )
    country = TextColumn(max_length=100, null=True, blank=True, db_comment="Country of residence")
    customer_segment = TextColumn(
        "segment", max_length=50, null=True, blank=True, choices=Segment,
        db_comment="retail, premium, corporate or private",
    )  # fmt: skip
    customer_status = TextColumn(
        "status", max_length=20, null=True, blank=True, choices=Status,
        db_comment="active, dormant (no activity for 12 months) or closed (no open account or contract)",
    )  # fmt: skip
    onboarding_date = models.DateField(db_comment="Date the customer joined")
    assigned_agent = CrossDatabaseKey(
        Employee,
        null=True,
        blank=True,
        related_name="customers_assigned",
        db_comment="employees_db.employees.employee_id of the customer's advisor, a current employee",
    )
    kyc_status = TextColumn(
        "KYC status", max_length=20, null=True, blank=True, choices=Kyc,
        db_comment="Know-your-customer status: verified, pending or expired",
    )  # fmt: skip
    risk_rating = TextColumn(
        max_length=20, null=True, blank=True, choices=Risk,
        db_comment="Money laundering risk: low, medium or high; high after a filed suspicious activity report",
    )  # fmt: skip
    created_at = models.DateTimeField(null=True, blank=True, db_comment="Time the profile was created (UTC)")
    updated_at = models.DateTimeField(null=True, blank=True, db_comment="Time of the profile's last change (UTC)")

    class Meta:
        db_table = "customer_profiles"
        db_table_comment = "One profile per customer: contact data, segment, status, advisor, KYC status and risk"
        ordering = ("customer_id",)
        indexes = (models.Index(Upper("full_name"), name="profiles_full_name_idx"),)
        constraints = (
            models.CheckConstraint(
                name="customer_profiles_created_before_updated",
                condition=models.Q(updated_at__gte=models.F("created_at")),
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def city_line(self) -> str:
        """The last line of the postal address, such as "Fremont, CA 94536"."""
        place = " ".join(filter(None, (self.state, self.postal_code)))
        return ", ".join(filter(None, (self.city, place)))
