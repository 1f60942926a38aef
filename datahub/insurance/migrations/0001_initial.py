import datahub.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("employees", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "policy_id",
                    datahub.fields.TextColumn(
                        db_comment="Policy key: POL-, customer number, ordinal",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "policy_number",
                    datahub.fields.TextColumn(
                        db_comment="Number customers use", max_length=30, unique=True, verbose_name="number"
                    ),
                ),
                (
                    "customer",
                    datahub.fields.CrossDatabaseKey(
                        db_comment="accounts_db.customers.customer_id of the policyholder",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="policies",
                        to="accounts.customer",
                    ),
                ),
                (
                    "policy_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("life", "Life"),
                            ("property", "Property"),
                            ("vehicle", "Vehicle"),
                            ("health", "Health"),
                            ("travel", "Travel"),
                        ],
                        db_comment="life, property, vehicle, health or travel",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                (
                    "policy_status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("active", "Active"),
                            ("lapsed", "Lapsed"),
                            ("cancelled", "Cancelled"),
                            ("matured", "Matured"),
                        ],
                        db_comment="active, lapsed (premium unpaid), cancelled or matured (term over, or ended by a death claim)",
                        max_length=20,
                        null=True,
                        verbose_name="status",
                    ),
                ),
                (
                    "coverage_amount",
                    models.DecimalField(
                        db_comment="Sum insured, in USD", decimal_places=2, max_digits=15, verbose_name="coverage"
                    ),
                ),
                (
                    "premium_amount",
                    models.DecimalField(
                        db_comment="One instalment of the premium, in USD",
                        decimal_places=2,
                        max_digits=10,
                        verbose_name="premium",
                    ),
                ),
                (
                    "premium_frequency",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("monthly", "Monthly"), ("quarterly", "Quarterly"), ("annual", "Annual")],
                        db_comment="How often the premium is due: monthly, quarterly or annual",
                        max_length=20,
                        null=True,
                        verbose_name="frequency",
                    ),
                ),
                ("start_date", models.DateField(db_comment="First day of cover", verbose_name="start")),
                (
                    "end_date",
                    models.DateField(
                        blank=True,
                        db_comment="Last day of the term, or of the year under way; may lie ahead",
                        null=True,
                        verbose_name="end",
                    ),
                ),
                (
                    "linked_account",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="accounts_db.accounts.account_id of the policyholder's account for premiums and settlements",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="policies",
                        to="accounts.account",
                    ),
                ),
                (
                    "agent",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="employees_db.employees.employee_id of the insurance agent who sold it",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="policies_sold",
                        to="employees.employee",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(blank=True, db_comment="When the policy was written (UTC)", null=True),
                ),
            ],
            options={
                "verbose_name_plural": "policies",
                "db_table": "policies",
                "db_table_comment": "Life, property, vehicle, health and travel insurance of customers",
                "ordering": ("policy_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("coverage_amount__gt", 0)), name="policies_coverage_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("premium_amount__gt", 0)), name="policies_premium_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end_date__gt", models.F("start_date"))), name="policies_start_before_end"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Beneficiary",
            fields=[
                (
                    "beneficiary_id",
                    models.AutoField(
                        db_comment="Key of the beneficiary", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        db_comment="Policy that benefits them",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beneficiaries",
                        to="insurance.policy",
                    ),
                ),
                (
                    "beneficiary_name",
                    datahub.fields.TextColumn(
                        db_comment="Full name; never the insured", max_length=200, verbose_name="name"
                    ),
                ),
                (
                    "relationship",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("spouse", "Spouse"), ("child", "Child"), ("parent", "Parent"), ("other", "Other")],
                        db_comment="To the policyholder: spouse, child, parent or other",
                        max_length=50,
                        null=True,
                    ),
                ),
                (
                    "percentage",
                    models.IntegerField(
                        blank=True,
                        db_comment="Share of the benefit, 1-100 percent; those of a policy sum to 100",
                        null=True,
                    ),
                ),
                (
                    "contact_info",
                    models.TextField(
                        blank=True, db_comment="E-mail address or telephone, such as can never be real", null=True
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "beneficiaries",
                "db_table": "beneficiaries",
                "db_table_comment": "Who is paid by a policy, and in what shares; one to three for each life policy",
                "ordering": ("beneficiary_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percentage__range", (1, 100))), name="beneficiaries_percentage_range"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "claim_id",
                    datahub.fields.TextColumn(
                        db_comment="Claim key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        db_comment="Policy that it is made on",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="insurance.policy",
                    ),
                ),
                (
                    "claim_number",
                    datahub.fields.TextColumn(
                        db_comment="Number customers use", max_length=30, unique=True, verbose_name="number"
                    ),
                ),
                (
                    "claim_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("death", "Death"),
                            ("accident", "Accident"),
                            ("property_damage", "Property Damage"),
                            ("medical", "Medical"),
                            ("travel", "Travel"),
                        ],
                        db_comment="death, accident, property_damage, medical or travel; fits the type of the policy",
                        max_length=100,
                        verbose_name="type",
                    ),
                ),
                (
                    "claim_amount",
                    models.DecimalField(
                        db_comment="Amount claimed, in USD; at most the cover",
                        decimal_places=2,
                        max_digits=15,
                        verbose_name="claimed",
                    ),
                ),
                ("claim_date", models.DateField(db_comment="Day of the loss, within the cover", verbose_name="date")),
                (
                    "status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("submitted", "Submitted"),
                            ("under_review", "Under Review"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("paid", "Paid"),
                        ],
                        db_comment="submitted, under_review, approved, rejected or paid",
                        max_length=50,
                        null=True,
                    ),
                ),
                (
                    "approved_amount",
                    models.DecimalField(
                        blank=True,
                        db_comment="Amount granted, in USD; set exactly for approved and paid claims",
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                        verbose_name="approved",
                    ),
                ),
                (
                    "settlement_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day it was paid, a business day; set exactly for paid claims",
                        null=True,
                        verbose_name="settled",
                    ),
                ),
                ("description", models.TextField(blank=True, db_comment="What happened", null=True)),
                (
                    "processed_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="processed_by",
                        db_comment="employees_db.employees.employee_id of who handled it; never the agent who sold the policy",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="claims_processed",
                        to="employees.employee",
                    ),
                ),
            ],
            options={
                "db_table": "claims",
                "db_table_comment": "Claims on policies and what was paid for them",
                "ordering": ("claim_id",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("claim_amount__gt", 0)), name="claims_amount_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_amount__isnull", False), ("status__in", ("approved", "paid"))),
                            models.Q(
                                models.Q(("status__in", ("approved", "paid")), _negated=True),
                                ("approved_amount__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="claims_approved_has_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved_amount__lte", models.F("claim_amount"))),
                        name="claims_approved_within_claimed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settlement_date__isnull", False), ("status", "paid")),
                            models.Q(models.Q(("status", "paid"), _negated=True), ("settlement_date__isnull", True)),
                            _connector="OR",
                        ),
                        name="claims_paid_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settlement_date__gte", models.F("claim_date"))),
                        name="claims_claimed_before_settlement",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PremiumPayment",
            fields=[
                (
                    "payment_id",
                    datahub.fields.TextColumn(
                        db_comment="Premium payment key",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        db_comment="Policy that it is paid for",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="premium_payments",
                        to="insurance.policy",
                    ),
                ),
                (
                    "payment_date",
                    models.DateField(
                        db_comment="Day of the payment, up to 10 days after the period's first",
                        db_index=True,
                        verbose_name="date",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(db_comment="The policy's premium, in USD", decimal_places=2, max_digits=10),
                ),
                (
                    "payment_method",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("auto_debit", "Auto Debit"),
                            ("check", "Check"),
                            ("wire_transfer", "Wire Transfer"),
                            ("online", "Online"),
                        ],
                        db_comment="auto_debit, check, wire_transfer or online; the same for all premiums of a policy",
                        max_length=50,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "from_account",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="accounts_db.accounts.account_id that was debited; set exactly for auto_debit",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="premium_payments",
                        to="accounts.account",
                    ),
                ),
                (
                    "payment_status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("completed", "Completed"),
                            ("pending", "Pending"),
                            ("failed", "Failed"),
                            ("reversed", "Reversed"),
                        ],
                        db_comment="completed, pending, failed (followed by a retry or the lapse) or reversed",
                        max_length=20,
                        null=True,
                        verbose_name="status",
                    ),
                ),
            ],
            options={
                "db_table": "premium_payments",
                "db_table_comment": "Premiums of every period from a policy's start to its end or today, failed ones too",
                "ordering": ("payment_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="premium_payments_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_account__isnull", False), ("payment_method", "auto_debit")),
                            models.Q(
                                models.Q(("payment_method", "auto_debit"), _negated=True),
                                ("from_account__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="premium_payments_auto_debit_has_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyEvent",
            fields=[
                (
                    "event_id",
                    models.AutoField(
                        db_comment="Key of the event", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        db_comment="Policy that changed",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="insurance.policy",
                    ),
                ),
                (
                    "event_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("renewal", "Renewal"),
                            ("modification", "Modification"),
                            ("lapse", "Lapse"),
                            ("cancellation", "Cancellation"),
                            ("reinstatement", "Reinstatement"),
                        ],
                        db_comment="renewal, modification, lapse, cancellation or reinstatement",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                ("event_date", models.DateField(db_comment="Day of the event", verbose_name="date")),
                ("description", models.TextField(blank=True, db_comment="What changed", null=True)),
                (
                    "performed_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="performed_by",
                        db_comment="employees_db.employees.employee_id of who recorded it; null where it happened by itself",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="policy_events_performed",
                        to="employees.employee",
                    ),
                ),
            ],
            options={
                "db_table": "policy_events",
                "db_table_comment": "Renewals, modifications, lapses, cancellations and reinstatements of policies",
                "ordering": ("event_id",),
            },
        ),
    ]
