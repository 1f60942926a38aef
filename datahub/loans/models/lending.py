"""Loan applications, loans and their repayment."""

from django.db import models

from datahub.accounts.models import Account, Customer
from datahub.choices import Tone, TonedChoices
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, TextColumn


class LoanApplication(models.Model):
    """A customer's application for a loan and the bank's decision."""

    class Type(models.TextChoices):
        MORTGAGE = "mortgage"
        PERSONAL = "personal"
        AUTO = "auto"
        BUSINESS = "business"
        EDUCATION = "education"

    class Status(TonedChoices):
        PENDING = "pending", Tone.WARNING
        APPROVED = "approved", Tone.GOOD
        REJECTED = "rejected", Tone.BAD
        WITHDRAWN = "withdrawn", Tone.NEUTRAL

    application_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Application key")
    customer = CrossDatabaseKey(
        Customer, related_name="loan_applications", db_comment="accounts_db.customers.customer_id of the applicant"
    )
    loan_type = TextColumn(
        "type", max_length=50, choices=Type, db_comment="mortgage, personal, auto, business or education"
    )
    requested_amount = models.DecimalField(
        "requested", max_digits=15, decimal_places=2, db_comment="Requested amount in USD"
    )
    application_date = models.DateField("date", db_comment="Date of the application")
    status = TextColumn(
        max_length=50, null=True, blank=True, choices=Status,
        db_comment="pending, approved, rejected or withdrawn",
    )  # fmt: skip
    officer = CrossDatabaseKey(
        Employee, null=True, blank=True, related_name="loan_applications",
        db_comment="employees_db.employees.employee_id of the loan officer in charge",
    )  # fmt: skip
    decision_date = models.DateField(
        "decided", null=True, blank=True, db_comment="Date of the decision; null unless approved or rejected"
    )
    approved_amount = models.DecimalField(
        "approved", max_digits=15, decimal_places=2, null=True, blank=True,
        db_comment="Approved amount in USD, 80-100 percent of the requested; null unless approved",
    )  # fmt: skip
    rejection_reason = models.TextField(
        null=True, blank=True, db_comment="Reason for the rejection: debt to income, credit history, cash or collateral"
    )
    annual_income = models.DecimalField(
        "income", max_digits=15, decimal_places=2, null=True, blank=True,
        db_comment="Gross income of the applicant in USD a year, of a company the revenue, on the application date",
    )  # fmt: skip
    debt_to_income = models.DecimalField(
        "DTI", max_digits=5, decimal_places=4, null=True, blank=True,
        db_comment="Monthly payments on all debts over monthly income, with this loan: 0.36 is 36 percent",
    )  # fmt: skip

    class Meta:
        db_table = "loan_applications"
        db_table_comment = "Loan applications and the decisions on them"
        ordering = ("application_id",)
        constraints = (
            models.CheckConstraint(
                name="loan_applications_requested_positive", condition=models.Q(requested_amount__gt=0)
            ),
            models.CheckConstraint(
                name="loan_applications_decided_has_date",
                condition=models.Q(status__in=("approved", "rejected"), decision_date__isnull=False)
                | (~models.Q(status__in=("approved", "rejected")) & models.Q(decision_date__isnull=True)),
            ),
            models.CheckConstraint(
                name="loan_applications_applied_before_decision",
                condition=models.Q(decision_date__gte=models.F("application_date")),
            ),
            models.CheckConstraint(
                name="loan_applications_approved_has_amount",
                condition=models.Q(status="approved", approved_amount__isnull=False)
                | (~models.Q(status="approved") & models.Q(approved_amount__isnull=True)),
            ),
            models.CheckConstraint(
                name="loan_applications_approved_range",
                condition=models.Q(approved_amount__gt=0, approved_amount__lte=models.F("requested_amount")),
            ),
            models.CheckConstraint(
                name="loan_applications_rejected_has_reason",
                condition=~models.Q(status="rejected") | models.Q(rejection_reason__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.application_id


class Loan(models.Model):
    """A disbursed loan."""

    class Status(TonedChoices):
        ACTIVE = "active", Tone.GOOD
        PAID_OFF = "paid_off", Tone.GOOD
        DEFAULTED = "defaulted", Tone.BAD
        RESTRUCTURED = "restructured", Tone.WARNING

    loan_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Loan key: LOAN-, customer number, ordinal")
    application = models.ForeignKey(
        LoanApplication, models.PROTECT, null=True, blank=True, related_name="loans",
        db_comment="Approved application of the loan",
    )  # fmt: skip
    loan_number = TextColumn("number", max_length=30, unique=True, db_comment="Loan number for customers")
    customer = CrossDatabaseKey(
        Customer, related_name="loans", db_comment="accounts_db.customers.customer_id of the borrower"
    )
    linked_account = CrossDatabaseKey(
        Account, null=True, blank=True, related_name="loans",
        db_comment="accounts_db.accounts.account_id of the borrower's account for disbursement and repayment",
    )  # fmt: skip
    loan_type = TextColumn(
        "type", max_length=50, choices=LoanApplication.Type,
        db_comment="mortgage, personal, auto, business or education",
    )  # fmt: skip
    principal_amount = models.DecimalField(
        "principal", max_digits=15, decimal_places=2, db_comment="Disbursed amount in USD: the approved amount"
    )
    interest_rate = models.DecimalField(
        "rate", max_digits=5, decimal_places=4, db_comment="Nominal annual rate as a fraction: 0.0525 is 5.25 percent"
    )
    term_months = models.IntegerField("months", db_comment="Term in months: the number of installments")
    disbursement_date = models.DateField("disbursed", db_comment="Date of disbursement, a business day")
    maturity_date = models.DateField("matures", db_comment="Due date of the last installment")
    loan_status = TextColumn(
        "status", max_length=50, null=True, blank=True, choices=Status,
        db_comment="active, paid_off, defaulted (an installment missed for 90 days) or restructured",
    )  # fmt: skip
    outstanding_balance = models.DecimalField(
        "outstanding", max_digits=15, decimal_places=2, null=True, blank=True,
        db_comment="Principal not yet repaid, in USD; 0 if and only if paid off",
    )  # fmt: skip
    default_status = models.BooleanField(
        "in default", null=True, blank=True, db_comment="True if and only if the status is defaulted"
    )
    approved_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="approved_by", db_index=False, related_name="loans_approved",
        db_comment="employees_db.employees.employee_id of the approver; above 100,000 USD not the loan officer",
    )  # fmt: skip

    class Meta:
        db_table = "loans"
        db_table_comment = "Disbursed loans with their outstanding balances, at most one per approved application"
        ordering = ("loan_id",)
        indexes = (models.Index(fields=("principal_amount",), name="loans_principal_amount_idx"),)
        constraints = (
            models.CheckConstraint(name="loans_principal_positive", condition=models.Q(principal_amount__gt=0)),
            models.CheckConstraint(name="loans_rate_range", condition=models.Q(interest_rate__range=(0, 1))),
            models.CheckConstraint(name="loans_term_positive", condition=models.Q(term_months__gt=0)),
            models.CheckConstraint(
                name="loans_disbursed_before_maturity",
                condition=models.Q(maturity_date__gt=models.F("disbursement_date")),
            ),
            models.CheckConstraint(
                name="loans_outstanding_range",
                condition=models.Q(outstanding_balance__gte=0, outstanding_balance__lte=models.F("principal_amount")),
            ),
            models.CheckConstraint(
                name="loans_paid_off_owes_nothing",
                condition=models.Q(loan_status="paid_off", outstanding_balance=0)
                | (~models.Q(loan_status="paid_off") & ~models.Q(outstanding_balance=0)),
            ),
            models.CheckConstraint(
                name="loans_defaulted_is_flagged",
                condition=models.Q(loan_status="defaulted", default_status=True)
                | (~models.Q(loan_status="defaulted") & ~models.Q(default_status=True)),
            ),
        )

    def __str__(self) -> str:
        return self.loan_id


class RepaymentSchedule(models.Model):
    """An installment of a loan."""

    class Status(TonedChoices):
        PENDING = "pending", Tone.WARNING
        PAID = "paid", Tone.GOOD
        LATE = "late", Tone.WARNING
        MISSED = "missed", Tone.BAD

    schedule_id = models.BigAutoField("id", primary_key=True, db_comment="Key of the installment")
    loan = models.ForeignKey(
        Loan, models.PROTECT, db_index=False, related_name="schedule", db_comment="Loan the installment repays"
    )
    installment_number = models.IntegerField("number", db_comment="Number in the schedule, from 1 to the loan's term")
    due_date = models.DateField(
        "due", db_index=True, db_comment="Due date, as many months after disbursement as its number"
    )
    principal_amount = models.DecimalField(
        "principal", max_digits=15, decimal_places=2, db_comment="Principal part in USD"
    )
    interest_amount = models.DecimalField(
        "interest",
        max_digits=15,
        decimal_places=2,
        db_comment="Interest part in USD: a month's interest on the balance before",
    )
    total_amount = models.DecimalField(
        "total",
        max_digits=15,
        decimal_places=2,
        db_comment="Principal + interest in USD; the same for all installments but the last",
    )
    payment_date = models.DateField(
        "paid", null=True, blank=True, db_comment="Date of payment, a business day; null unless paid or late"
    )
    payment_status = TextColumn(
        "status", max_length=20, null=True, blank=True, choices=Status,
        db_comment="pending (until 10 days past due), paid, late (paid more than 10 days past due) or missed",
    )  # fmt: skip

    class Meta:
        db_table = "repayment_schedule"
        db_table_comment = "Every monthly installment of every loan; an early payoff waives the interest"
        ordering = ("schedule_id",)
        verbose_name = "installment"
        verbose_name_plural = "repayment schedule"
        constraints = (
            models.UniqueConstraint(
                name="repayment_schedule_loan_id_installment_number_key", fields=("loan", "installment_number")
            ),
            models.CheckConstraint(
                name="repayment_schedule_number_positive", condition=models.Q(installment_number__gt=0)
            ),
            models.CheckConstraint(
                name="repayment_schedule_total_adds_up",
                condition=models.Q(total_amount=models.F("principal_amount") + models.F("interest_amount")),
            ),
            models.CheckConstraint(
                name="repayment_schedule_paid_has_date",
                condition=models.Q(payment_status__in=("paid", "late"), payment_date__isnull=False)
                | (~models.Q(payment_status__in=("paid", "late")) & models.Q(payment_date__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.loan_id} {self.installment_number}"
