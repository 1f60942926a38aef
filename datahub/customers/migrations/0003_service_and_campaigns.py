import datahub.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_plain_names"),
        ("employees", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Interaction",
            fields=[
                (
                    "interaction_id",
                    datahub.fields.TextColumn(
                        db_comment="Interaction key",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_comment="Customer who was in contact",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interactions",
                        to="customers.customerprofile",
                    ),
                ),
                (
                    "interaction_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("call", "Call"),
                            ("email", "Email"),
                            ("chat", "Chat"),
                            ("branch_visit", "Branch Visit"),
                            ("complaint", "Complaint"),
                        ],
                        db_comment="call, email, chat, branch_visit or complaint",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                (
                    "channel",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("phone", "Phone"),
                            ("email", "Email"),
                            ("web", "Web"),
                            ("mobile_app", "Mobile App"),
                            ("branch", "Branch"),
                        ],
                        db_comment="phone, email, web, mobile_app or branch; fits the type",
                        max_length=50,
                        null=True,
                    ),
                ),
                (
                    "interaction_date",
                    models.DateTimeField(
                        blank=True,
                        db_comment="When it began (UTC), within the last 24 months",
                        db_index=True,
                        null=True,
                        verbose_name="date",
                    ),
                ),
                (
                    "duration_minutes",
                    models.IntegerField(
                        blank=True,
                        db_comment="Length in minutes, 1-120; null for e-mail",
                        null=True,
                        verbose_name="minutes",
                    ),
                ),
                (
                    "notes",
                    models.TextField(blank=True, db_comment="What it was about, as noted by the bank", null=True),
                ),
                (
                    "handled_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="handled_by",
                        db_comment="employees_db.employees.employee_id of who dealt with it; null where no person did",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="interactions_handled",
                        to="employees.employee",
                    ),
                ),
                (
                    "outcome",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("resolved", "Resolved"),
                            ("escalated", "Escalated"),
                            ("follow_up_needed", "Follow Up Needed"),
                        ],
                        db_comment="resolved, escalated or follow_up_needed",
                        max_length=50,
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "interactions",
                "db_table_comment": "Calls, mails, chats, visits and complaints of customers over the last 24 months",
                "ordering": ("interaction_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("duration_minutes__range", (1, 120))), name="interactions_duration_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duration_minutes__isnull", True),
                            models.Q(("channel", "email"), _negated=True),
                            _connector="OR",
                        ),
                        name="interactions_email_has_no_duration",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SatisfactionSurvey",
            fields=[
                (
                    "survey_id",
                    models.AutoField(
                        db_comment="Key of the survey", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_comment="Customer who answered",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="customers.customerprofile",
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        blank=True,
                        db_comment="Interaction that was asked about; one survey at most for each",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="customers.interaction",
                    ),
                ),
                (
                    "nps_score",
                    models.IntegerField(
                        blank=True,
                        db_comment="Would recommend the bank, 0-10: 9-10 promoters, 7-8 passives, 0-6 detractors (net promoter score)",
                        null=True,
                        verbose_name="NPS",
                    ),
                ),
                (
                    "satisfaction_rating",
                    models.IntegerField(
                        blank=True,
                        db_comment="Satisfaction, 1 (very dissatisfied) to 5 (very satisfied)",
                        null=True,
                        verbose_name="satisfaction",
                    ),
                ),
                (
                    "survey_date",
                    models.DateField(
                        db_comment="Day of the answer, up to 3 days after the interaction", verbose_name="date"
                    ),
                ),
                (
                    "comments",
                    models.TextField(blank=True, db_comment="What the customer added in free text", null=True),
                ),
            ],
            options={
                "db_table": "satisfaction_surveys",
                "db_table_comment": "Customers' ratings of the interactions they had, and of the bank",
                "ordering": ("survey_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("nps_score__range", (0, 10))), name="satisfaction_surveys_nps_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("satisfaction_rating__range", (1, 5))),
                        name="satisfaction_surveys_satisfaction_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "complaint_id",
                    datahub.fields.TextColumn(
                        db_comment="Complaint key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_comment="Customer who complained",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="customers.customerprofile",
                    ),
                ),
                (
                    "complaint_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("service", "Service"),
                            ("fee", "Fee"),
                            ("product", "Product"),
                            ("fraud", "Fraud"),
                            ("other", "Other"),
                        ],
                        db_comment="service, fee, product, fraud or other",
                        max_length=100,
                        verbose_name="type",
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, db_comment="What the customer complains about", null=True),
                ),
                (
                    "status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("open", "Open"),
                            ("investigating", "Investigating"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        db_comment="open, investigating, resolved or closed",
                        max_length=50,
                        null=True,
                    ),
                ),
                (
                    "priority",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")],
                        db_comment="low, medium, high or critical",
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "filed_date",
                    models.DateTimeField(
                        blank=True, db_comment="When it was received (UTC)", null=True, verbose_name="filed"
                    ),
                ),
                (
                    "resolved_date",
                    models.DateTimeField(
                        blank=True,
                        db_comment="When it was settled (UTC): filed_date + resolution_time_hours",
                        null=True,
                        verbose_name="resolved",
                    ),
                ),
                (
                    "resolution_time_hours",
                    models.IntegerField(
                        blank=True,
                        db_comment="Hours from filing to resolution; shorter for critical ones",
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "assigned_to",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="assigned_to",
                        db_comment="employees_db.employees.employee_id of who deals with it, in service when it was filed",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="complaints_assigned",
                        to="employees.employee",
                    ),
                ),
            ],
            options={
                "db_table": "complaints",
                "db_table_comment": "Complaints of the last 24 months; each belongs to an interaction of type complaint",
                "ordering": ("complaint_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_date__isnull", False), ("status", "resolved")),
                            ("status", "closed"),
                            models.Q(
                                models.Q(("status__in", ("resolved", "closed")), _negated=True),
                                ("resolved_date__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="complaints_resolved_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolution_time_hours__isnull", True), ("resolved_date__isnull", True)),
                            models.Q(("resolution_time_hours__isnull", False), ("resolved_date__isnull", False)),
                            _connector="OR",
                        ),
                        name="complaints_resolved_date_with_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("resolution_time_hours__gt", 0)), name="complaints_resolution_time_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("resolved_date__gt", models.F("filed_date"))),
                        name="complaints_filed_before_resolved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "campaign_id",
                    datahub.fields.TextColumn(
                        db_comment="Campaign key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "campaign_name",
                    datahub.fields.TextColumn(db_comment="Title of the campaign", max_length=200, verbose_name="name"),
                ),
                (
                    "campaign_type",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("email", "Email"),
                            ("direct_mail", "Direct Mail"),
                            ("digital", "Digital"),
                            ("cross_sell", "Cross Sell"),
                            ("retention", "Retention"),
                        ],
                        db_comment="email, direct_mail, digital, cross_sell or retention",
                        max_length=50,
                        null=True,
                        verbose_name="type",
                    ),
                ),
                (
                    "start_date",
                    models.DateField(
                        blank=True, db_comment="First day of the campaign", null=True, verbose_name="start"
                    ),
                ),
                (
                    "end_date",
                    models.DateField(blank=True, db_comment="Last day; may lie ahead", null=True, verbose_name="end"),
                ),
                (
                    "target_segment",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("retail", "Retail"),
                            ("premium", "Premium"),
                            ("corporate", "Corporate"),
                            ("private", "Private"),
                            ("all", "All"),
                        ],
                        db_comment="Customer segment that is addressed: retail, premium, corporate, private or all",
                        max_length=50,
                        null=True,
                        verbose_name="target",
                    ),
                ),
            ],
            options={
                "db_table": "campaigns",
                "db_table_comment": "Marketing campaigns of the last two years with their days and the segment they address",
                "ordering": ("campaign_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end_date__gt", models.F("start_date"))), name="campaigns_start_before_end"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignResponse",
            fields=[
                (
                    "response_id",
                    models.AutoField(
                        db_comment="Key of the response", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_comment="Campaign that was answered",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="customers.campaign",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_comment="Customer who responded",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaign_responses",
                        to="customers.customerprofile",
                    ),
                ),
                (
                    "response_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day of the response, within the campaign",
                        null=True,
                        verbose_name="date",
                    ),
                ),
                (
                    "response_type",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("opened", "Opened"),
                            ("clicked", "Clicked"),
                            ("purchased", "Purchased"),
                            ("unsubscribed", "Unsubscribed"),
                        ],
                        db_comment="Furthest stage reached: opened, clicked, purchased or unsubscribed",
                        max_length=50,
                        null=True,
                        verbose_name="type",
                    ),
                ),
                (
                    "converted",
                    models.BooleanField(
                        blank=True,
                        db_comment="True where it became business; then it was clicked or purchased",
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "campaign_responses",
                "db_table_comment": "Customers who reacted to a campaign, one row per customer and campaign",
                "ordering": ("response_id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "customer"), name="campaign_responses_campaign_id_customer_id_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("converted", True), _negated=True),
                            ("response_type__in", ("clicked", "purchased")),
                            _connector="OR",
                        ),
                        name="campaign_responses_converted_fits_type",
                    ),
                ],
            },
        ),
    ]
