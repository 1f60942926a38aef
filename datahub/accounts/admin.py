"""How the core banking tables are browsed."""

from django.contrib import admin

from datahub.accounts.models import Account, AccountRelationship, Customer, Transaction
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.links import NamedByNumber
from datahub.browsing.site import site


@admin.register(Customer, site=site)
class CustomerAdmin(BankAdmin):
    """Customers; the page of one gathers what all databases hold on them."""


@admin.register(Account, site=site)
class AccountAdmin(BankAdmin):
    """Accounts, each with its ledger and its statement."""

    unlisted = ("closed_date", "frozen_date")
    currency = "currency"


@admin.register(Transaction, site=site)
class TransactionAdmin(BankAdmin):
    """The ledger."""

    big = True
    unlisted = ("processed_by",)
    currency = "account.currency"
    looked_up = ("account",)
    text_keys = {"counterparty_account": NamedByNumber(Account, "account_number")}


@admin.register(AccountRelationship, site=site)
class AccountRelationshipAdmin(BankAdmin):
    """Links between accounts."""
