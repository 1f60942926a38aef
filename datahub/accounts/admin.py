"""How the core banking tables are browsed."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from datahub.accounts.models import Account, AccountRelationship, Customer, Transaction
from datahub.browsing import compliance_file, customer_page, ledger_entries, periods, statement
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.links import page_url
from datahub.browsing.site import site
from datahub.browsing.soft_keys import NumberKeyTo


@admin.register(Customer, site=site)
class CustomerAdmin(BankAdmin):
    """Customers; the page of one gathers what all databases hold on them."""

    list_exclude = ("created_at",)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the list and of the pages of each customer, the compliance file among them."""
        own = path(
            "<path:object_id>/compliance/",
            self.admin_site.admin_view(self.compliance_view),
            name="accounts_customer_compliance",
        )
        return [own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show all that the bank holds on a customer."""
        customer = self.get_row_with_related(request, object_id)
        assert isinstance(customer, Customer)
        context = self.page_context(
            request, customer, str(customer), page=customer_page.load_customer_page(self, customer)
        )
        return TemplateResponse(request, "browsing/customer.html", context)

    def compliance_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the compliance file of a customer."""
        customer = self.get_row(request, object_id)
        assert isinstance(customer, Customer)
        page = compliance_file.load_compliance_file(self, customer)
        context = self.page_context(request, customer, f"Compliance file of {page.name}", page=page)
        return TemplateResponse(request, "browsing/compliance_file.html", context)


@admin.register(Account, site=site)
class AccountAdmin(BankAdmin):
    """Accounts, each with its ledger and its statement."""

    list_exclude = ("closed_date", "frozen_date")
    currency = "currency"

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the lists and rows, and of each account's statement."""
        own = path(
            "<path:object_id>/statement/",
            self.admin_site.admin_view(self.statement_view),
            name="accounts_account_statement",
        )
        return [own, *super().get_urls()]

    def object_tools(self, row: Model) -> list[tuple[str, str]]:
        """Offer the statement."""
        return [("Statement", page_url(Account, row.pk, "statement"))]

    def statement_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show an account's statement for the period that is asked for, or for the last full month."""
        account = self.get_row_with_related(request, object_id)
        assert isinstance(account, Account)
        period_error = ""
        try:
            period = periods.requested_period(request.GET.dict())
        except periods.PeriodError as error:
            period, period_error = None, str(error)
        period = period or statement.default_period(account)
        span = statement.transaction_dates(account)
        context = self.page_context(
            request,
            account,
            f"Statement of {account}",
            period_error=period_error,
            addressee=statement.addressee_of(account),
            statement=statement.load_statement(account, period, ledger_entries.contract_addresses(account))
            if period
            else None,
            available_periods=periods.available_periods(*span) if span else {},
        )
        return TemplateResponse(request, "browsing/statement.html", context)


@admin.register(Transaction, site=site)
class TransactionAdmin(BankAdmin):
    """The ledger."""

    index_only = True
    list_exclude = ("processed_by",)
    currency = "account.currency"
    prefetched_keys = ("account",)
    soft_keys = {"counterparty_account": NumberKeyTo(Account, "account_number")}


@admin.register(AccountRelationship, site=site)
class AccountRelationshipAdmin(BankAdmin):
    """Links between accounts."""
