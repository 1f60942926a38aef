"""How the lending tables are browsed."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from datahub.browsing import loan_page
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.links import page_url
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

    list_exclude = ("rejection_reason",)

    def object_tools(self, row: Model) -> list[tuple[str, str]]:
        """Offer the loan that came of it."""
        came_of_it = Loan.objects.filter(application_id=row.pk).values_list("pk", flat=True)
        return [("Loan", page_url(Loan, key)) for key in came_of_it]


@admin.register(RiskAssessment, site=site)
class RiskAssessmentAdmin(BankAdmin):
    """Credit scores of applications and loans."""


@admin.register(Loan, site=site)
class LoanAdmin(BankAdmin):
    """Loans; the page of one tells its life."""

    list_exclude = ("application", "linked_account", "maturity_date", "default_status", "approved_by")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Tell the life of a loan."""
        loan = self.get_row(request, object_id)
        assert isinstance(loan, Loan)
        context = self.page_context(request, loan, f"Loan {loan.loan_number}", page=loan_page.load_loan_page(loan))
        return TemplateResponse(request, "browsing/loan.html", context)


@admin.register(RepaymentSchedule, site=site)
class RepaymentScheduleAdmin(BankAdmin):
    """Installments."""

    index_only = True
    newest_first = False


@admin.register(Collateral, site=site)
class CollateralAdmin(BankAdmin):
    """What secures loans."""


@admin.register(LoanGuarantor, site=site)
class LoanGuarantorAdmin(BankAdmin):
    """Who answers for loans."""
