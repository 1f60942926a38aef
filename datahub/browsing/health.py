"""The page /health/: a line of text for those who watch the site, as a container's health check does.

Everybody may ask, so that the page says nothing but the state, and it costs next to nothing: one thread of a process at
a time asks the database, over a connection of its own, and the others get the last answer.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from datahub.browsing.site import site

PATH = "/health/"
FRESH_S = 2.0
"""How long an answer holds."""
TIMEOUT_S = 2
"""How long the server may take to connect, and to answer; a container's health check has five seconds."""

FINE, UNAVAILABLE = 200, 503
NO_ANSWER = "PostgreSQL does not answer"


@dataclass(frozen=True)
class Health:
    """The state of the site, and when it was found, by the clock of `time.monotonic`."""

    status: int
    line: str
    found_at: float


class HealthMiddleware:
    """Answers /health/ before anything else does: before a host name is refused or a visitor sent to https."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._lock = Lock()
        self._last = Health(UNAVAILABLE, "starting", float("-inf"))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer, or the response of the view."""
        if request.path_info != PATH:
            return self._get_response(request)
        health = self._health()
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return HttpResponse(f"{health.line}\n", content_type="text/plain", status=health.status, headers=headers)

    def _health(self) -> Health:
        if time.monotonic() - self._last.found_at > FRESH_S and self._lock.acquire(blocking=False):
            try:
                status, line = _state()
                self._last = Health(status, line, time.monotonic())
            finally:
                self._lock.release()
        return self._last


def trouble() -> str:
    """Return in a line why the server gives no connection, over one beside the site's; empty if it gives one."""
    parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
    libpq = {
        name: value for name, value in parameters.items() if name in ("host", "port", "user", "password", "dbname")
    }
    options = f"-c statement_timeout={TIMEOUT_S}s"
    try:
        with psycopg.connect(**libpq, connect_timeout=TIMEOUT_S, options=options, autocommit=True) as connection:
            connection.execute("SELECT 1")
    except psycopg.errors.TooManyConnections:
        return "PostgreSQL has no connection left"
    except psycopg.Error:
        return NO_ANSWER
    return ""


def _state() -> tuple[int, str]:
    """Return the status and the line of now. A bank that is being replaced is shown as before: the site is fine."""
    if line := trouble():
        return UNAVAILABLE, line
    try:
        progress = site.progress()
    except Error:
        return UNAVAILABLE, "PostgreSQL answers, and the site has no connection left"
    return FINE, f"The bank is being changed: {progress}" if progress else "fine"
