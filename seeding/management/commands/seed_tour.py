"""`manage.py seed_tour`: walks through a storyline, from database to database."""

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator
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
from seeding.management.options.seed_tour import Arguments
from seeding.management.wording import state_in_one_line
from seeding.storage.bank_lock import running_run
from seeding.storage.bank_state import Condition, read_bank_state
from seeding.storage.tables import FILLED
from seeding.tours.reader_queries import reader_queries
from seeding.tours.registry import TOURS
from seeding.tours.tour import Tour
from seeding.tours.walk import RunQuery, StopResult, stop_result, walk

WIDTH = 100
INDENT = "    "
PROMPT = "stop {} of {}   Enter: next   b: back   q: end   "


class Command(Arguments, BankCommand):
    """Show the tour of a storyline, or list the storylines."""

    requires_databases = False  # an unknown storyline is refused before the server is started
    requires_system_checks: list[str] = []

    def handle(
        self, *, storyline: str | None, step: int | None, interactive: bool, as_json: bool, **options: Any
    ) -> None:
        """List the storylines, or walk through one. Raises CommandError if the bank does not contain it."""
        if storyline is None:
            self._list(as_json=as_json, stops_wanted=interactive or step is not None)
            return
        tour = _wanted_tour(storyline, step)
        if interactive and not sys.stdin.isatty():
            raise CommandError("--interactive needs a terminal; without it the whole tour is written at once")
        prepare_databases(self.say)
        _refuse_without_storylines()
        db_query = invocation("db_query")
        run_query = reader_queries()
        try:
            if interactive:
                self._walk_by_key(tour, step or 1, run_query, db_query)
                return
            results = (
                enumerate(walk(tour, run_query), 1) if step is None else [(step, stop_result(tour, step, run_query))]
            )
            if as_json:
                self.stdout.write(json.dumps(_tour_record(tour, results, db_query), indent=2))
                return
            self._write(_heading(tour, self.screen))
            for number, result in results:
                self._write(_lines(number, result, db_query, self.screen))
        except QueryError as error:
            raise CommandError(str(error)) from error

    def _write(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def _walk_by_key(self, tour: Tour, number: int, run_query: RunQuery, db_query: str) -> None:
        """Show a stop at a time, from the one of a number on, until the last one is left or the user ends it."""
        self._write(_heading(tour, self.screen))
        while 1 <= number <= len(tour.stops):
            self._write(_lines(number, stop_result(tour, number, run_query), db_query, self.screen))
            self.stdout.write("")
            try:
                answer = input(PROMPT.format(number, len(tour.stops))).strip().lower()
            except EOFError:
                return
            if answer.startswith("q"):
                return
            number = max(number - 1, 1) if answer.startswith("b") else number + 1

    def _list(self, *, as_json: bool, stops_wanted: bool) -> None:
        if stops_wanted:
            raise CommandError(f"name the storyline; choose one of {', '.join(TOURS)}")
        if as_json:
            self.stdout.write(json.dumps([_storyline_record(tour) for tour in TOURS.values()], indent=2))
            return
        for key, tour in TOURS.items():
            self.stdout.write(f"  {key:{max(map(len, TOURS))}}  {tour.storyline.title}")
        self.stdout.write(f"{invocation('seed_tour')} STORYLINE walks through one")


def _wanted_tour(storyline: str, step: int | None) -> Tour:
    """Return the tour of a storyline. Raises CommandError if there is no such storyline or stop."""
    tour = TOURS.get(storyline)
    if tour is None:
        raise CommandError(f"there is no storyline {storyline}; choose one of {', '.join(TOURS)}")
    if step is not None and not 1 <= step <= len(tour.stops):
        raise CommandError(f"there is no stop {step}; {storyline} has stops 1 to {len(tour.stops)}")
    return tour


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


def _heading(tour: Tour, screen: Screen) -> Iterator[str]:
    """Yield the title of a tour and the customers of its storyline."""
    yield screen.styled(tour.storyline.title, Style.BOLD)
    yield ", ".join(f"{role.customer_id} ({role.title})" for role in tour.storyline.roles)


def _lines(number: int, result: StopResult, db_query: str, screen: Screen) -> Iterator[str]:
    """Yield the lines of a stop for a screen; `db_query` is the invocation of that command."""
    inside = replace(screen, width=screen.width and screen.width - len(INDENT))
    yield ""
    yield from textwrap.wrap(
        f"{number}. {result.stop.explanation}", min(WIDTH, screen.width or WIDTH), subsequent_indent="   "
    )
    yield f"   {result.stop.database}.{result.stop.table}"
    yield ""
    for line in (
        *result.shell_lines(db_query),
        "",
        *table_lines(result.columns, result.rows, inside),
        f"({result.row_count})",
    ):
        yield f"{INDENT}{line}" if line else ""
    yield ""
    yield INDENT + result.address


def _storyline_record(tour: Tour) -> dict[str, Any]:
    storyline = tour.storyline
    return {
        "key": storyline.key,
        "title": storyline.title,
        "customers": [{"customer": role.customer_id, "part": role.title} for role in storyline.roles],
    }


def _tour_record(tour: Tour, results: Iterable[tuple[int, StopResult]], db_query: str) -> dict[str, Any]:
    return {**_storyline_record(tour), "stops": [_stop_record(result, db_query) for _, result in results]}


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
