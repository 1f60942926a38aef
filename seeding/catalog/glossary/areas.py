"""All areas of the glossary, found in the modules of this package, and the terms of each column."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import seeding.catalog.glossary
from seeding.catalog.glossary.term import GlossaryArea, Term
from seeding.discovery import instances_in, modules_of

AREAS = tuple(
    dict.fromkeys(area for _, area in instances_in(modules_of(seeding.catalog.glossary), GlossaryArea)),
)
"""Every area, in the order of the modules' names."""


def all_terms() -> Iterator[tuple[GlossaryArea, Term]]:
    """Yield every term with its area."""
    for area in AREAS:
        for term in area.terms:
            yield area, term


def _by_column() -> Mapping[str, tuple[tuple[GlossaryArea, Term], ...]]:
    found: dict[str, tuple[tuple[GlossaryArea, Term], ...]] = {}
    for area, term in all_terms():
        for column in term.columns:
            found[column] = (*found.get(column, ()), (area, term))
    return MappingProxyType(found)


TERMS_OF_COLUMN = _by_column()
"""The terms of each column that has any, by a name such as "accounts.balance"."""
