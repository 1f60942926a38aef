"""The parts of a tour: stops, each with an explanation, a query of one database, and a page of the admin."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from django.db.models import Model

from datahub.databases import DATABASE_OF_APP
from seeding.bank.storylines import STORYLINES, Storyline

_TABLE = re.compile(r"\b(?:FROM|JOIN) (\w+)")
_STORYLINES = {storyline.key: storyline for storyline in STORYLINES}


class TourError(ValueError):
    """Tours and storylines do not match; the text names the storyline."""


@dataclass(frozen=True)
class Page:
    """A page of a row in the admin; `key` may contain placeholders, `view` is the last part of the page's URL name."""

    model: type[Model]
    key: str
    view: str = "change"

    def path(self, values: Mapping[str, str]) -> str:
        """Return the path of the page in the admin: to ask for its URL would load the whole site."""
        options = self.model._meta
        return f"{options.app_label}/{options.model_name}/{self.key.format_map(values)}/{self.view}/"


@dataclass(frozen=True)
class Stop:
    """One stop of a tour: an explanation, a query of one database, and the page that shows the same.

    `query` and `page` may contain placeholders: ids of the storyline's customers (see `Tour.placeholders`), and values
    that earlier stops captured. A stop captures the columns `captures` of the first row of its result. A query orders
    its rows, so that it returns them in the same order every time.
    """

    explanation: str
    model: type[Model]
    query: str
    page: Page
    captures: tuple[str, ...] = ()

    @property
    def database(self) -> str:
        """The database that the query reads."""
        return DATABASE_OF_APP[self.model._meta.app_label]

    @property
    def table(self) -> str:
        """The table that the stop is about."""
        return str(self.model._meta.db_table)

    @property
    def tables(self) -> list[str]:
        """The tables that the query reads."""
        return _TABLE.findall(self.query)

    @property
    def placeholders(self) -> set[str]:
        """The names of the placeholders in the query."""
        return {name for _, name, _, _ in Formatter().parse(self.query) if name}

    def query_lines(self, values: Mapping[str, str]) -> list[str]:
        """Return the query with the values of its placeholders, one clause per line.

        Joined by spaces, the lines are the same query. Raises KeyError for a placeholder without a value.
        """
        quoted = {name: value.replace("'", "''") for name, value in values.items()}
        return [line.strip() for line in self.query.format_map(quoted).splitlines() if line.strip()]


@dataclass(frozen=True)
class Tour:
    """The tour of a storyline: its stops in order."""

    storyline: Storyline
    stops: tuple[Stop, ...]

    @property
    def placeholders(self) -> dict[str, str]:
        """The ids of the storyline's customers and their rows by placeholder.

        The placeholders of the first customer have no suffix; those of the second and third end in _2 and _3.
        """
        values: dict[str, str] = {}
        for number, role in enumerate(self.storyline.roles, 1):
            suffix = f"_{number}" if number > 1 else ""
            values |= {f"{name}{suffix}": row_id for name, row_id in role.row_ids.items()}
        return values

    @property
    def ready_queries(self) -> list[tuple[Stop, str]]:
        """The stops whose queries need no value that an earlier stop captured, with the query, a clause per line."""
        values = self.placeholders
        ready = (stop for stop in self.stops if stop.placeholders <= values.keys())
        return [(stop, "\n".join(stop.query_lines(values))) for stop in ready]


def tour(key: str, *stops: Stop) -> Tour:
    """Return the tour of the storyline that has this key. Raises TourError if there is none."""
    if key not in _STORYLINES:
        raise TourError(f"the tour {key} has no storyline")
    return Tour(_STORYLINES[key], stops)
