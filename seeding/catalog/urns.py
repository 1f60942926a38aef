"""The URNs of DataHub, as its PostgreSQL source makes them for tables and columns and as the pack makes the others."""

import re

POSTGRES = "urn:li:dataPlatform:postgres"
ENVIRONMENT = "PROD"
"""The client's default; a recipe with another `env` would make other URNs."""


def dataset_urn(database: str, schema: str, table: str) -> str:
    """Return the URN of a table or view; `database` is its name on the server."""
    return f"urn:li:dataset:({POSTGRES},{database}.{schema}.{table},{ENVIRONMENT})"


def field_urn(dataset: str, column: str) -> str:
    """Return the URN of a column of a dataset."""
    return f"urn:li:schemaField:({dataset},{column})"


def named_urn(kind: str, *parts: str) -> str:
    """Return the URN of something that the pack defines, from the parts of its id."""
    return f"urn:li:{kind}:{'.'.join(parts)}"


def entity_type(urn: str) -> str:
    """Return the type of the entity that a URN names."""
    return urn.split(":", 3)[2]


def slug(text: str) -> str:
    """Return a name as part of an id: lower case, with hyphens for all that is neither letter nor digit."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
