"""`manage.py seed_tour`: walks through a storyline, from database to database."""

import json
import textwrap
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError

from config.command import BankCommand
from config.formats import table_lines
from config.prompt import invocation
from config.provision import prepare_databases
from config.query import QueryError
from config.terminal import Screen, Style
from seeding.engine.plan import FIRST_CELL
from seeding.management.tour_queries import reader_queries
from seeding.management.wording import state_in_one_line
from seeding.storage.bank_lock import running_run
from seeding.storage.bank_state import Condition, read_bank_state
from seeding.storage.tables import FILLED
from seeding.tours.registry import TOURS
from seeding.tours.tour import Tour
from seeding.tours.walk import StopResult, walk

WIDTH = 100
INDENT = "    "


class Command(BankCommand):
    """Show the tour of a storyline, or list the storylines."""

    help = (
        "Walk through a storyline: what to look at and why, the query and its rows, and the page in the admin. "
        "Without an argument, list the storylines."
    )
    requires_databases = False  # an unknown storyline is refused before the server is started
    requires_system_checks: list[str] = []
    examples = (
        ("", "list the stories"),
        ("storm-claim", "walk through one"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the storyline and the JSON output."""
        parser.add_argument("storyline", nargs="?", metavar="STORYLINE", help=f"one of {', '.join(TOURS)}")
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")

    def handle(self, *, storyline: str | None, as_json: bool, **options: Any) -> None:
        """List the storylines, or walk through one. Raises CommandError if the bank does not contain it."""
        if storyline is None:
            self._list(as_json=as_json)
            return
        tour = TOURS.get(storyline)
        if tour is None:
            raise CommandError(f"there is no storyline {storyline}; choose one of {', '.join(TOURS)}")
        prepare_databases(self.say)
        _refuse_without_storylines()
        db_query = invocation("db_query")
        results = walk(tour, reader_queries())
        try:
            if as_json:
                self.stdout.write(json.dumps(_tour_record(tour, results, db_query), indent=2))
                return
            for line in _lines(tour, results, db_query, self.screen):
                self.stdout.write(line)
        except QueryError as error:
            raise CommandError(str(error)) from error

    def _list(self, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps([_storyline_record(tour) for tour in TOURS.values()], indent=2))
            return
        for key, tour in TOURS.items():
            self.stdout.write(f"  {key:{max(map(len, TOURS))}}  {tour.storyline.title}")
        self.stdout.write(f"{invocation('seed_tour')} STORYLINE walks through one")


def _refuse_without_storylines() -> None:
    """Raise CommandError unless the bank is complete and contains the customers of all storylines."""
    if running_run():
        raise CommandError("a run is under way; seed_status shows its progress")
    state = read_bank_state(FILLED)
    if state.condition is not Condition.COMPLETE or state.plan is None:
        raise CommandError(f"the bank is {state_in_one_line(state)}")
    if state.plan.customers < FIRST_CELL:
        raise CommandError(
            f"the bank has {state.plan.customers:,} customers, and the storylines need {FIRST_CELL}; "
            "make a larger one with seed_all --scale 0.05 --replace"
        )


def _lines(tour: Tour, results: Iterator[StopResult], db_query: str, screen: Screen) -> Iterator[str]:
    """Yield the lines of a tour for a screen; `db_query` is the invocation of that command."""
    width = min(WIDTH, screen.width or WIDTH)
    inside = replace(screen, width=screen.width and screen.width - len(INDENT))
    yield screen.styled(tour.storyline.title, Style.BOLD)
    yield ", ".join(f"{role.customer_id} ({role.title})" for role in tour.storyline.roles)
    for number, result in enumerate(results, 1):
        stop, row_count = result.stop, len(result.rows)
        yield ""
        yield from textwrap.wrap(f"{number}. {stop.explanation}", width, subsequent_indent="   ")
        yield f"   {stop.database}.{stop.table}"
        yield ""
        for line in result.query_lines:
            yield INDENT + line
        yield ""
        for line in table_lines(result.columns, result.rows, inside):
            yield INDENT + line
        yield f"{INDENT}({'first ' if result.has_more_rows else ''}{row_count} row{'' if row_count == 1 else 's'})"
        yield ""
        yield INDENT + result.shell_line(db_query)
        yield INDENT + result.address


def _storyline_record(tour: Tour) -> dict[str, Any]:
    storyline = tour.storyline
    return {
        "key": storyline.key,
        "title": storyline.title,
        "cast": [{"customer": role.customer_id, "part": role.title} for role in storyline.roles],
    }


def _tour_record(tour: Tour, results: Iterator[StopResult], db_query: str) -> dict[str, Any]:
    return {**_storyline_record(tour), "stops": [_stop_record(result, db_query) for result in results]}


def _stop_record(result: StopResult, db_query: str) -> dict[str, Any]:
    names = [column.name for column in result.columns]
    return {
        "say": result.stop.explanation,
        "database": result.stop.database,
        "table": result.stop.table,
        "sql": result.sql,
        "shell": result.shell_line(db_query),
        "rows": [dict(zip(names, row, strict=True)) for row in result.rows],
        "more": result.has_more_rows,
        "address": result.address,
    }
