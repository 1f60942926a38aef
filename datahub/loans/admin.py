"""How the lending tables are browsed."""

from django.contrib import admin

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.site import site
from datahub.loans.models import (
    Collateral,
    Loan,
    LoanApplication,
    LoanGuarantor,
    RepaymentSchedule,
    RiskAssessment,
)


@admin.register(LoanApplication, site=site)
class LoanApplicationAdmin(BankAdmin):
    """What customers asked for, and what was decided."""

    unlisted = ("rejection_reason",)


@admin.register(RiskAssessment, site=site)
class RiskAssessmentAdmin(BankAdmin):
    """Credit scores of applications and loans."""


@admin.register(Loan, site=site)
class LoanAdmin(BankAdmin):
    """Loans, each with its schedule."""

    unlisted = ("application", "linked_account", "maturity_date", "default_status", "approved_by")
    tables_shown = 3


@admin.register(RepaymentSchedule, site=site)
class RepaymentScheduleAdmin(BankAdmin):
    """Instalments."""

    big = True
    newest_first = False


@admin.register(Collateral, site=site)
class CollateralAdmin(BankAdmin):
    """What secures loans."""


@admin.register(LoanGuarantor, site=site)
class LoanGuarantorAdmin(BankAdmin):
    """Who answers for loans."""
