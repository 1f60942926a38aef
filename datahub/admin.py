"""The admins of users and groups, and the page of the schema."""

from django.contrib import admin
from django.contrib.auth.models import Group, User

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.schema_page import SCHEMA_PAGES
from datahub.browsing.site import site

site.add_pages(SCHEMA_PAGES)


@admin.register(User, site=site)
class UserAdmin(BankAdmin):
    """Users, without their password hashes."""

    secret_columns = ("password",)


@admin.register(Group, site=site)
class GroupAdmin(BankAdmin):
    """Groups of users."""
