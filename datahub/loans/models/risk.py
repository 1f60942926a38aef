"""Collateral, guarantors and credit scores."""

from decimal import Decimal

from django.db import models

from datahub.choices import Tone, TonedChoices
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, TextColumn
from datahub.loans.models.lending import Loan, LoanApplication

LOWEST_LTV, HIGHEST_LTV = Decimal("0.66"), Decimal("0.92")
"""Bounds of the loan-to-value ratio: collateral is appraised at 110 to 150 percent of the principal."""


class Collateral(models.Model):
    """Collateral of a loan."""

    class Type(models.TextChoices):
        PROPERTY = "property"
        REAL_ESTATE = "real_estate"
        VEHICLE = "vehicle"
        EQUIPMENT = "equipment"
        INVENTORY = "inventory"

    collateral_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Collateral key")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="collateral", db_comment="Loan the collateral secures")
    collateral_type = TextColumn(
        "type", max_length=100, choices=Type,
        db_comment="property, real_estate, vehicle, equipment or inventory, matching the type of the loan",
    )  # fmt: skip
    description = models.TextField(null=True, blank=True, db_comment="Description in a line")
    appraised_value = models.DecimalField(
        "appraised",
        max_digits=15,
        decimal_places=2,
        db_comment="Appraised value in USD, 110-150 percent of the principal",
    )
    appraisal_date = models.DateField(
        null=True, blank=True, db_comment="Date of the appraisal, at most 180 days before disbursement"
    )
    ltv_ratio = models.DecimalField(
        "LTV", max_digits=5, decimal_places=4, null=True, blank=True,
        db_comment="Loan-to-value ratio: principal / appraised value, a fraction between 0.66 and 0.92",
    )  # fmt: skip

    class Meta:
        db_table = "collateral"
        db_table_comment = "Collateral of mortgages, auto and business loans, with its appraisal"
        ordering = ("collateral_id",)
        verbose_name_plural = "collateral"
        constraints = (
            models.CheckConstraint(name="collateral_value_positive", condition=models.Q(appraised_value__gt=0)),
            models.CheckConstraint(
                name="collateral_ltv_range", condition=models.Q(ltv_ratio__range=(LOWEST_LTV, HIGHEST_LTV))
            ),
        )

    def __str__(self) -> str:
        return self.collateral_id


class LoanGuarantor(models.Model):
    """A guarantor of a loan."""

    class Relationship(models.TextChoices):
        SPOUSE = "spouse"
        PARENT = "parent"
        SIBLING = "sibling"
        BUSINESS_PARTNER = "business_partner"
        FRIEND = "friend"

    guarantor_id = models.AutoField("id", primary_key=True, db_comment="Key of the guarantor")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="guarantors", db_comment="Guaranteed loan")
    guarantor_name = TextColumn("name", max_length=200, db_comment="Full name; never the borrower's")
    relationship = TextColumn(
        max_length=50, null=True, blank=True, choices=Relationship,
        db_comment="To the borrower: spouse, parent, sibling, business_partner or friend",
    )  # fmt: skip
    contact_info = models.TextField(
        null=True, blank=True, db_comment="Email address or phone number, from ranges reserved for fiction"
    )
    guarantee_amount = models.DecimalField(
        "guarantee", max_digits=15, decimal_places=2, null=True, blank=True,
        db_comment="Guaranteed amount in USD; in total at most the loan's principal",
    )  # fmt: skip

    class Meta:
        db_table = "loan_guarantors"
        db_table_comment = "Guarantors of a quarter of the loans, one or two each"
        ordering = ("guarantor_id",)
        constraints = (
            models.CheckConstraint(
                name="loan_guarantors_guarantee_positive", condition=models.Q(guarantee_amount__gt=0)
            ),
        )

    def __str__(self) -> str:
        return self.guarantor_name


class RiskAssessment(models.Model):
    """A credit score of an application or of a loan."""

    class Grade(TonedChoices):
        AAA = "AAA", Tone.GOOD, "AAA"
        AA = "AA", Tone.GOOD, "AA"
        A = "A", Tone.GOOD, "A"
        BBB = "BBB", Tone.WARNING, "BBB"
        BB = "BB", Tone.WARNING, "BB"
        B = "B", Tone.WARNING, "B"
        CCC = "CCC", Tone.BAD, "CCC"
        C = "C", Tone.BAD, "C"

    assessment_id = models.AutoField("id", primary_key=True, db_comment="Key of the assessment")
    loan = models.ForeignKey(
        Loan, models.PROTECT, null=True, blank=True, related_name="risk_assessments",
        db_comment="Assessed loan; null if an application was assessed",
    )  # fmt: skip
    application = models.ForeignKey(
        LoanApplication, models.PROTECT, null=True, blank=True, related_name="risk_assessments",
        db_comment="Assessed application; null if a loan was assessed",
    )  # fmt: skip
    assessment_date = models.DateField("date", db_comment="Date of the assessment")
    risk_score = models.IntegerField(
        "score", null=True, blank=True, db_comment="Credit score, 300 (worst) to 850 (best), distributed like FICO 8"
    )
    pd_probability = models.DecimalField(
        "PD", max_digits=5, decimal_places=4, null=True, blank=True,
        db_comment="Probability of default within a year, 0-1; decreases with the score",
    )  # fmt: skip
    credit_grade = TextColumn(
        "grade", max_length=10, null=True, blank=True, choices=Grade,
        db_comment="Grade of the score, best to worst: AAA, AA, A, BBB, BB, B, CCC, C",
    )  # fmt: skip
    assessed_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="assessed_by", db_index=False, related_name="risk_assessments",
        db_comment="employees_db.employees.employee_id of the assessor, or SYSTEM",
    )  # fmt: skip

    class Meta:
        db_table = "risk_assessments"
        db_table_comment = "Credit scores: one per application, and later ones for some active loans"
        ordering = ("assessment_id",)
        constraints = (
            models.CheckConstraint(
                name="risk_assessments_loan_or_application",
                condition=models.Q(loan__isnull=False, application__isnull=True)
                | models.Q(loan__isnull=True, application__isnull=False),
            ),
            models.CheckConstraint(
                name="risk_assessments_score_range", condition=models.Q(risk_score__range=(300, 850))
            ),
            models.CheckConstraint(name="risk_assessments_pd_range", condition=models.Q(pd_probability__range=(0, 1))),
        )

    def __str__(self) -> str:
        return f"{self.application_id or self.loan_id} {self.assessment_date}"
