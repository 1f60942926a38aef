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
            name="KycRecord",
            fields=[
                (
                    "kyc_id",
                    datahub.fields.TextColumn(
                        db_comment="KYC record key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "customer",
                    datahub.fields.CrossDatabaseKey(
                        db_comment="accounts_db.customers.customer_id of who was verified",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="kyc_records",
                        to="accounts.customer",
                    ),
                ),
                (
                    "verification_date",
                    models.DateField(db_comment="Day of the latest verification", verbose_name="verified"),
                ),
                (
                    "kyc_status",
                    datahub.fields.TextColumn(
                        choices=[
                            ("verified", "Verified"),
                            ("pending", "Pending"),
                            ("expired", "Expired"),
                            ("rejected", "Rejected"),
                        ],
                        db_comment="verified, pending (under review), expired or rejected; as in customer_db.customer_profiles",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "document_type",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("passport", "Passport"),
                            ("drivers_license", "Driver's License"),
                            ("national_id", "National ID"),
                        ],
                        db_comment="passport, drivers_license or national_id",
                        max_length=100,
                        null=True,
                    ),
                ),
                (
                    "document_number",
                    datahub.fields.TextColumn(
                        blank=True,
                        db_comment="Fictional number of the document, unique within its type",
                        max_length=100,
                        null=True,
                    ),
                ),
                (
                    "expiry_date",
                    models.DateField(
                        blank=True, db_comment="Day the document expires", null=True, verbose_name="expires"
                    ),
                ),
                (
                    "verified_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="verified_by",
                        db_comment="employees_db.employees.employee_id of the compliance officer who verified",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="kyc_verifications",
                        to="employees.employee",
                    ),
                ),
                (
                    "next_review_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day of the next review: 12, 30 or 60 months on for high, medium and low risk",
                        null=True,
                        verbose_name="next review",
                    ),
                ),
                (
                    "risk_rating",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        db_comment="Money-laundering risk: low, medium or high; as in customer_db.customer_profiles",
                        max_length=20,
                        null=True,
                        verbose_name="risk",
                    ),
                ),
            ],
            options={
                "verbose_name": "KYC record",
                "db_table": "kyc_records",
                "db_table_comment": "Know your customer: the latest verification of each customer and when the next is due",
                "ordering": ("kyc_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expiry_date__gt", models.F("verification_date"))),
                        name="kyc_records_verified_before_expiry",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspiciousActivityReport",
            fields=[
                (
                    "sar_id",
                    datahub.fields.TextColumn(
                        db_comment="Report key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "customer",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="accounts_db.customers.customer_id of the subject",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="suspicious_activity_reports",
                        to="accounts.customer",
                    ),
                ),
                (
                    "account",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="accounts_db.accounts.account_id on which it happened",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="suspicious_activity_reports",
                        to="accounts.account",
                    ),
                ),
                ("report_date", models.DateField(db_comment="Day the report was begun", verbose_name="date")),
                (
                    "activity_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("structuring", "Structuring"),
                            ("unusual_pattern", "Unusual Pattern"),
                            ("high_risk_country", "High Risk Country"),
                        ],
                        db_comment="structuring, unusual_pattern or high_risk_country",
                        max_length=100,
                        verbose_name="activity",
                    ),
                ),
                ("description", models.TextField(db_comment="What was seen, for the authorities")),
                (
                    "sar_status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("under_review", "Under Review"),
                            ("filed", "Filed"),
                            ("closed", "Closed"),
                        ],
                        db_comment="draft, under_review, filed, or closed: found innocent and never filed",
                        max_length=50,
                        null=True,
                        verbose_name="status",
                    ),
                ),
                (
                    "filed_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day it was filed, within 30 days; set exactly for filed reports",
                        null=True,
                        verbose_name="filed",
                    ),
                ),
                (
                    "regulatory_tier",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("tier1", "Tier 1"), ("tier2", "Tier 2"), ("tier3", "Tier 3")],
                        db_comment="By amount: tier1 from 50,000, tier2 from 10,000, else tier3",
                        max_length=20,
                        null=True,
                        verbose_name="tier",
                    ),
                ),
                (
                    "filed_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="filed_by",
                        db_comment="employees_db.employees.employee_id of the compliance officer who filed it",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="reports_filed",
                        to="employees.employee",
                    ),
                ),
                (
                    "amount_involved",
                    models.DecimalField(
                        blank=True,
                        db_comment="Sum of the suspicious transactions without sign, at least 5,000 in the account's currency",
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                        verbose_name="amount",
                    ),
                ),
            ],
            options={
                "db_table": "suspicious_activity_reports",
                "db_table_comment": "Suspicious activity reports (SAR), each led to by flagged anti-money-laundering checks",
                "ordering": ("sar_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filed_date__isnull", False), ("sar_status", "filed")),
                            models.Q(models.Q(("sar_status", "filed"), _negated=True), ("filed_date__isnull", True)),
                            _connector="OR",
                        ),
                        name="suspicious_activity_reports_filed_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("filed_date__gte", models.F("report_date"))),
                        name="suspicious_activity_reports_reported_before_filing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_involved__gte", 5000)),
                        name="suspicious_activity_reports_amount_reportable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AmlCheck",
            fields=[
                (
                    "check_id",
                    datahub.fields.TextColumn(
                        db_comment="Check key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "customer",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="accounts_db.customers.customer_id of who was checked",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="aml_checks",
                        to="accounts.customer",
                    ),
                ),
                (
                    "transaction",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="accounts_db.transactions.transaction_id that was checked; null for screenings of persons",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="aml_checks",
                        to="accounts.transaction",
                    ),
                ),
                (
                    "check_date",
                    models.DateTimeField(
                        blank=True,
                        db_comment="When it was checked (UTC)",
                        db_index=True,
                        null=True,
                        verbose_name="date",
                    ),
                ),
                (
                    "check_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("watchlist", "Watchlist"),
                            ("sanctions", "Sanctions"),
                            ("pep_screening", "PEP Screening"),
                            ("transaction_monitoring", "Transaction Monitoring"),
                        ],
                        db_comment="watchlist, sanctions, pep_screening (politically exposed persons) or transaction_monitoring",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                (
                    "aml_flag",
                    models.BooleanField(
                        blank=True,
                        db_comment="True where something was found and had to be reviewed",
                        null=True,
                        verbose_name="flagged",
                    ),
                ),
                (
                    "risk_level",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        db_comment="Risk of the finding: low, medium or high; low or null where not flagged",
                        max_length=20,
                        null=True,
                        verbose_name="risk",
                    ),
                ),
                (
                    "screening_result",
                    models.TextField(blank=True, db_comment="What the check found", null=True, verbose_name="result"),
                ),
                (
                    "reviewed_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="reviewed_by",
                        db_comment="employees_db.employees.employee_id of the compliance officer; set for every flagged check",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="aml_checks_reviewed",
                        to="employees.employee",
                    ),
                ),
                (
                    "sar",
                    models.ForeignKey(
                        blank=True,
                        db_comment="Suspicious activity report that it led to",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aml_checks",
                        to="compliance.suspiciousactivityreport",
                        verbose_name="SAR",
                    ),
                ),
            ],
            options={
                "verbose_name": "AML check",
                "db_table": "aml_checks",
                "db_table_comment": "Anti-money-laundering checks: screenings of customers and monitoring of transactions",
                "ordering": ("check_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("aml_flag", True), _negated=True), ("reviewed_by__isnull", False), _connector="OR"
                        ),
                        name="aml_checks_flagged_is_reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("aml_flag", True), ("risk_level__isnull", True), ("risk_level", "low"), _connector="OR"
                        ),
                        name="aml_checks_unflagged_is_low_risk",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplianceRule",
            fields=[
                (
                    "rule_id",
                    datahub.fields.TextColumn(
                        db_comment="Rule key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "rule_name",
                    datahub.fields.TextColumn(db_comment="Title of the rule", max_length=200, verbose_name="name"),
                ),
                (
                    "rule_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("transaction_limit", "Transaction Limit"),
                            ("velocity_check", "Velocity Check"),
                            ("geographic_restriction", "Geographic Restriction"),
                            ("amount_threshold", "Amount Threshold"),
                        ],
                        db_comment="transaction_limit, velocity_check, geographic_restriction or amount_threshold",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, db_comment="What counts as a breach, in a sentence", null=True),
                ),
                (
                    "threshold_value",
                    models.DecimalField(
                        blank=True,
                        db_comment="Limit: an amount in the account's currency or a number of transactions, as the description says",
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                        verbose_name="threshold",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        blank=True, db_comment="True while the rule is applied", null=True, verbose_name="active"
                    ),
                ),
                (
                    "created_date",
                    models.DateField(
                        db_comment="Day the rule was made, before the first customer joined", verbose_name="created"
                    ),
                ),
            ],
            options={
                "db_table": "compliance_rules",
                "db_table_comment": "The rules by which the ledger is watched, with their thresholds",
                "ordering": ("rule_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("threshold_value__gt", 0)), name="compliance_rules_threshold_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleViolation",
            fields=[
                (
                    "violation_id",
                    datahub.fields.TextColumn(
                        db_comment="Violation key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_comment="Rule that was broken",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="compliance.compliancerule",
                    ),
                ),
                (
                    "entity_type",
                    datahub.fields.TextColumn(
                        choices=[("transaction", "Transaction"), ("account", "Account"), ("customer", "Customer")],
                        db_comment="What broke it: transaction, account or customer",
                        max_length=50,
                        verbose_name="entity",
                    ),
                ),
                (
                    "entity_id",
                    datahub.fields.TextColumn(
                        db_comment="Key in accounts_db of the transaction, account or customer", max_length=50
                    ),
                ),
                (
                    "violation_date",
                    models.DateTimeField(
                        blank=True,
                        db_comment="Time of the transaction that broke the rule (UTC)",
                        null=True,
                        verbose_name="date",
                    ),
                ),
                (
                    "severity",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")],
                        db_comment="By excess over the threshold: critical from 3 times, high from 2, medium from 1.25, else low",
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("open", "Open"),
                            ("investigating", "Investigating"),
                            ("resolved", "Resolved"),
                            ("false_positive", "False Positive"),
                        ],
                        db_comment="open, investigating, resolved or false_positive",
                        max_length=50,
                        null=True,
                    ),
                ),
                ("resolution_notes", models.TextField(blank=True, db_comment="How it was settled", null=True)),
                (
                    "resolved_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="resolved_by",
                        db_comment="employees_db.employees.employee_id of who settled it; set for resolved and false_positive",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="violations_resolved",
                        to="employees.employee",
                    ),
                ),
                (
                    "resolved_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day it was settled; set for resolved and false_positive",
                        null=True,
                        verbose_name="resolved",
                    ),
                ),
            ],
            options={
                "db_table": "rule_violations",
                "db_table_comment": "Every breach of an active rule in the ledger of the last 24 months",
                "ordering": ("violation_id",),
                "indexes": [models.Index(fields=["entity_type", "entity_id"], name="rule_violations_entity_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("resolved_by__isnull", False),
                                ("resolved_date__isnull", False),
                                ("status__in", ("resolved", "false_positive")),
                            ),
                            models.Q(
                                models.Q(("status__in", ("resolved", "false_positive")), _negated=True),
                                ("resolved_by__isnull", True),
                                ("resolved_date__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="rule_violations_settled_has_who_and_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegulatoryReport",
            fields=[
                (
                    "report_id",
                    datahub.fields.TextColumn(
                        db_comment="Report key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "report_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("capital_adequacy", "Capital Adequacy"),
                            ("liquidity", "Liquidity"),
                            ("stress_test", "Stress Test"),
                            ("quarterly_filing", "Quarterly Filing"),
                        ],
                        db_comment="capital_adequacy, liquidity, stress_test or quarterly_filing",
                        max_length=100,
                        verbose_name="type",
                    ),
                ),
                (
                    "reporting_period_start",
                    models.DateField(db_comment="First day of the quarter reported on", verbose_name="from"),
                ),
                (
                    "reporting_period_end",
                    models.DateField(db_comment="Last day of the quarter reported on", verbose_name="to"),
                ),
                (
                    "submission_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day it was submitted, within 30 days of the quarter's end",
                        null=True,
                        verbose_name="submitted",
                    ),
                ),
                (
                    "status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("pending", "Pending"),
                            ("submitted", "Submitted"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                        ],
                        db_comment="pending, submitted, accepted or rejected",
                        max_length=50,
                        null=True,
                    ),
                ),
                (
                    "prepared_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="prepared_by",
                        db_comment="employees_db.employees.employee_id of the compliance officer who wrote it",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="reports_prepared",
                        to="employees.employee",
                    ),
                ),
                (
                    "approved_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="approved_by",
                        db_comment="employees_db.employees.employee_id of who approved it: another officer or the president",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="reports_approved",
                        to="employees.employee",
                    ),
                ),
            ],
            options={
                "db_table": "regulatory_reports",
                "db_table_comment": "Four reports to the regulator for each of the last six quarters",
                "ordering": ("report_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reporting_period_end__gt", models.F("reporting_period_start"))),
                        name="regulatory_reports_start_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("submission_date__gt", models.F("reporting_period_end"))),
                        name="regulatory_reports_period_before_submission",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("submitted", "accepted")), _negated=True),
                            ("submission_date__isnull", False),
                            _connector="OR",
                        ),
                        name="regulatory_reports_submitted_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("prepared_by", models.F("approved_by")), _negated=True),
                        name="regulatory_reports_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditTrail",
            fields=[
                (
                    "audit_id",
                    models.BigAutoField(
                        db_comment="Key of the entry", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "entity_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("account", "Account"),
                            ("customer", "Customer"),
                            ("loan", "Loan"),
                            ("transaction", "Transaction"),
                            ("policy", "Policy"),
                        ],
                        db_comment="What it was done to: account, customer, loan, transaction or policy",
                        max_length=50,
                        verbose_name="entity",
                    ),
                ),
                (
                    "entity_id",
                    datahub.fields.TextColumn(
                        db_comment="Key of that row, in the database that entity_type belongs to", max_length=50
                    ),
                ),
                (
                    "action",
                    datahub.fields.TextColumn(
                        choices=[("create", "Create"), ("update", "Update"), ("view", "View"), ("delete", "Delete")],
                        db_comment="create, update, view or delete",
                        max_length=50,
                    ),
                ),
                (
                    "performed_by",
                    datahub.fields.CrossDatabaseKey(
                        db_column="performed_by",
                        db_comment="employees_db.employees.employee_id of who did it, in service that day",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_trails",
                        to="employees.employee",
                    ),
                ),
                (
                    "performed_at",
                    models.DateTimeField(
                        blank=True, db_comment="When it was done (UTC)", db_index=True, null=True, verbose_name="date"
                    ),
                ),
                (
                    "old_value",
                    models.TextField(
                        blank=True,
                        db_comment="What was there before, as JSON by column; null for create and view",
                        null=True,
                    ),
                ),
                (
                    "new_value",
                    models.TextField(
                        blank=True,
                        db_comment="What is there since, as JSON by column; null for view and delete",
                        null=True,
                    ),
                ),
                (
                    "ip_address",
                    datahub.fields.TextColumn(
                        blank=True,
                        db_comment="Address of the workstation, from a private range or one kept for documentation",
                        max_length=45,
                        null=True,
                        verbose_name="IP address",
                    ),
                ),
            ],
            options={
                "db_table": "audit_trails",
                "db_table_comment": "Who created, changed, viewed or deleted accounts, customers, loans, transactions, policies",
                "ordering": ("audit_id",),
                "indexes": [models.Index(fields=["entity_type", "entity_id"], name="audit_trails_entity_idx")],
            },
        ),
    ]
