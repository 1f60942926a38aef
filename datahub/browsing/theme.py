"""The base classes of the admin: Unfold's or Django's, as the setting ADMIN_THEME says. No other module knows which."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import admin

from datahub.browsing.branding import UNFOLDED

if TYPE_CHECKING:
    from django.db.models import Model

    ThemedModelAdmin = admin.ModelAdmin[Model]
    ThemedSite = admin.AdminSite
elif settings.ADMIN_THEME == UNFOLDED:
    from unfold.admin import ModelAdmin as ThemedModelAdmin
    from unfold.sites import UnfoldAdminSite as ThemedSite
else:
    ThemedModelAdmin = admin.ModelAdmin
    ThemedSite = admin.AdminSite
