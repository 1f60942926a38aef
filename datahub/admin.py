"""How logins are browsed: who may look at the bank."""

from django.contrib import admin
from django.contrib.auth.models import Group, User

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.site import site


@admin.register(User, site=site)
class UserAdmin(BankAdmin):
    """Logins, without what proves them."""

    secret_columns = ("password",)


@admin.register(Group, site=site)
class GroupAdmin(BankAdmin):
    """Groups of logins."""
