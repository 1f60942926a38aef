"""The views of a bank database: its schema `analytics`, which a catalog reads with descriptions and lineage.

An app states its views as data, in its module `analytics`, and the newest of its migrations that mentions them creates
them. `makemigrations` writes that migration when a view has changed; see `datahub.operations`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SCHEMA = "analytics"


@dataclass(frozen=True)
class DatabaseView:
    """A view: what a row is and what it is for, what each column means in the order of the query, and the query.

    The query names its tables with their schema, and groups by columns only: where it relied on a primary key, the view
    would depend on that key, which every load drops for a time. It reads days of times in UTC, whatever the session's
    time zone is, and divides by `nullif(…, 0)`, because a bank may be empty. Fractions are `numeric(18, 4)`: 0.0525 is
    5.25 percent. Money is `numeric(18, 2)`.
    """

    name: str
    purpose: str
    columns: Mapping[str, str]
    query: str


def version_of(views: Sequence[DatabaseView]) -> str:
    """Return a digest of the definitions of some views, by which a migration knows whether they are still its own."""
    stated = repr([(view.name, view.purpose, list(view.columns.items()), view.query) for view in views])
    return hashlib.sha256(stated.encode()).hexdigest()[:12]
