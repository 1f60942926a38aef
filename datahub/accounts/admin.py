"""The admins of accounts_db: customers, accounts and the ledger. Their order is that of the sidebar."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from datahub.accounts.models import INDEXED_AMOUNT, Account, AccountRelationship, Customer, Transaction
from datahub.browsing import periods, statement
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.chart_data import ChartKind
from datahub.browsing.charts import AmountDistribution, MonthlyCounts, ValueShares
from datahub.browsing.compliance_file import load_compliance_file
from datahub.browsing.customer_network import load_customer_network
from datahub.browsing.customer_page import load_customer_page
from datahub.browsing.ledger_entries import contract_addresses
from datahub.browsing.links import page_url
from datahub.browsing.lookups import Amount, Email, FullName, Key, Name, Phone
from datahub.browsing.site import site
from datahub.browsing.soft_keys import NumberKeyTo

NETWORK_PERMISSIONS = (
    *(f"accounts.view_{name}" for name in ("account", "accountrelationship", "transaction")),
    "customers.view_customerprofile",
    "loans.view_loanguarantor",
)
"""Permissions to view the tables that a network shows, apart from that of customers."""


@admin.register(Customer, site=site)
class CustomerAdmin(BankAdmin):
    """Customers; a customer's page shows the rows of all databases that refer to them."""

    found_by = (Key("customer_id", ("CUST-",)), Name("last_name"), FullName(), Email(), Phone())
    summary = ("date_of_birth", "email")
    charted = ("date_of_birth__gt", "date_of_birth__lte")
    list_exclude = ("created_at",)
    size_on_top = True

    def get_urls(self) -> list[URLPattern]:
        """Return the URL patterns of Django's pages, of the compliance file and of the network."""
        compliance_file = path(
            "<path:object_id>/compliance/",
            self.admin_site.admin_view(self.compliance_view),
            name="accounts_customer_compliance",
        )
        network = path(
            "<path:object_id>/network/",
            self.admin_site.admin_view(self.network_view),
            name="accounts_customer_network",
        )
        return [compliance_file, network, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page of a customer."""
        customer = self.get_row_with_related(request, object_id)
        assert isinstance(customer, Customer)
        context = self.page_context(request, customer, str(customer), page=load_customer_page(self, customer))
        return TemplateResponse(request, "browsing/customer.html", context)

    def compliance_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the compliance file of a customer."""
        customer = self.get_row(request, object_id)
        assert isinstance(customer, Customer)
        page = load_compliance_file(self, customer)
        context = self.page_context(request, customer, f"Compliance file of {page.name}", page=page)
        return TemplateResponse(request, "browsing/compliance_file.html", context)

    def network_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the network of a customer. Raises PermissionDenied unless the user may see every table that it shows."""
        customer = self.get_row(request, object_id)
        assert isinstance(customer, Customer)
        if not all(request.user.has_perm(permission) for permission in NETWORK_PERMISSIONS):
            raise PermissionDenied
        network = load_customer_network(customer, partial(site.marks, request))
        context = self.page_context(
            request,
            customer,
            network.title,
            network=network,
            customer_name=network.title.removeprefix("Network of "),
            customer_address=page_url(Customer, customer.pk),
            file_address=page_url(Customer, customer.pk, "compliance"),
        )
        return TemplateResponse(request, "browsing/network.html", context)


@admin.register(Account, site=site)
class AccountAdmin(BankAdmin):
    """Accounts, with their statements."""

    found_by = (Key("account_id", ("ACC-",)), Key("account_number", ("77",)), Amount("balance"))
    summary = ("account_number", "account_type", "account_status", "balance")
    list_exclude = ("closed_date", "frozen_date")
    currency = "currency"
    size_on_top = True
    milestones = {
        "opened_date": "{row.account_type} account opened",
        "closed_date": "Account closed",
        "frozen_date": "Account frozen",
    }
    charts = (
        ValueShares("account_type", ChartKind.DOUGHNUT),
        AmountDistribution(
            "balance",
            (1_000, 5_000, 25_000, 100_000),
            "Balances of open accounts",
            ("account_status", (Account.Status.ACTIVE, Account.Status.FROZEN)),
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        """Return the URL patterns of Django's pages and of the statement."""
        statement_page = path(
            "<path:object_id>/statement/",
            self.admin_site.admin_view(self.statement_view),
            name="accounts_account_statement",
        )
        return [statement_page, *super().get_urls()]

    def object_tools(self, row: Model) -> list[tuple[str, str]]:
        """Return the button that opens the statement."""
        return [("Statement", page_url(Account, row.pk, "statement"))]

    def statement_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show an account's statement for the requested period, or for the last full month."""
        account = self.get_row_with_related(request, object_id)
        assert isinstance(account, Account)
        period_error = ""
        try:
            period = periods.requested_period(request.GET.dict())
        except periods.PeriodError as error:
            period, period_error = None, str(error)
        period = period or statement.default_period(account)
        dates = statement.transaction_dates(account)
        context = self.page_context(
            request,
            account,
            f"Statement of {account}",
            period_error=period_error,
            addressee=statement.addressee_of(account),
            statement=statement.load_statement(account, period, contract_addresses(account)) if period else None,
            available_periods=periods.available_periods(*dates) if dates else {},
        )
        return TemplateResponse(request, "browsing/statement.html", context)


@admin.register(Transaction, site=site)
class TransactionAdmin(BankAdmin):
    """The ledger."""

    found_by = (Key("transaction_id", ("TXN-",)), Amount("transaction_amount", Decimal(INDEXED_AMOUNT)))
    summary = ("transaction_amount", "transaction_date", "description")
    index_only = True
    charted = ("merchant_category__in",)
    list_exclude = ("processed_by",)
    currency = "account.currency"
    prefetched_keys = ("account",)
    soft_keys = {"counterparty_account": NumberKeyTo(Account, "account_number")}
    size_on_top = True
    charts = (MonthlyCounts("transaction_date", "transaction_type"), ValueShares("channel", ChartKind.BARS))


@admin.register(AccountRelationship, site=site)
class AccountRelationshipAdmin(BankAdmin):
    """Links between accounts."""
