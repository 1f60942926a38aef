"""The pages for errors, which are shown without a query: the database may be what failed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a request that the site cannot read."""
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for users who lack a permission."""
    return _page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for an address that the site does not have."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for an error in a view."""
    return _page(request, 500)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    # Without the request, so that no context processor asks the database for its user.
    page = loader.get_template(f"{status}.html").render({"logged_in": has_session(request)})
    return HttpResponse(page, status=status)


def has_session(request: HttpRequest) -> bool:
    """Return whether the visitor has the cookie of a session: logging in makes it, and logging out removes it."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES
