"""The Content-Security-Policy of every page: a browser takes nothing from elsewhere and runs no script in a page.

What is allowed beyond files of the site itself, and why, measured with Chromium on every kind of page:

* `unsafe-eval`, in Unfold's look only: Alpine, which Unfold's menus and dark mode are made with, makes functions of the
  attributes of elements. A script that gets into a page does not run by it; Django escapes what is in attributes.
* `style` attributes: bars of charts in the pages of rows, Django's and Unfold's templates. They run nothing.
* Three `style` elements, by their content: Unfold's colors, and what htmx and Cytoscape.js add to a page.
* Images in `data:` addresses, in stylesheets of Unfold and Django.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from datahub.browsing.branding import UNFOLDED

HEADER = "Content-Security-Policy"

HTMX_STYLE = "'sha256-bsV5JivYxvGywDAZ22EZJKBFip65Ng9xoJVLbBg7bdo='"
"""The hash of the style element that Unfold's htmx adds; Chromium's console names a new one after an update."""

CYTOSCAPE_STYLE = b".__________cytoscape_container { position: relative; }"
"""The style element that Cytoscape.js adds."""

_UNFOLD_COLORS = re.compile(rb'<style id="unfold-theme-colors">(.*?)</style>', re.DOTALL)


class ContentPolicyMiddleware:
    """Adds the policy to each response that has none, also with DEBUG on, except to Django's own error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response of the view with the policy."""
        response = self._get_response(request)
        if not is_debug_page(response):
            response.headers.setdefault(HEADER, policy(_style_hashes(response)))
        return response


def is_debug_page(response: HttpResponseBase) -> bool:
    """Return whether this may be Django's error page with DEBUG on, which has scripts."""
    return bool(settings.DEBUG) and response.status_code in (400, 403, 404, 500)


def policy(style_hashes: tuple[str, ...] = ()) -> str:
    """Return the policy of a page with some style elements."""
    unfolded = settings.ADMIN_THEME == UNFOLDED
    evaluated = " 'unsafe-eval'" if unfolded else ""
    styles = " ".join(("'self'", _hash(CYTOSCAPE_STYLE), *([HTMX_STYLE] if unfolded else []), *style_hashes))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{evaluated}",
            f"style-src-elem {styles}",
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _style_hashes(response: HttpResponseBase) -> tuple[str, ...]:
    """Return the hash of Unfold's colors if the page has them. They stand at its beginning, before any row."""
    if not isinstance(response, HttpResponse):
        return ()
    found = _UNFOLD_COLORS.search(response.content)
    return (_hash(found[1]),) if found else ()


@lru_cache
def _hash(content: bytes) -> str:
    """Return the source expression of CSP level 2 for the content of an element."""
    return f"'sha256-{b64encode(sha256(content).digest()).decode()}'"
