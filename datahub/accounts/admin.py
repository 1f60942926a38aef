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

    unlisted = ("created_at",)

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
        customer = self.row(request, object_id)
        assert isinstance(customer, Customer)
        context = self.page_context(request, customer, str(customer), page=customer_page.gathered(self, customer))
        return TemplateResponse(request, "browsing/customer.html", context)

    def compliance_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the compliance file of a customer."""
        customer = self.bare_row(request, object_id)
        assert isinstance(customer, Customer)
        page = compliance_file.gathered(self, customer)
        context = self.page_context(request, customer, f"Compliance file of {page.name}", page=page)
        return TemplateResponse(request, "browsing/compliance_file.html", context)


@admin.register(Account, site=site)
class AccountAdmin(BankAdmin):
    """Accounts, each with its ledger and its statement."""

    unlisted = ("closed_date", "frozen_date")
    currency = "currency"

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the lists and rows, and of each account's statement."""
        own = path(
            "<path:object_id>/statement/",
            self.admin_site.admin_view(self.statement_view),
            name="accounts_account_statement",
        )
        return [own, *super().get_urls()]

    def tools(self, row: Model) -> list[tuple[str, str]]:
        """Offer the statement."""
        return [("Statement", page_url(Account, row.pk, "statement"))]

    def statement_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show an account's statement for the period that is asked for, or for the last full month."""
        account = self.row(request, object_id)
        assert isinstance(account, Account)
        trouble = ""
        try:
            period = periods.asked(request.GET.dict())
        except periods.PeriodError as error:
            period, trouble = None, str(error)
        period = period or statement.usual_period(account)
        span = statement.span_of(account)
        context = self.page_context(
            request,
            account,
            f"Statement of {account}",
            trouble=trouble,
            holder=statement.holder_of(account),
            statement=statement.statement_of(account, period, ledger_entries.contracts_of(account)) if period else None,
            offered=periods.offered(*span) if span else {},
        )
        return TemplateResponse(request, "browsing/statement.html", context)


@admin.register(Transaction, site=site)
class TransactionAdmin(BankAdmin):
    """The ledger."""

    big = True
    unlisted = ("processed_by",)
    currency = "account.currency"
    looked_up = ("account",)
    soft_keys = {"counterparty_account": NumberKeyTo(Account, "account_number")}


@admin.register(AccountRelationship, site=site)
class AccountRelationshipAdmin(BankAdmin):
    """Links between accounts."""
