"""Customer service: interactions, satisfaction surveys and complaints."""

from django.db import models

from datahub.choices import Tone, TonedChoices
from datahub.customers.models.profiles import CustomerProfile
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, TextColumn


class Interaction(models.Model):
    """A contact between a customer and the bank."""

    class Type(models.TextChoices):
        CALL = "call"
        EMAIL = "email"
        CHAT = "chat"
        BRANCH_VISIT = "branch_visit"
        COMPLAINT = "complaint"

    class Channel(models.TextChoices):
        PHONE = "phone"
        EMAIL = "email"
        WEB = "web"
        MOBILE_APP = "mobile_app"
        BRANCH = "branch"

    class Outcome(TonedChoices):
        RESOLVED = "resolved", Tone.GOOD
        ESCALATED = "escalated", Tone.WARNING
        FOLLOW_UP_NEEDED = "follow_up_needed", Tone.WARNING

    interaction_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Interaction key")
    customer = models.ForeignKey(
        CustomerProfile, models.PROTECT, related_name="interactions", db_comment="Customer who contacted the bank"
    )
    interaction_type = TextColumn(
        "type", max_length=50, choices=Type, db_comment="call, email, chat, branch_visit or complaint"
    )
    channel = TextColumn(
        max_length=50, null=True, blank=True, choices=Channel,
        db_comment="phone, email, web, mobile_app or branch, matching the type",
    )  # fmt: skip
    interaction_date = models.DateTimeField(
        "date",
        null=True,
        blank=True,
        db_index=True,
        db_comment="Start of the interaction (UTC), within the last 24 months",
    )
    duration_minutes = models.IntegerField(
        "minutes", null=True, blank=True, db_comment="Duration in minutes, 1-120; null for email"
    )
    notes = models.TextField(null=True, blank=True, db_comment="The bank's notes on the interaction")
    handled_by = CrossDatabaseKey(
        Employee,
        null=True,
        blank=True,
        db_column="handled_by",
        related_name="interactions_handled",
        db_comment="employees_db.employees.employee_id of the employee who handled it; null if automated",
    )
    outcome = TextColumn(
        max_length=50, null=True, blank=True, choices=Outcome,
        db_comment="resolved, escalated or follow_up_needed",
    )  # fmt: skip

    class Meta:
        db_table = "interactions"
        db_table_comment = "Calls, emails, chats, branch visits and complaints of the last 24 months"
        ordering = ("interaction_id",)
        constraints = (
            models.CheckConstraint(
                name="interactions_duration_range", condition=models.Q(duration_minutes__range=(1, 120))
            ),
            models.CheckConstraint(
                name="interactions_email_has_no_duration",
                condition=models.Q(duration_minutes__isnull=True) | ~models.Q(channel="email"),
            ),
        )

    def __str__(self) -> str:
        return self.interaction_id


class SatisfactionSurvey(models.Model):
    """A customer's answer to a satisfaction survey."""

    survey_id = models.BigAutoField("id", primary_key=True, db_comment="Key of the survey")
    customer = models.ForeignKey(
        CustomerProfile, models.PROTECT, related_name="surveys", db_comment="Customer who answered"
    )
    interaction = models.ForeignKey(
        Interaction, models.PROTECT, null=True, blank=True, related_name="surveys",
        db_comment="Interaction the survey is about; at most one survey per interaction",
    )  # fmt: skip
    nps_score = models.IntegerField(
        "NPS", null=True, blank=True,
        db_comment="Net promoter score: likelihood to recommend, 0-10 (9-10 promoter, 7-8 passive, 0-6 detractor)",
    )  # fmt: skip
    satisfaction_rating = models.IntegerField(
        "satisfaction", null=True, blank=True, db_comment="Satisfaction, 1 (very dissatisfied) to 5 (very satisfied)"
    )
    survey_date = models.DateField("date", db_comment="Date of the answer, up to 3 days after the interaction")
    comments = models.TextField(null=True, blank=True, db_comment="The customer's comments")

    class Meta:
        db_table = "satisfaction_surveys"
        db_table_comment = "Customers' ratings of interactions and of the bank"
        ordering = ("survey_id",)
        constraints = (
            models.CheckConstraint(name="satisfaction_surveys_nps_range", condition=models.Q(nps_score__range=(0, 10))),
            models.CheckConstraint(
                name="satisfaction_surveys_satisfaction_range", condition=models.Q(satisfaction_rating__range=(1, 5))
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer_id} {self.survey_date}"


class Complaint(models.Model):
    """A customer's complaint and its resolution."""

    class Type(models.TextChoices):
        SERVICE = "service"
        FEE = "fee"
        PRODUCT = "product"
        FRAUD = "fraud"
        OTHER = "other"

    class Status(TonedChoices):
        OPEN = "open", Tone.WARNING
        INVESTIGATING = "investigating", Tone.WARNING
        RESOLVED = "resolved", Tone.GOOD
        CLOSED = "closed", Tone.NEUTRAL

    class Priority(TonedChoices):
        LOW = "low", Tone.GOOD
        MEDIUM = "medium", Tone.WARNING
        HIGH = "high", Tone.BAD
        CRITICAL = "critical", Tone.BAD

    complaint_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Complaint key")
    customer = models.ForeignKey(
        CustomerProfile, models.PROTECT, related_name="complaints", db_comment="Customer who complained"
    )
    complaint_type = TextColumn(
        "type", max_length=100, choices=Type, db_comment="service, fee, product, fraud or other"
    )
    description = models.TextField(null=True, blank=True, db_comment="Description of the complaint")
    status = TextColumn(
        max_length=50, null=True, blank=True, choices=Status,
        db_comment="open, investigating, resolved or closed",
    )  # fmt: skip
    priority = TextColumn(
        max_length=20, null=True, blank=True, choices=Priority, db_comment="low, medium, high or critical"
    )
    filed_date = models.DateTimeField(
        "filed", null=True, blank=True, db_comment="Time the complaint was received (UTC)"
    )
    resolved_date = models.DateTimeField(
        "resolved", null=True, blank=True, db_comment="Time of the resolution (UTC): filed_date + resolution_time_hours"
    )
    resolution_time_hours = models.IntegerField(
        "hours", null=True, blank=True, db_comment="Hours from filing to resolution; fewer for critical complaints"
    )
    assigned_to = CrossDatabaseKey(
        Employee,
        null=True,
        blank=True,
        db_column="assigned_to",
        related_name="complaints_assigned",
        db_comment="employees_db.employees.employee_id of the employee in charge, employed when it was filed",
    )

    class Meta:
        db_table = "complaints"
        db_table_comment = "Complaints of the last 24 months; each has an interaction of type complaint"
        ordering = ("complaint_id",)
        constraints = (
            models.CheckConstraint(
                name="complaints_resolved_has_date",
                condition=models.Q(status="resolved", resolved_date__isnull=False)
                | models.Q(status="closed")
                | (~models.Q(status__in=("resolved", "closed")) & models.Q(resolved_date__isnull=True)),
            ),
            models.CheckConstraint(
                name="complaints_resolved_date_with_hours",
                condition=models.Q(resolved_date__isnull=True, resolution_time_hours__isnull=True)
                | models.Q(resolved_date__isnull=False, resolution_time_hours__isnull=False),
            ),
            models.CheckConstraint(
                name="complaints_resolution_time_positive", condition=models.Q(resolution_time_hours__gt=0)
            ),
            models.CheckConstraint(
                name="complaints_filed_before_resolved", condition=models.Q(resolved_date__gt=models.F("filed_date"))
            ),
        )

    def __str__(self) -> str:
        return self.complaint_id
