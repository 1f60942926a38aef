"""The site's URLs: the admin, and a redirect to it."""

from django.conf import settings
from django.urls import path
from django.views.generic import RedirectView

from datahub.browsing.branding import FAVICON
from datahub.browsing.site import discovered_site

site = discovered_site()

handler400 = "datahub.browsing.error_pages.bad_request"
handler403 = "datahub.browsing.error_pages.permission_denied"
handler404 = "datahub.browsing.error_pages.page_not_found"
handler500 = "datahub.browsing.error_pages.server_error"

urlpatterns = [
    path("admin/", site.urls),
    path("search/", site.admin_view(site.find_page), name="search"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}{FAVICON}")),
    path("", RedirectView.as_view(pattern_name="admin:index")),
]
