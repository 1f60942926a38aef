"""Insurance policies and their beneficiaries."""

from django.db import models

from datahub.accounts.models import Account, Customer
from datahub.choices import Tone, TonedChoices
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, TextColumn


class Policy(models.Model):
    """A customer's insurance policy."""

    class Type(models.TextChoices):
        LIFE = "life"
        PROPERTY = "property"
        VEHICLE = "vehicle"
        HEALTH = "health"
        TRAVEL = "travel"

    class Status(TonedChoices):
        ACTIVE = "active", Tone.GOOD
        LAPSED = "lapsed", Tone.WARNING
        CANCELLED = "cancelled", Tone.BAD
        MATURED = "matured", Tone.GOOD

    class Frequency(models.TextChoices):
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"
        ANNUAL = "annual"

    class InsuredRelationship(models.TextChoices):
        SELF = "self"
        SPOUSE = "spouse"
        CHILD = "child"
        PARENT = "parent"
        BUSINESS_PARTNER = "business_partner"

    policy_id = TextColumn(
        "id", max_length=50, primary_key=True, db_comment="Policy key: POL-, customer number, ordinal"
    )
    policy_number = TextColumn("number", max_length=30, unique=True, db_comment="Policy number for customers")
    customer = CrossDatabaseKey(
        Customer, related_name="policies", db_comment="accounts_db.customers.customer_id of the policyholder"
    )
    policy_type = TextColumn(
        "type", max_length=50, choices=Type, db_comment="life, property, vehicle, health or travel"
    )
    product_name = TextColumn("product", max_length=100, null=True, blank=True, db_comment="Name of the product sold")
    policy_status = TextColumn(
        "status", max_length=20, null=True, blank=True, choices=Status,
        db_comment="active, lapsed (premium unpaid), cancelled or matured (end of term, or a death claim)",
    )  # fmt: skip
    insured_name = TextColumn(
        "insured", max_length=200, null=True, blank=True,
        db_comment="Full name of the insured person; null for property and vehicle policies",
    )  # fmt: skip
    insured_relationship = TextColumn(
        "insured is", max_length=50, null=True, blank=True, choices=InsuredRelationship,
        db_comment="What the insured is to the policyholder: self, spouse, child, parent or business_partner",
    )  # fmt: skip
    insured_birth_date = models.DateField(
        "insured born", null=True, blank=True, db_comment="Date of birth of the insured person"
    )
    coverage_amount = models.DecimalField("coverage", max_digits=15, decimal_places=2, db_comment="Coverage in USD")
    premium_amount = models.DecimalField(
        "premium", max_digits=10, decimal_places=2, db_comment="Premium per period of the current policy year, in USD"
    )
    premium_frequency = TextColumn(
        "frequency", max_length=20, null=True, blank=True, choices=Frequency,
        db_comment="How often the premium is due: monthly, quarterly or annual",
    )  # fmt: skip
    start_date = models.DateField("start", db_comment="First day of coverage")
    end_date = models.DateField(
        "end",
        null=True,
        blank=True,
        db_comment="Last day of the term (life: of the paying period) or of the current policy year; "
        "may be in the future",
    )
    linked_account = CrossDatabaseKey(
        Account, null=True, blank=True, related_name="policies",
        db_comment="accounts_db.accounts.account_id of the policyholder's account for premiums and settlements",
    )  # fmt: skip
    agent = CrossDatabaseKey(
        Employee, null=True, blank=True, related_name="policies_sold",
        db_comment="employees_db.employees.employee_id of the insurance agent who sold the policy",
    )  # fmt: skip
    created_at = models.DateTimeField(null=True, blank=True, db_comment="Time the policy was issued (UTC)")

    class Meta:
        db_table = "policies"
        db_table_comment = "Life, property, vehicle, health and travel insurance of customers"
        ordering = ("policy_id",)
        indexes = (models.Index(fields=("premium_amount",), name="policies_premium_amount_idx"),)
        verbose_name_plural = "policies"
        constraints = (
            models.CheckConstraint(name="policies_coverage_positive", condition=models.Q(coverage_amount__gt=0)),
            models.CheckConstraint(name="policies_premium_positive", condition=models.Q(premium_amount__gt=0)),
            models.CheckConstraint(
                name="policies_start_before_end", condition=models.Q(end_date__gt=models.F("start_date"))
            ),
        )

    def __str__(self) -> str:
        return self.policy_id


class Beneficiary(models.Model):
    """A beneficiary of a policy."""

    class Relationship(models.TextChoices):
        SPOUSE = "spouse"
        CHILD = "child"
        PARENT = "parent"
        OTHER = "other"

    beneficiary_id = models.AutoField("id", primary_key=True, db_comment="Key of the beneficiary")
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="beneficiaries", db_comment="Policy of the beneficiary"
    )
    beneficiary_name = TextColumn("name", max_length=200, db_comment="Full name; never the insured's")
    relationship = TextColumn(
        max_length=50, null=True, blank=True, choices=Relationship,
        db_comment="To the policyholder: spouse, child, parent or other",
    )  # fmt: skip
    percentage = models.IntegerField(
        null=True, blank=True, db_comment="Percentage of the benefit, 1-100; the percentages of a policy add up to 100"
    )
    contact_info = models.TextField(
        null=True, blank=True, db_comment="Email address or phone number, from ranges reserved for fiction"
    )

    class Meta:
        db_table = "beneficiaries"
        db_table_comment = "Beneficiaries and their percentages, one to three per life policy"
        ordering = ("beneficiary_id",)
        verbose_name_plural = "beneficiaries"
        constraints = (
            models.CheckConstraint(
                name="beneficiaries_percentage_range", condition=models.Q(percentage__range=(1, 100))
            ),
        )

    def __str__(self) -> str:
        return self.beneficiary_name
