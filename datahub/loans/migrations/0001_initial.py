import datahub.fields
import django.db.models.deletion
import django.db.models.expressions
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("employees", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoanApplication",
            fields=[
                (
                    "application_id",
                    datahub.fields.TextColumn(
                        db_comment="Application key",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "customer",
                    datahub.fields.CrossDatabaseKey(
                        db_comment="accounts_db.customers.customer_id of the applicant",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="loan_applications",
                        to="accounts.customer",
                    ),
                ),
                (
                    "loan_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("mortgage", "Mortgage"),
                            ("personal", "Personal"),
                            ("auto", "Auto"),
                            ("business", "Business"),
                            ("education", "Education"),
                        ],
                        db_comment="mortgage, personal, auto, business or education",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                (
                    "requested_amount",
                    models.DecimalField(
                        db_comment="Amount asked for, in USD", decimal_places=2, max_digits=15, verbose_name="requested"
                    ),
                ),
                (
                    "application_date",
                    models.DateField(
                        db_comment="Day of the application, within the last three years", verbose_name="date"
                    ),
                ),
                (
                    "status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("pending", "Pending"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_comment="pending, approved, rejected or withdrawn",
                        max_length=50,
                        null=True,
                    ),
                ),
                (
                    "officer",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="employees_db.employees.employee_id of the loan officer in charge",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="loan_applications",
                        to="employees.employee",
                    ),
                ),
                (
                    "decision_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day of the decision; set exactly for approved and rejected ones",
                        null=True,
                        verbose_name="decided",
                    ),
                ),
                (
                    "approved_amount",
                    models.DecimalField(
                        blank=True,
                        db_comment="Amount granted, in USD, 80-100 percent of the requested; set exactly for approved ones",
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                        verbose_name="approved",
                    ),
                ),
                (
                    "rejection_reason",
                    models.TextField(
                        blank=True,
                        db_comment="Why it was rejected: debt to income, credit history, cash or collateral",
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "loan_applications",
                "db_table_comment": "Applications for loans over the last three years and what was decided",
                "ordering": ("application_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("requested_amount__gt", 0)), name="loan_applications_requested_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision_date__isnull", False), ("status__in", ("approved", "rejected"))),
                            models.Q(
                                models.Q(("status__in", ("approved", "rejected")), _negated=True),
                                ("decision_date__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="loan_applications_decided_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision_date__gte", models.F("application_date"))),
                        name="loan_applications_applied_before_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_amount__isnull", False), ("status", "approved")),
                            models.Q(
                                models.Q(("status", "approved"), _negated=True), ("approved_amount__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="loan_applications_approved_has_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_amount__gt", 0), ("approved_amount__lte", models.F("requested_amount"))
                        ),
                        name="loan_applications_approved_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "rejected"), _negated=True),
                            ("rejection_reason__isnull", False),
                            _connector="OR",
                        ),
                        name="loan_applications_rejected_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                (
                    "loan_id",
                    datahub.fields.TextColumn(
                        db_comment="Loan key: LOAN-, customer number, ordinal",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_comment="Approved application that it came of",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="loans.loanapplication",
                    ),
                ),
                (
                    "loan_number",
                    datahub.fields.TextColumn(
                        db_comment="Number customers use", max_length=30, unique=True, verbose_name="number"
                    ),
                ),
                (
                    "customer",
                    datahub.fields.CrossDatabaseKey(
                        db_comment="accounts_db.customers.customer_id of the borrower",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="loans",
                        to="accounts.customer",
                    ),
                ),
                (
                    "linked_account",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_comment="accounts_db.accounts.account_id of the borrower's account that it is paid to and repaid from",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="loans",
                        to="accounts.account",
                    ),
                ),
                (
                    "loan_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("mortgage", "Mortgage"),
                            ("personal", "Personal"),
                            ("auto", "Auto"),
                            ("business", "Business"),
                            ("education", "Education"),
                        ],
                        db_comment="mortgage, personal, auto, business or education",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                (
                    "principal_amount",
                    models.DecimalField(
                        db_comment="Amount paid out, in USD: the approved amount",
                        decimal_places=2,
                        max_digits=15,
                        verbose_name="principal",
                    ),
                ),
                (
                    "interest_rate",
                    models.DecimalField(
                        db_comment="Nominal yearly rate as a fraction: 0.0525 is 5.25 percent",
                        decimal_places=4,
                        max_digits=5,
                        verbose_name="rate",
                    ),
                ),
                (
                    "term_months",
                    models.IntegerField(db_comment="Term in months, the number of instalments", verbose_name="months"),
                ),
                (
                    "disbursement_date",
                    models.DateField(db_comment="Day it was paid out, a business day", verbose_name="disbursed"),
                ),
                (
                    "maturity_date",
                    models.DateField(db_comment="Day on which the last instalment is due", verbose_name="matures"),
                ),
                (
                    "loan_status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("active", "Active"),
                            ("paid_off", "Paid Off"),
                            ("defaulted", "Defaulted"),
                            ("restructured", "Restructured"),
                        ],
                        db_comment="active, paid_off, defaulted (an instalment missed for 90 days) or restructured",
                        max_length=50,
                        null=True,
                        verbose_name="status",
                    ),
                ),
                (
                    "outstanding_balance",
                    models.DecimalField(
                        blank=True,
                        db_comment="Principal not yet repaid, in USD; 0 exactly for loans paid off",
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                        verbose_name="outstanding",
                    ),
                ),
                (
                    "default_status",
                    models.BooleanField(
                        blank=True, db_comment="True exactly for defaulted loans", null=True, verbose_name="in default"
                    ),
                ),
                (
                    "approved_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="approved_by",
                        db_comment="employees_db.employees.employee_id of who approved it; above 100,000 not the officer in charge",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="loans_approved",
                        to="employees.employee",
                    ),
                ),
            ],
            options={
                "db_table": "loans",
                "db_table_comment": "Loans paid out, one per approved application, with what is still owed",
                "ordering": ("loan_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("principal_amount__gt", 0)), name="loans_principal_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interest_rate__range", (0, 1))), name="loans_rate_range"
                    ),
                    models.CheckConstraint(condition=models.Q(("term_months__gt", 0)), name="loans_term_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("maturity_date__gt", models.F("disbursement_date"))),
                        name="loans_disbursed_before_maturity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outstanding_balance__gte", 0), ("outstanding_balance__lte", models.F("principal_amount"))
                        ),
                        name="loans_outstanding_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("loan_status", "paid_off"), ("outstanding_balance", 0)),
                            models.Q(
                                models.Q(("loan_status", "paid_off"), _negated=True),
                                models.Q(("outstanding_balance", 0), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="loans_paid_off_owes_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("default_status", True), ("loan_status", "defaulted")),
                            models.Q(
                                models.Q(("loan_status", "defaulted"), _negated=True),
                                models.Q(("default_status", True), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="loans_defaulted_is_flagged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Collateral",
            fields=[
                (
                    "collateral_id",
                    datahub.fields.TextColumn(
                        db_comment="Collateral key", max_length=50, primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        db_comment="Loan that it secures",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collateral",
                        to="loans.loan",
                    ),
                ),
                (
                    "collateral_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("property", "Property"),
                            ("real_estate", "Real Estate"),
                            ("vehicle", "Vehicle"),
                            ("equipment", "Equipment"),
                            ("inventory", "Inventory"),
                        ],
                        db_comment="property, real_estate, vehicle, equipment or inventory; fits the type of the loan",
                        max_length=100,
                        verbose_name="type",
                    ),
                ),
                ("description", models.TextField(blank=True, db_comment="What it is, in a line", null=True)),
                (
                    "appraised_value",
                    models.DecimalField(
                        db_comment="Appraised value in USD, 110-150 percent of principal",
                        decimal_places=2,
                        max_digits=15,
                        verbose_name="appraised",
                    ),
                ),
                (
                    "appraisal_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day of the appraisal, at most 180 days before the loan was paid out",
                        null=True,
                    ),
                ),
                (
                    "ltv_ratio",
                    models.DecimalField(
                        blank=True,
                        db_comment="Loan to value: principal / appraised value, a fraction between 0.66 and 0.92",
                        decimal_places=4,
                        max_digits=5,
                        null=True,
                        verbose_name="LTV",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "collateral",
                "db_table": "collateral",
                "db_table_comment": "Security of mortgages, auto and business loans, with its appraisal",
                "ordering": ("collateral_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("appraised_value__gt", 0)), name="collateral_value_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ltv_ratio__range", (Decimal("0.66"), Decimal("0.92")))),
                        name="collateral_ltv_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepaymentSchedule",
            fields=[
                (
                    "schedule_id",
                    models.AutoField(
                        db_comment="Key of the instalment", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        db_comment="Loan that it repays",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule",
                        to="loans.loan",
                    ),
                ),
                (
                    "installment_number",
                    models.IntegerField(
                        db_comment="Place in the schedule, from 1 to the loan's term", verbose_name="number"
                    ),
                ),
                (
                    "due_date",
                    models.DateField(
                        db_comment="Day it is due, so many months after disbursement", db_index=True, verbose_name="due"
                    ),
                ),
                (
                    "principal_amount",
                    models.DecimalField(
                        db_comment="Part that repays principal, in USD",
                        decimal_places=2,
                        max_digits=15,
                        verbose_name="principal",
                    ),
                ),
                (
                    "interest_amount",
                    models.DecimalField(
                        db_comment="A month's interest on what was owed before, in USD",
                        decimal_places=2,
                        max_digits=15,
                        verbose_name="interest",
                    ),
                ),
                (
                    "total_amount",
                    models.DecimalField(
                        db_comment="Principal + interest in USD; level but for the last one",
                        decimal_places=2,
                        max_digits=15,
                        verbose_name="total",
                    ),
                ),
                (
                    "payment_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day it was paid, a business day; set exactly for paid and late ones",
                        null=True,
                        verbose_name="paid",
                    ),
                ),
                (
                    "payment_status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("pending", "Pending"), ("paid", "Paid"), ("late", "Late"), ("missed", "Missed")],
                        db_comment="pending (until 10 days past due), paid, late (paid more than 10 days past due) or missed",
                        max_length=20,
                        null=True,
                        verbose_name="status",
                    ),
                ),
            ],
            options={
                "verbose_name": "instalment",
                "verbose_name_plural": "repayment schedule",
                "db_table": "repayment_schedule",
                "db_table_comment": "Every instalment of every loan, one a month; in an early payoff interest is waived",
                "ordering": ("schedule_id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("loan", "installment_number"), name="repayment_schedule_loan_id_installment_number_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("installment_number__gt", 0)), name="repayment_schedule_number_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_amount",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("principal_amount"), "+", models.F("interest_amount")
                                ),
                            )
                        ),
                        name="repayment_schedule_total_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("payment_date__isnull", False), ("payment_status__in", ("paid", "late"))),
                            models.Q(
                                models.Q(("payment_status__in", ("paid", "late")), _negated=True),
                                ("payment_date__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="repayment_schedule_paid_has_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanGuarantor",
            fields=[
                (
                    "guarantor_id",
                    models.AutoField(
                        db_comment="Key of the guarantor", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        db_comment="Loan that is guaranteed",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantors",
                        to="loans.loan",
                    ),
                ),
                (
                    "guarantor_name",
                    datahub.fields.TextColumn(
                        db_comment="Full name; never the borrower", max_length=200, verbose_name="name"
                    ),
                ),
                (
                    "relationship",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("spouse", "Spouse"),
                            ("parent", "Parent"),
                            ("sibling", "Sibling"),
                            ("business_partner", "Business Partner"),
                            ("friend", "Friend"),
                        ],
                        db_comment="To the borrower: spouse, parent, sibling, business_partner or friend",
                        max_length=50,
                        null=True,
                    ),
                ),
                (
                    "contact_info",
                    models.TextField(
                        blank=True, db_comment="E-mail address or telephone, such as can never be real", null=True
                    ),
                ),
                (
                    "guarantee_amount",
                    models.DecimalField(
                        blank=True,
                        db_comment="Amount guaranteed, in USD; those of a loan never exceed its principal",
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                        verbose_name="guarantee",
                    ),
                ),
            ],
            options={
                "db_table": "loan_guarantors",
                "db_table_comment": "Guarantors of a quarter of the loans, one or two each",
                "ordering": ("guarantor_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("guarantee_amount__gt", 0)), name="loan_guarantors_guarantee_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskAssessment",
            fields=[
                (
                    "assessment_id",
                    models.AutoField(
                        db_comment="Key of the assessment", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        blank=True,
                        db_comment="Loan that was assessed; null where it was an application",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_assessments",
                        to="loans.loan",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_comment="Application that was assessed; null where it was a loan",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_assessments",
                        to="loans.loanapplication",
                    ),
                ),
                ("assessment_date", models.DateField(db_comment="Day of the assessment", verbose_name="date")),
                (
                    "risk_score",
                    models.IntegerField(
                        blank=True,
                        db_comment="Credit score, 300 (worst) to 850 (best), spread as FICO 8 is",
                        null=True,
                        verbose_name="score",
                    ),
                ),
                (
                    "pd_probability",
                    models.DecimalField(
                        blank=True,
                        db_comment="Probability of default within a year, 0-1; falls as the score rises",
                        decimal_places=4,
                        max_digits=5,
                        null=True,
                        verbose_name="PD",
                    ),
                ),
                (
                    "credit_grade",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("AAA", "AAA"),
                            ("AA", "AA"),
                            ("A", "A"),
                            ("BBB", "BBB"),
                            ("BB", "BB"),
                            ("B", "B"),
                            ("CCC", "CCC"),
                            ("C", "C"),
                        ],
                        db_comment="Band of the score, best to worst: AAA, AA, A, BBB, BB, B, CCC, C",
                        max_length=10,
                        null=True,
                        verbose_name="grade",
                    ),
                ),
                (
                    "assessed_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="assessed_by",
                        db_comment="employees_db.employees.employee_id of who assessed it, or SYSTEM",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="risk_assessments",
                        to="employees.employee",
                    ),
                ),
            ],
            options={
                "db_table": "risk_assessments",
                "db_table_comment": "Credit scores: one per application, and again for some active loans",
                "ordering": ("assessment_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("application__isnull", True), ("loan__isnull", False)),
                            models.Q(("application__isnull", False), ("loan__isnull", True)),
                            _connector="OR",
                        ),
                        name="risk_assessments_loan_or_application",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("risk_score__range", (300, 850))), name="risk_assessments_score_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pd_probability__range", (0, 1))), name="risk_assessments_pd_range"
                    ),
                ],
            },
        ),
    ]
