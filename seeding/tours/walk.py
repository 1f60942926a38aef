"""Walking a tour: each stop's query run as it will be shown, with its rows, its line for a shell and its page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from config.prompt import ADMIN
from config.query import Column, Row
from datahub.browsing.links import page_url
from seeding.tours.tour import Stop, Tour

ROWS_SHOWN = 8
Ask = Callable[[str, str], tuple[Sequence[Column], Sequence[Row]]]
"""Runs a query in a database and gives its columns and, at most, one row more than are shown."""
_QUOTED_IN_A_SHELL = str.maketrans({character: f"\\{character}" for character in '\\"$`'})


@dataclass(frozen=True)
class View:
    """What there is to see at a stop. `lines` are those of the query; `more` says that there are further rows."""

    stop: Stop
    lines: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]
    more: bool
    address: str

    @property
    def sql(self) -> str:
        """The query on one line."""
        return " ".join(self.lines)

    def shell_line(self, command: str) -> str:
        """Return the line that runs the query in a shell by `command`."""
        return f'{command} "{self.sql.translate(_QUOTED_IN_A_SHELL)}" -d {self.stop.database}'


def walk(tour: Tour, ask: Ask) -> Iterator[View]:
    """Yield what there is to see at each stop; what a stop keeps is known to those after it."""
    known = tour.ids
    for stop in tour.stops:
        lines = stop.lines(known)
        columns, rows = ask(stop.database, " ".join(lines))
        first = dict(zip((column.name for column in columns), rows[0], strict=True)) if rows else {}
        known |= {name: first.get(name) or "" for name in stop.keeps}
        page = page_url(stop.page.model, stop.page.key.format_map(known), stop.page.view)
        yield View(stop, lines, columns, rows[:ROWS_SHOWN], len(rows) > ROWS_SHOWN, urljoin(ADMIN, page))
