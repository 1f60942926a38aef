"""The glossary as a CSV file that OpenMetadata imports into a glossary that exists."""

import csv
import io
from collections.abc import Iterator

from seeding.catalog.glossary.areas import AREAS
from seeding.catalog.glossary.term import GlossaryArea, Term
from seeding.catalog.personal_data import CLASSIFICATIONS_OF_COLUMN

GLOSSARY = "Bank"
"""The name of the glossary to import into; the full names of terms begin with it."""
HEADER = (
    "parent", "name*", "displayName", "description", "synonyms", "relatedTerms", "references", "tags", "reviewers",
    "owner", "glossaryStatus", "color", "iconURL", "extension",
)  # fmt: skip
_SENSITIVE = "PII.Sensitive"
"""A tag that every OpenMetadata server has."""


def openmetadata_glossary() -> str:
    """Return the glossary: areas as terms at the top, and their terms below them."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, HEADER, restval="", lineterminator="\n")
    writer.writeheader()
    for area in AREAS:
        writer.writerow({"name*": area.id, "displayName": area.name, **_row(area.description, ())})
        writer.writerows(_terms(area))
    return lines.getvalue()


def _terms(area: GlossaryArea) -> Iterator[dict[str, str]]:
    for term in area.terms:
        definition = f"{term.definition} ({term.source})" if term.source else term.definition
        row = {"parent": f"{GLOSSARY}.{area.id}", "name*": term.id, "displayName": term.name}
        yield {**row, **_row(definition, term.synonyms), "tags": _SENSITIVE if _is_personal(term) else ""}


def _row(description: str, synonyms: tuple[str, ...]) -> dict[str, str]:
    return {"description": description, "synonyms": ";".join(synonyms), "glossaryStatus": "Approved"}


def _is_personal(term: Term) -> bool:
    """Return whether every column of a term holds personal data, for the tag goes wherever the term does."""
    return bool(term.columns) and all(
        any(found.id.startswith("pii.") for found in CLASSIFICATIONS_OF_COLUMN.get(column, ()))
        for column in term.columns
    )
