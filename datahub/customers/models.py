"""customer_db: what the bank's customer relationship management knows about its customers."""

from django.db import models

from datahub.accounts.models import Customer
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, CrossDatabaseOneToOne, TextColumn


class CustomerProfile(models.Model):
    """A customer as marketing and service see them."""

    class Segment(models.TextChoices):
        RETAIL = "retail"
        PREMIUM = "premium"
        CORPORATE = "corporate"
        PRIVATE = "private"

    class Status(models.TextChoices):
        ACTIVE = "active"
        DORMANT = "dormant"
        CLOSED = "closed"

    class Kyc(models.TextChoices):
        VERIFIED = "verified"
        PENDING = "pending"
        EXPIRED = "expired"
        REJECTED = "rejected"

    class Risk(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"

    customer = CrossDatabaseOneToOne(
        Customer, primary_key=True, related_name="profile", db_comment="accounts_db.customers.customer_id"
    )
    full_name = TextColumn(max_length=200, db_comment="Name of the person, or of the company for corporate customers")
    email = TextColumn(max_length=150, null=True, blank=True, db_comment="E-mail address, as in accounts_db.customers")
    phone = TextColumn(max_length=20, null=True, blank=True, db_comment="Telephone, as in accounts_db.customers")
    address = models.TextField(null=True, blank=True, db_comment="House number and street")
    city = TextColumn(max_length=100, null=True, blank=True, db_comment="City of residence")
    country = TextColumn(max_length=100, null=True, blank=True, db_comment="Country of residence")
    customer_segment = TextColumn(
        "segment", max_length=50, null=True, blank=True, choices=Segment.choices,
        db_comment="retail, premium, corporate or private",
    )  # fmt: skip
    customer_status = TextColumn(
        "status", max_length=20, null=True, blank=True, choices=Status.choices,
        db_comment="active; dormant: nothing initiated for 12 months; closed: owns nothing any more",
    )  # fmt: skip
    onboarding_date = models.DateField(db_comment="Day the customer joined")
    assigned_agent = CrossDatabaseKey(
        Employee,
        null=True,
        blank=True,
        related_name="customers_assigned",
        db_comment="employees_db.employees.employee_id of the customer's adviser, in service",
    )
    kyc_status = TextColumn(
        "KYC status", max_length=20, null=True, blank=True, choices=Kyc.choices,
        db_comment="Know-your-customer status: verified, pending or expired",
    )  # fmt: skip
    risk_rating = TextColumn(
        max_length=20, null=True, blank=True, choices=Risk.choices,
        db_comment="Money-laundering risk: low, medium or high; high after a filed suspicious activity report",
    )  # fmt: skip
    created_at = models.DateTimeField(null=True, blank=True, db_comment="When the profile was made (UTC)")
    updated_at = models.DateTimeField(null=True, blank=True, db_comment="When the profile last changed (UTC)")

    class Meta:
        db_table = "customer_profiles"
        db_table_comment = "One profile per customer: contact, segment, status, adviser, KYC status and risk"
        ordering = ("customer_id",)
        constraints = (
            models.CheckConstraint(
                name="customer_profiles_created_before_updated",
                condition=models.Q(updated_at__gte=models.F("created_at")),
            ),
        )

    def __str__(self) -> str:
        return self.full_name


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

    class Outcome(models.TextChoices):
        RESOLVED = "resolved"
        ESCALATED = "escalated"
        FOLLOW_UP_NEEDED = "follow_up_needed"

    interaction_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Interaction key")
    customer = models.ForeignKey(
        CustomerProfile, models.PROTECT, related_name="interactions", db_comment="Customer who was in contact"
    )
    interaction_type = TextColumn(
        "type", max_length=50, choices=Type.choices, db_comment="call, email, chat, branch_visit or complaint"
    )
    channel = TextColumn(
        max_length=50, null=True, blank=True, choices=Channel.choices,
        db_comment="phone, email, web, mobile_app or branch; fits the type",
    )  # fmt: skip
    interaction_date = models.DateTimeField(
        "date", null=True, blank=True, db_index=True, db_comment="When it began (UTC), within the last 24 months"
    )
    duration_minutes = models.IntegerField(
        "minutes", null=True, blank=True, db_comment="Length in minutes, 1-120; null for e-mail"
    )
    notes = models.TextField(null=True, blank=True, db_comment="What it was about, as noted by the bank")
    handled_by = CrossDatabaseKey(
        Employee,
        null=True,
        blank=True,
        db_column="handled_by",
        related_name="interactions_handled",
        db_comment="employees_db.employees.employee_id of who dealt with it; null where no person did",
    )
    outcome = TextColumn(
        max_length=50, null=True, blank=True, choices=Outcome.choices,
        db_comment="resolved, escalated or follow_up_needed",
    )  # fmt: skip

    class Meta:
        db_table = "interactions"
        db_table_comment = "Calls, mails, chats, visits and complaints of customers over the last 24 months"
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
    """A customer's answer to the question how an interaction went."""

    survey_id = models.AutoField("id", primary_key=True, db_comment="Key of the survey")
    customer = models.ForeignKey(
        CustomerProfile, models.PROTECT, related_name="surveys", db_comment="Customer who answered"
    )
    interaction = models.ForeignKey(
        Interaction, models.PROTECT, null=True, blank=True, related_name="surveys",
        db_comment="Interaction that was asked about; one survey at most for each",
    )  # fmt: skip
    nps_score = models.IntegerField(
        "NPS", null=True, blank=True,
        db_comment="Would recommend the bank, 0-10: 9-10 promoters, 7-8 passives, 0-6 detractors (net promoter score)",
    )  # fmt: skip
    satisfaction_rating = models.IntegerField(
        "satisfaction", null=True, blank=True, db_comment="Satisfaction, 1 (very dissatisfied) to 5 (very satisfied)"
    )
    survey_date = models.DateField("date", db_comment="Day of the answer, up to 3 days after the interaction")
    comments = models.TextField(null=True, blank=True, db_comment="What the customer added in free text")

    class Meta:
        db_table = "satisfaction_surveys"
        db_table_comment = "Customers' ratings of the interactions they had, and of the bank"
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
    """A formal complaint of a customer and how it ended."""

    class Type(models.TextChoices):
        SERVICE = "service"
        FEE = "fee"
        PRODUCT = "product"
        FRAUD = "fraud"
        OTHER = "other"

    class Status(models.TextChoices):
        OPEN = "open"
        INVESTIGATING = "investigating"
        RESOLVED = "resolved"
        CLOSED = "closed"

    class Priority(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"
        CRITICAL = "critical"

    complaint_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Complaint key")
    customer = models.ForeignKey(
        CustomerProfile, models.PROTECT, related_name="complaints", db_comment="Customer who complained"
    )
    complaint_type = TextColumn(
        "type", max_length=100, choices=Type.choices, db_comment="service, fee, product, fraud or other"
    )
    description = models.TextField(null=True, blank=True, db_comment="What the customer complains about")
    status = TextColumn(
        max_length=50, null=True, blank=True, choices=Status.choices,
        db_comment="open, investigating, resolved or closed",
    )  # fmt: skip
    priority = TextColumn(
        max_length=20, null=True, blank=True, choices=Priority.choices, db_comment="low, medium, high or critical"
    )
    filed_date = models.DateTimeField("filed", null=True, blank=True, db_comment="When it was received (UTC)")
    resolved_date = models.DateTimeField(
        "resolved", null=True, blank=True, db_comment="When it was settled (UTC): filed_date + resolution_time_hours"
    )
    resolution_time_hours = models.IntegerField(
        "hours", null=True, blank=True, db_comment="Hours from filing to resolution; shorter for critical ones"
    )
    assigned_to = CrossDatabaseKey(
        Employee,
        null=True,
        blank=True,
        db_column="assigned_to",
        related_name="complaints_assigned",
        db_comment="employees_db.employees.employee_id of who deals with it, in service when it was filed",
    )

    class Meta:
        db_table = "complaints"
        db_table_comment = "Complaints of the last 24 months; each belongs to an interaction of type complaint"
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


class Campaign(models.Model):
    """A marketing campaign."""

    class Type(models.TextChoices):
        EMAIL = "email"
        DIRECT_MAIL = "direct_mail"
        DIGITAL = "digital"
        CROSS_SELL = "cross_sell"
        RETENTION = "retention"

    class Target(models.TextChoices):
        RETAIL = "retail"
        PREMIUM = "premium"
        CORPORATE = "corporate"
        PRIVATE = "private"
        ALL = "all"

    campaign_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Campaign key")
    campaign_name = TextColumn("name", max_length=200, db_comment="Title of the campaign")
    campaign_type = TextColumn(
        "type", max_length=50, null=True, blank=True, choices=Type.choices,
        db_comment="email, direct_mail, digital, cross_sell or retention",
    )  # fmt: skip
    start_date = models.DateField("start", null=True, blank=True, db_comment="First day of the campaign")
    end_date = models.DateField("end", null=True, blank=True, db_comment="Last day; may lie ahead")
    target_segment = TextColumn(
        "target", max_length=50, null=True, blank=True, choices=Target.choices,
        db_comment="Customer segment that is addressed: retail, premium, corporate, private or all",
    )  # fmt: skip

    class Meta:
        db_table = "campaigns"
        db_table_comment = "Marketing campaigns of the last two years with their days and the segment they address"
        ordering = ("campaign_id",)
        constraints = (
            models.CheckConstraint(
                name="campaigns_start_before_end", condition=models.Q(end_date__gt=models.F("start_date"))
            ),
        )

    def __str__(self) -> str:
        return self.campaign_name


class CampaignResponse(models.Model):
    """How far a campaign got with a customer."""

    class Type(models.TextChoices):
        OPENED = "opened"
        CLICKED = "clicked"
        PURCHASED = "purchased"
        UNSUBSCRIBED = "unsubscribed"

    response_id = models.AutoField("id", primary_key=True, db_comment="Key of the response")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, db_index=False, related_name="responses", db_comment="Campaign that was answered"
    )
    customer = models.ForeignKey(
        CustomerProfile, models.PROTECT, related_name="campaign_responses", db_comment="Customer who responded"
    )
    response_date = models.DateField(
        "date", null=True, blank=True, db_comment="Day of the response, within the campaign"
    )
    response_type = TextColumn(
        "type", max_length=50, null=True, blank=True, choices=Type.choices,
        db_comment="Furthest stage reached: opened, clicked, purchased or unsubscribed",
    )  # fmt: skip
    converted = models.BooleanField(
        null=True, blank=True, db_comment="True where it became business; then it was clicked or purchased"
    )

    class Meta:
        db_table = "campaign_responses"
        db_table_comment = "Customers who reacted to a campaign, one row per customer and campaign"
        ordering = ("response_id",)
        constraints = (
            models.UniqueConstraint(
                name="campaign_responses_campaign_id_customer_id_key", fields=("campaign", "customer")
            ),
            models.CheckConstraint(
                name="campaign_responses_converted_fits_type",
                condition=~models.Q(converted=True) | models.Q(response_type__in=("clicked", "purchased")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer_id} {self.campaign_id}"
