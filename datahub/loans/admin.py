"""The admins of loans_db: applications, loans, repayment and security. Their order is that of the sidebar."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.chart_data import ChartKind
from datahub.browsing.charts import ValueShares
from datahub.browsing.links import page_url
from datahub.browsing.loan_page import load_loan_page
from datahub.browsing.lookups import Amount, Key
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
    """Loan applications and the decisions on them."""

    found_by = (Key("application_id", ("APP-",)),)
    summary = ("loan_type", "requested_amount", "status")
    list_exclude = ("rejection_reason", "annual_income")
    milestones = {"application_date": "{row.loan_type} loan application"}

    def object_tools(self, row: Model) -> list[tuple[str, str]]:
        """Return a button that opens the application's loan, if it has one."""
        loans = Loan.objects.filter(application_id=row.pk).values_list("pk", flat=True)
        return [("Loan", page_url(Loan, key)) for key in loans]


@admin.register(RiskAssessment, site=site)
class RiskAssessmentAdmin(BankAdmin):
    """Credit scores of applications and loans."""


@admin.register(Loan, site=site)
class LoanAdmin(BankAdmin):
    """Loans; a loan's page shows its steps, its schedule and its ledger entries."""

    found_by = (Key("loan_id", ("LOAN-",)), Key("loan_number", ("LN",)), Amount("principal_amount"))
    summary = ("loan_number", "loan_type", "principal_amount", "loan_status")
    list_exclude = ("application", "linked_account", "maturity_date", "default_status", "approved_by")
    size_on_top = True
    milestones = {"disbursement_date": "{row.loan_type} loan disbursed"}
    charts = (ValueShares("loan_status", ChartKind.DOUGHNUT),)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page of a loan."""
        loan = self.get_row(request, object_id)
        assert isinstance(loan, Loan)
        context = self.page_context(request, loan, f"Loan {loan.loan_number}", page=load_loan_page(loan))
        return TemplateResponse(request, "browsing/loan.html", context)


@admin.register(RepaymentSchedule, site=site)
class RepaymentScheduleAdmin(BankAdmin):
    """Installments."""

    index_only = True
    newest_first = False


@admin.register(Collateral, site=site)
class CollateralAdmin(BankAdmin):
    """Collateral of secured loans."""


@admin.register(LoanGuarantor, site=site)
class LoanGuarantorAdmin(BankAdmin):
    """Guarantors of loans."""
