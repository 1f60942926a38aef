"""The history of policies: claims, premium payments and events."""

from django.db import models

from datahub.accounts.models import Account
from datahub.choices import Tone, TonedChoices
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, TextColumn
from datahub.insurance.models.policies import Policy


class Claim(models.Model):
    """A claim on a policy."""

    class Type(models.TextChoices):
        DEATH = "death"
        ACCIDENT = "accident"
        PROPERTY_DAMAGE = "property_damage"
        MEDICAL = "medical"
        TRAVEL = "travel"

    class Status(TonedChoices):
        SUBMITTED = "submitted", Tone.WARNING
        UNDER_REVIEW = "under_review", Tone.WARNING
        APPROVED = "approved", Tone.GOOD
        REJECTED = "rejected", Tone.BAD
        PAID = "paid", Tone.GOOD

    claim_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Claim key")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="claims", db_comment="Policy of the claim")
    claim_number = TextColumn("number", max_length=30, unique=True, db_comment="Claim number for customers")
    claim_type = TextColumn(
        "type", max_length=100, choices=Type,
        db_comment="death, accident, property_damage, medical or travel, matching the type of the policy",
    )  # fmt: skip
    claim_amount = models.DecimalField(
        "claimed", max_digits=15, decimal_places=2, db_comment="Claimed amount in USD; at most the coverage"
    )
    claim_date = models.DateField("date", db_comment="Date of the loss, within the coverage period")
    status = TextColumn(
        max_length=50, null=True, blank=True, choices=Status,
        db_comment="submitted, under_review, approved, rejected or paid",
    )  # fmt: skip
    approved_amount = models.DecimalField(
        "approved", max_digits=15, decimal_places=2, null=True, blank=True,
        db_comment="Approved amount in USD; null unless approved or paid",
    )  # fmt: skip
    settlement_date = models.DateField(
        "settled", null=True, blank=True, db_comment="Date of payment, a business day; null unless paid"
    )
    description = models.TextField(null=True, blank=True, db_comment="Description of the loss")
    processed_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="processed_by", db_index=False, related_name="claims_processed",
        db_comment="employees_db.employees.employee_id of the claims handler, never the agent who sold the policy",
    )  # fmt: skip

    class Meta:
        db_table = "claims"
        db_table_comment = "Claims on policies and their settlement"
        ordering = ("claim_id",)
        indexes = (models.Index(fields=("claim_amount",), name="claims_claim_amount_idx"),)
        constraints = (
            models.CheckConstraint(name="claims_amount_positive", condition=models.Q(claim_amount__gt=0)),
            models.CheckConstraint(
                name="claims_approved_has_amount",
                condition=models.Q(status__in=("approved", "paid"), approved_amount__isnull=False)
                | (~models.Q(status__in=("approved", "paid")) & models.Q(approved_amount__isnull=True)),
            ),
            models.CheckConstraint(
                name="claims_approved_within_claimed", condition=models.Q(approved_amount__lte=models.F("claim_amount"))
            ),
            models.CheckConstraint(
                name="claims_paid_has_date",
                condition=models.Q(status="paid", settlement_date__isnull=False)
                | (~models.Q(status="paid") & models.Q(settlement_date__isnull=True)),
            ),
            models.CheckConstraint(
                name="claims_claimed_before_settlement", condition=models.Q(settlement_date__gte=models.F("claim_date"))
            ),
        )

    def __str__(self) -> str:
        return self.claim_id


class PremiumPayment(models.Model):
    """A premium payment, completed or not."""

    class Method(models.TextChoices):
        AUTO_DEBIT = "auto_debit"
        CHECK = "check"
        WIRE_TRANSFER = "wire_transfer"
        ONLINE = "online"

    class Status(TonedChoices):
        COMPLETED = "completed", Tone.GOOD
        PENDING = "pending", Tone.WARNING
        FAILED = "failed", Tone.BAD
        REVERSED = "reversed", Tone.BAD

    payment_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Premium payment key")
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="premium_payments", db_comment="Policy of the premium"
    )
    payment_date = models.DateField(
        "date", db_index=True, db_comment="Date of the payment, up to 10 days after the period began"
    )
    amount = models.DecimalField(max_digits=10, decimal_places=2, db_comment="Premium of the policy year in USD")
    payment_method = TextColumn(
        "method", max_length=50, null=True, blank=True, choices=Method,
        db_comment="auto_debit, check, wire_transfer or online; the same for all payments of a policy",
    )  # fmt: skip
    from_account = CrossDatabaseKey(
        Account, null=True, blank=True, related_name="premium_payments",
        db_comment="accounts_db.accounts.account_id of the debited account; null unless the method is auto_debit",
    )  # fmt: skip
    payment_status = TextColumn(
        "status", max_length=20, null=True, blank=True, choices=Status,
        db_comment="completed, pending, failed (then retried, or the policy lapses) or reversed",
    )  # fmt: skip

    class Meta:
        db_table = "premium_payments"
        db_table_comment = "Premium payments for every period of a policy up to the as-of date, failed ones included"
        ordering = ("payment_id",)
        constraints = (
            models.CheckConstraint(name="premium_payments_amount_positive", condition=models.Q(amount__gt=0)),
            models.CheckConstraint(
                name="premium_payments_auto_debit_has_account",
                condition=models.Q(payment_method="auto_debit", from_account__isnull=False)
                | (~models.Q(payment_method="auto_debit") & models.Q(from_account__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.payment_id


class PolicyEvent(models.Model):
    """An event in the history of a policy."""

    class Type(TonedChoices):
        RENEWAL = "renewal", Tone.NEUTRAL
        MODIFICATION = "modification", Tone.WARNING
        LAPSE = "lapse", Tone.WARNING
        CANCELLATION = "cancellation", Tone.BAD
        REINSTATEMENT = "reinstatement", Tone.GOOD

    event_id = models.BigAutoField("id", primary_key=True, db_comment="Key of the event")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="events", db_comment="Policy of the event")
    event_type = TextColumn(
        "type", max_length=50, choices=Type,
        db_comment="renewal, modification, lapse, cancellation or reinstatement",
    )  # fmt: skip
    event_date = models.DateField("date", db_comment="Date of the event")
    description = models.TextField(null=True, blank=True, db_comment="Description of the change")
    performed_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="performed_by", db_index=False,
        related_name="policy_events_performed",
        db_comment="employees_db.employees.employee_id of the employee who recorded it; null if automatic",
    )  # fmt: skip

    class Meta:
        db_table = "policy_events"
        db_table_comment = "Renewals, modifications, lapses, cancellations and reinstatements of policies"
        ordering = ("event_id",)

    def __str__(self) -> str:
        return f"{self.policy_id} {self.event_type} {self.event_date}"
