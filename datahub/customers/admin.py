"""How the customer relations tables are browsed."""

from django.contrib import admin

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.site import site
from datahub.customers.models import CustomerProfile


@admin.register(CustomerProfile, site=site)
class CustomerProfileAdmin(BankAdmin):
    """Profiles."""

    unlisted = ("address", "created_at", "updated_at")
