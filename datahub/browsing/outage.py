"""The page that is shown while the databases do not answer: what is wrong, and what helps."""

from collections.abc import Callable

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg import errors
from psycopg_pool import PoolTimeout

from datahub.browsing.health import NO_ANSWER, trouble
from datahub.browsing.site import site

RETRY_AFTER_S = 5


class OutageMiddleware:
    """Answers with a page of status 503, which reloads itself, where a database does not answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response of the view."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page if a database caused the error of a view, else None."""
        if not isinstance(error, OperationalError | InterfaceError) and not _is_read_only(error):
            return None
        context = {**_explanation(error), "retry_after": RETRY_AFTER_S}
        response = render(request, "503.html", context, status=503)
        response["Retry-After"] = str(RETRY_AFTER_S)
        return response


def _is_read_only(error: Exception) -> bool:
    return isinstance(error.__cause__, errors.ReadOnlySqlTransaction)


def _explanation(error: Exception) -> dict[str, str]:
    """Return a title, a sentence and what helps."""
    cause = error.__cause__
    if isinstance(cause, errors.LockNotAvailable):
        return {
            "title": "The bank is being replaced",
            "sentence": _progress() or "A command holds its tables. They are as before until it commits.",
            "remedy": "",
        }
    if _is_read_only(error):
        return {
            "title": "The server allows no changes",
            "sentence": "It is a read-only standby, and a login is stored: log in at a site of its primary.",
            "remedy": "",
        }
    if "conflict with recovery" in str(error):
        return {
            "title": "The bank is being replaced",
            "sentence": "The server is a standby, and takes in what a command changes on its primary.",
            "remedy": "",
        }
    # The pool gives none either way, whether all are in use or the server is down.
    if isinstance(cause, errors.TooManyConnections) or (isinstance(cause, PoolTimeout) and trouble() != NO_ANSWER):
        return {"title": "Too many requests at once", "sentence": "All connections are in use.", "remedy": ""}
    if isinstance(cause, errors.QueryCanceled):
        return {"title": "That took too long", "sentence": "The database ended the query of this page.", "remedy": ""}
    return {
        "title": "PostgreSQL isn't running",
        "sentence": "The site cannot reach its databases.",
        "remedy": settings.INVOCATION("postgres start") if settings.BANK_SERVER.embedded else "",
    }


def _progress() -> str:
    try:
        return site.progress()
    except Error:
        return ""
