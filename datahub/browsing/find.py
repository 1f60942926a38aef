"""Find anything: rows of all six databases by a term, the best matches first. Reads indexes only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from django.db.models import Model
from django.utils.html import strip_tags
from django.utils.text import capfirst

from datahub.browsing.links import list_url, page_url
from datahub.browsing.lookups import Lookup, Rank, Term
from datahub.browsing.model_fields import page_model
from datahub.browsing.table_admin import TableAdmin

ROWS_PER_LOOKUP = 8
MAX_FOUND = 40
HINT = (
    "Names, companies and email addresses are found by their beginning; ids, account, loan, policy and claim numbers "
    "in any case; phone numbers from six digits on; amounts exactly, in the ledger from 500."
)
"""What can be found, for a user who found nothing."""

Admins = Mapping[type[Model], TableAdmin]
"""The tables that the user may view, with their admins."""


@dataclass(frozen=True)
class Found:
    """A row or list that a term finds. The attributes have the names that Unfold's palette reads."""

    title: str
    description: str
    link: str
    rank: Rank = Rank.KEY
    icon: str = ""


@dataclass(frozen=True)
class Findings:
    """The results for a term: rows, the best first, and titles and addresses of lists with more of them."""

    rows: list[Found]
    lists: list[tuple[str, str]]


def find(admins: Admins, typed: str) -> Findings:
    """Return what a term finds in the tables that a user may view; nothing for an empty or an overlong one."""
    term = Term.of(typed)
    if term is None:
        return Findings([], [])
    rows: dict[str, Found] = {}
    lists: dict[str, str] = {}
    for model, admin in admins.items():
        for lookup in admin.found_by:
            found = _rows(model, lookup, term)
            if len(found) > ROWS_PER_LOOKUP:
                lists[_plural(model)] = list_url(model, q=term.text)
            for row in found[:ROWS_PER_LOOKUP]:
                each = _found(admins, row, lookup.rank(row, term))
                rows[each.link] = min(rows.get(each.link, each), each, key=lambda match: match.rank)
    best = sorted(rows.values(), key=lambda each: each.rank)
    return Findings(best[:MAX_FOUND], list(lists.items()))


def find_lists(admins: Admins, typed: str) -> list[tuple[str, str]]:
    """Return titles and addresses of the lists whose title has a word that begins with a term."""
    term = Term.of(typed)
    titles = ((_plural(model), list_url(model)) for model in admins)
    if term is None:
        return []
    return [(title, address) for title, address in titles if f" {term.text}".lower() in f" {title}".lower()]


def _rows(model: type[Model], lookup: Lookup, term: Term) -> list[Model]:
    """Return the first rows that a lookup finds, one more than are shown."""
    condition = lookup.condition(term)
    if condition is None:
        return []
    return list(model._default_manager.filter(condition).order_by(*lookup.order)[: ROWS_PER_LOOKUP + 1])


def _found(admins: Admins, row: Model, rank: Rank) -> Found:
    """Return a row as it is shown, with the address of its page, which for a profile is the customer's."""
    model = type(row)
    shown_on = page_model(model)
    target = shown_on if shown_on in admins else model
    kind = capfirst(str(target._meta.verbose_name))
    parts = [kind, *([str(row.pk)] if str(row) != str(row.pk) else []), *_summary(admins[model], row)]
    return Found(str(row), " \N{MIDDLE DOT} ".join(parts), page_url(target, row.pk), rank)


def _summary(admin: TableAdmin, row: Model) -> Iterator[str]:
    """Yield the values of a row that distinguish it from others, as its list shows them, without HTML."""
    for column in admin.columns:
        if column.field.name in admin.summary and column.has_value(row):
            yield unescape(strip_tags(str(column(row))))


def _plural(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))
