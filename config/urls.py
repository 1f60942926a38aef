"""The site's URLs: the admin, and a redirect to it."""

from django.urls import path
from django.views.generic import RedirectView

from datahub.browsing.site import discovered_site

urlpatterns = [
    path("admin/", discovered_site().urls),
    path("", RedirectView.as_view(pattern_name="admin:index")),
]
