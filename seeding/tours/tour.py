"""What a tour is made of: stops with a sentence, a query and a page, told with the ids of a storyline's people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model

from datahub.databases import DATABASE_OF_APP
from seeding.bank.storylines import STORYLINES, Role, Storyline

_TABLE = re.compile(r"\b(?:FROM|JOIN) (\w+)")
_STORYLINES = {storyline.key: storyline for storyline in STORYLINES}


@dataclass(frozen=True)
class Page:
    """A page of a row in the admin; `key` may hold placeholders."""

    model: type[Model]
    key: str
    view: str = "change"


@dataclass(frozen=True)
class Stop:
    """Something to look at: what and why, a query of one database, and the page that shows it.

    Placeholders in `query` and `page` stand for ids of the storyline's people, and for what earlier stops keep: the
    columns `keeps` of the first row that they give. The query orders its rows, so that they come the same every time.
    """

    say: str
    model: type[Model]
    query: str
    page: Page
    keeps: tuple[str, ...] = ()

    @property
    def database(self) -> str:
        """The database that is asked."""
        return DATABASE_OF_APP[self.model._meta.app_label]

    @property
    def table(self) -> str:
        """The table that it is about."""
        return str(self.model._meta.db_table)

    @property
    def tables(self) -> list[str]:
        """The tables that the query reads."""
        return _TABLE.findall(self.query)

    def lines(self, known: Mapping[str, str]) -> list[str]:
        """Return the query with its values filled in, a clause a line; one line of it is the same query."""
        values = {name: value.replace("'", "''") for name, value in known.items()}
        return [line.strip() for line in self.query.format_map(values).splitlines() if line.strip()]


@dataclass(frozen=True)
class Tour:
    """A storyline's stops in the order in which it is told."""

    storyline: Storyline
    stops: tuple[Stop, ...]

    @property
    def ids(self) -> dict[str, str]:
        """The ids of the cast by placeholder; those of the second and third person end in _2 and _3."""
        found: dict[str, str] = {}
        for place, role in enumerate(self.storyline.roles, 1):
            found |= {f"{name}_{place}" if place > 1 else name: key for name, key in _ids(role).items()}
        return found


def tour(key: str, *stops: Stop) -> Tour:
    """Return the tour of the storyline with a key."""
    return Tour(_STORYLINES[key], stops)


def _ids(role: Role) -> dict[str, str]:
    """Return the keys of what somebody of a storyline holds, or would hold."""
    number = f"{role.customer:08}"
    return {
        "customer": role.customer_id,
        "account": f"ACC-{number}-1",
        "second_account": f"ACC-{number}-2",
        "application": f"APP-{number}-1",
        "loan": f"LOAN-{number}-1",
        "policy": f"POL-{number}-1",
        "second_policy": f"POL-{number}-2",
        "collateral": f"COL-{number}-1",
        "report": f"SAR-{number}-1",
        "verification": f"KYC-{number}",
    }
