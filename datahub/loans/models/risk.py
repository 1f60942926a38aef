"""What secures a loan, who answers for it, and how likely it is to fail."""

from decimal import Decimal

from django.db import models

from datahub.choices import Tone, TonedChoices
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, TextColumn
from datahub.loans.models.lending import Loan, LoanApplication

LOWEST_LTV, HIGHEST_LTV = Decimal("0.66"), Decimal("0.92")
"""Loan to value: security is appraised at 110 to 150 percent of the principal."""


class Collateral(models.Model):
    """What secures a loan."""

    class Type(models.TextChoices):
        PROPERTY = "property"
        REAL_ESTATE = "real_estate"
        VEHICLE = "vehicle"
        EQUIPMENT = "equipment"
        INVENTORY = "inventory"

    collateral_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Collateral key")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="collateral", db_comment="Loan that it secures")
    collateral_type = TextColumn(
        "type", max_length=100, choices=Type,
        db_comment="property, real_estate, vehicle, equipment or inventory; fits the type of the loan",
    )  # fmt: skip
    description = models.TextField(null=True, blank=True, db_comment="What it is, in a line")
    appraised_value = models.DecimalField(
        "appraised", max_digits=15, decimal_places=2, db_comment="Appraised value in USD, 110-150 percent of principal"
    )
    appraisal_date = models.DateField(
        null=True, blank=True, db_comment="Day of the appraisal, at most 180 days before the loan was paid out"
    )
    ltv_ratio = models.DecimalField(
        "LTV", max_digits=5, decimal_places=4, null=True, blank=True,
        db_comment="Loan to value: principal / appraised value, a fraction between 0.66 and 0.92",
    )  # fmt: skip

    class Meta:
        db_table = "collateral"
        db_table_comment = "Security of mortgages, auto and business loans, with its appraisal"
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
    """Somebody who answers for a loan."""

    class Relationship(models.TextChoices):
        SPOUSE = "spouse"
        PARENT = "parent"
        SIBLING = "sibling"
        BUSINESS_PARTNER = "business_partner"
        FRIEND = "friend"

    guarantor_id = models.AutoField("id", primary_key=True, db_comment="Key of the guarantor")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="guarantors", db_comment="Loan that is guaranteed")
    guarantor_name = TextColumn("name", max_length=200, db_comment="Full name; never the borrower")
    relationship = TextColumn(
        max_length=50, null=True, blank=True, choices=Relationship,
        db_comment="To the borrower: spouse, parent, sibling, business_partner or friend",
    )  # fmt: skip
    contact_info = models.TextField(
        null=True, blank=True, db_comment="E-mail address or telephone, such as can never be real"
    )
    guarantee_amount = models.DecimalField(
        "guarantee", max_digits=15, decimal_places=2, null=True, blank=True,
        db_comment="Amount guaranteed, in USD; those of a loan never exceed its principal",
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
    """A credit score, of an application before the decision or of a loan later on."""

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
        db_comment="Loan that was assessed; null where it was an application",
    )  # fmt: skip
    application = models.ForeignKey(
        LoanApplication, models.PROTECT, null=True, blank=True, related_name="risk_assessments",
        db_comment="Application that was assessed; null where it was a loan",
    )  # fmt: skip
    assessment_date = models.DateField("date", db_comment="Day of the assessment")
    risk_score = models.IntegerField(
        "score", null=True, blank=True, db_comment="Credit score, 300 (worst) to 850 (best), spread as FICO 8 is"
    )
    pd_probability = models.DecimalField(
        "PD", max_digits=5, decimal_places=4, null=True, blank=True,
        db_comment="Probability of default within a year, 0-1; falls as the score rises",
    )  # fmt: skip
    credit_grade = TextColumn(
        "grade", max_length=10, null=True, blank=True, choices=Grade,
        db_comment="Band of the score, best to worst: AAA, AA, A, BBB, BB, B, CCC, C",
    )  # fmt: skip
    assessed_by = CrossDatabaseKey(
        Employee, null=True, blank=True, db_column="assessed_by", db_index=False, related_name="risk_assessments",
        db_comment="employees_db.employees.employee_id of who assessed it, or SYSTEM",
    )  # fmt: skip

    class Meta:
        db_table = "risk_assessments"
        db_table_comment = "Credit scores: one per application, and again for some active loans"
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
