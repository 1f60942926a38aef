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
            name="CustomerProfile",
            fields=[
                (
                    "customer",
                    datahub.fields.CrossDatabaseOneToOne(
                        db_comment="accounts_db.customers.customer_id",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="profile",
                        serialize=False,
                        to="accounts.customer",
                    ),
                ),
                (
                    "full_name",
                    datahub.fields.TextColumn(
                        db_comment="Name of the person, or of the company for corporate customers", max_length=200
                    ),
                ),
                (
                    "email",
                    datahub.fields.TextColumn(
                        blank=True, db_comment="E-mail address, as in accounts_db.customers", max_length=150, null=True
                    ),
                ),
                (
                    "phone",
                    datahub.fields.TextColumn(
                        blank=True, db_comment="Telephone, as in accounts_db.customers", max_length=20, null=True
                    ),
                ),
                ("address", models.TextField(blank=True, db_comment="House number and street", null=True)),
                (
                    "city",
                    datahub.fields.TextColumn(blank=True, db_comment="City of residence", max_length=100, null=True),
                ),
                (
                    "country",
                    datahub.fields.TextColumn(blank=True, db_comment="Country of residence", max_length=100, null=True),
                ),
                (
                    "customer_segment",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("retail", "Retail"),
                            ("premium", "Premium"),
                            ("corporate", "Corporate"),
                            ("private", "Private"),
                        ],
                        db_comment="retail, premium, corporate or private",
                        max_length=50,
                        null=True,
                        verbose_name="segment",
                    ),
                ),
                (
                    "customer_status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("active", "Active"), ("dormant", "Dormant"), ("closed", "Closed")],
                        db_comment="active; dormant: nothing initiated for 12 months; closed: owns nothing any more",
                        max_length=20,
                        null=True,
                        verbose_name="status",
                    ),
                ),
                ("onboarding_date", models.DateField(db_comment="Day the customer joined")),
                (
                    "assigned_agent",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="employees_db.employees.employee_id of the customer's adviser, in service",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="customers_assigned",
                        to="employees.employee",
                    ),
                ),
                (
                    "kyc_status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("verified", "Verified"),
                            ("pending", "Pending"),
                            ("expired", "Expired"),
                            ("rejected", "Rejected"),
                        ],
                        db_comment="Know-your-customer status: verified, pending or expired",
                        max_length=20,
                        null=True,
                        verbose_name="KYC status",
                    ),
                ),
                (
                    "risk_rating",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        db_comment="Money-laundering risk: low, medium or high; high after a filed suspicious activity report",
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(blank=True, db_comment="When the profile was made (UTC)", null=True),
                ),
                (
                    "updated_at",
                    models.DateTimeField(blank=True, db_comment="When the profile last changed (UTC)", null=True),
                ),
            ],
            options={
                "db_table": "customer_profiles",
                "db_table_comment": "One profile per customer: contact, segment, status, adviser, KYC status and risk",
                "ordering": ("customer_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("updated_at__gte", models.F("created_at"))),
                        name="customer_profiles_created_before_updated",
                    )
                ],
            },
        ),
    ]
