"""The page of an error with DEBUG on: it shows settings, the environment and local variables, but no secret."""

import os
import re
from collections.abc import ItemsView, Iterator
from contextlib import suppress
from html import escape
from types import FrameType
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.template.defaultfilters import pprint
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from config.server import ServerSettings

SECRET_VARIABLES = ("PGPASSWORD", "SECRET_KEY")
SHORTEST_SECRET = 4
"""Shorter texts are in every page by chance."""
LEVELS = 3
"""How often quotes may be escaped: for libpq, for a local variable, and for a value in it."""

_PASSWORD_IN_URL = re.compile(r"(?<=//)([^\s/@:]*):([^\s@]*)(?=@)")


def without_secrets(text: str) -> str:
    """Return a text with stars for the passwords and keys of this process, in each form that a page may have."""
    forms = {form for secret in _secrets() if len(secret) >= SHORTEST_SECRET for form in _forms(secret)}
    for form in sorted(forms, key=len, reverse=True):  # one may contain another
        text = text.replace(form, SafeExceptionReporterFilter.cleansed_substitute)
    return text


def _forms(secret: str) -> Iterator[str]:
    """Yield a secret as it is in a URL, in libpq's strings, in Python's texts, in texts within those, and in HTML."""
    forms = {secret, quote(secret, safe="")}
    for _ in range(LEVELS):
        forms |= {repr(form)[1:-1] for form in forms}
        forms |= {form.replace("\\", "\\\\").replace("'", "\\'") for form in forms}
    for form in forms:
        yield form
        yield escape(form)


def _secrets() -> Iterator[str]:
    server: ServerSettings = settings.BANK_SERVER
    yield str(settings.SECRET_KEY)
    for database in settings.DATABASES.values():
        yield str(database.get("PASSWORD") or "")
        yield str(database["OPTIONS"].get("sslpassword", ""))
    yield from (os.environ.get(name, "") for name in SECRET_VARIABLES)
    yield from (found[2] for found in _PASSWORD_IN_URL.finditer(server.url))
    with suppress(OSError):
        yield server.reader_password.read_text(encoding="utf-8").strip()


class Shown:
    """A value as a report shows it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


class ReportFilter(SafeExceptionReporterFilter):
    """Hides settings whose name or content tells a password, also those of other services in the environment."""

    hidden_settings = re.compile(
        SafeExceptionReporterFilter.hidden_settings.pattern + r"|POSTGRES_URL|BANK_SERVER|DATABASES|^ENVIRONMENT$", re.I
    )

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> ItemsView[str, Any]:
        """Return local variables as texts without secrets: Django cuts long ones, perhaps in the middle of one."""
        variables = super().get_traceback_frame_variables(request, tb_frame)
        return {name: Shown(without_secrets(pprint(value))) for name, value in variables}.items()


class ErrorReport(ExceptionReporter):
    """Django's report with each secret replaced, wherever it stands: libpq's connection strings are local variables."""

    def get_traceback_html(self) -> SafeString:
        """Return the page."""
        return SafeString(without_secrets(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        """Return the page for a program."""
        return SafeString(without_secrets(super().get_traceback_text()))
