"""Every URN and every column that a pack refers to, found without the code that wrote it."""

import re
from collections.abc import Iterator
from typing import Any

_FIELD = re.compile(r"urn:li:schemaField:\((urn:li:dataset:\(.*\)),(\w+)\)")
SERVER_HAS = re.compile(r"urn:li:(dataPlatform:(?:postgres|dbt)|dataType:datahub\.\w+|entityType:datahub\.\w+)")
"""What every DataHub server has, and no pack defines."""

Column = tuple[str, str]
"""The URN of a dataset and the name of a column."""


def strings_in(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def references(proposal: dict[str, Any]) -> Iterator[str]:
    """Yield every URN that a proposal names, the one that it is about included."""
    yield proposal["entityUrn"]
    yield from (text for text in strings_in(proposal["aspect"]["json"]) if text.startswith("urn:li:"))


def columns_named(proposal: dict[str, Any]) -> Iterator[Column]:
    """Yield every column that a proposal names, by a URN or within the dataset that it is about."""
    for urn in references(proposal):
        if found := _FIELD.fullmatch(urn):
            yield found[1], found[2]
    value, urn = proposal["aspect"]["json"], proposal["entityUrn"]
    for entry in (*value.get("editableSchemaFieldInfo", ()), *value.get("fieldCounts", ())):
        yield urn, entry["fieldPath"]
    for mapping in value.get("relationshipFieldMappings", ()):
        yield value["source"], mapping["sourceField"]
        yield value["destination"], mapping["destinationField"]
