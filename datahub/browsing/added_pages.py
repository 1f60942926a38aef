"""Pages and marks that other rooms add to the site, which does not know these rooms."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

PageView = Callable[..., HttpResponseBase]
"""Takes a request and the values of its address."""


@dataclass(frozen=True)
class Route:
    """A page: the pattern of its address, as Django's `path` takes it, its view, and the name of its URL.

    A page takes a form only if `takes_form` says so, and then only with the form's token.
    """

    pattern: str
    view: PageView
    name: str
    takes_form: bool = False


@dataclass(frozen=True)
class AddedPages:
    """Pages that belong together, with one entry in the menu and one on the start page.

    The first route is the page to begin with and has no values in its address. `section` is the title of the section
    of the menu in which the entry stands; without one it stands above all sections. A user without `permission` gets
    none of the pages and sees no entry; an empty one asks for none.
    """

    title: str
    sentence: str
    button: str
    routes: tuple[Route, ...]
    section: str = ""
    permission: str = ""

    @property
    def address(self) -> str:
        """The address of the first page."""
        return reverse(f"admin:{self.routes[0].name}")

    def allows(self, request: HttpRequest) -> bool:
        """Return whether the user may see the pages."""
        user: Any = request.user
        return not self.permission or user.has_perm(self.permission)


@dataclass(frozen=True)
class Mark:
    """A mark of a transaction, for users who may see it: a label, the address of its explanation, whether it is bad."""

    label: str
    address: str
    is_bad: bool


MarkSource = Callable[[HttpRequest, Collection[str]], dict[str, Mark]]
"""Takes ids of customers; returns the marks of their transactions by transaction id, none if the user may not know."""
