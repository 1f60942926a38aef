"""Marketing campaigns and customers' responses."""

from django.db import models

from datahub.choices import Tone, TonedChoices
from datahub.customers.models.profiles import CustomerProfile
from datahub.fields import TextColumn


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
        "type", max_length=50, null=True, blank=True, choices=Type,
        db_comment="email, direct_mail, digital, cross_sell or retention",
    )  # fmt: skip
    start_date = models.DateField("start", null=True, blank=True, db_comment="First day of the campaign")
    end_date = models.DateField(
        "end", null=True, blank=True, db_comment="Last day of the campaign; may be in the future"
    )
    target_segment = TextColumn(
        "target", max_length=50, null=True, blank=True, choices=Target,
        db_comment="Target segment: retail, premium, corporate, private or all",
    )  # fmt: skip

    class Meta:
        db_table = "campaigns"
        db_table_comment = "Marketing campaigns of the last two years, with their periods and target segments"
        ordering = ("campaign_id",)
        constraints = (
            models.CheckConstraint(
                name="campaigns_start_before_end", condition=models.Q(end_date__gt=models.F("start_date"))
            ),
        )

    def __str__(self) -> str:
        return self.campaign_name


class CampaignResponse(models.Model):
    """A customer's response to a campaign."""

    class Type(TonedChoices):
        OPENED = "opened", Tone.NEUTRAL
        CLICKED = "clicked", Tone.NEUTRAL
        PURCHASED = "purchased", Tone.GOOD
        UNSUBSCRIBED = "unsubscribed", Tone.BAD

    response_id = models.BigAutoField("id", primary_key=True, db_comment="Key of the response")
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        db_index=False,
        related_name="responses",
        db_comment="Campaign the customer responded to",
    )
    customer = models.ForeignKey(
        CustomerProfile, models.PROTECT, related_name="campaign_responses", db_comment="Customer who responded"
    )
    response_date = models.DateField(
        "date", null=True, blank=True, db_comment="Date of the response, within the campaign"
    )
    response_type = TextColumn(
        "type", max_length=50, null=True, blank=True, choices=Type,
        db_comment="Furthest stage reached: opened, clicked, purchased or unsubscribed",
    )  # fmt: skip
    converted = models.BooleanField(
        null=True, blank=True, db_comment="Whether the campaign led to a sale; then the type is clicked or purchased"
    )

    class Meta:
        db_table = "campaign_responses"
        db_table_comment = "Customers' responses to campaigns, one row per customer and campaign"
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
