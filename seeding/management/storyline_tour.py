"""Shows a storyline for `manage.py seed_tour`: its stops one below the other, one at a time, or as JSON."""

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.management.base import CommandError

from config.command import BankCommand
from config.formats import table_lines
from config.prompt import invocation
from config.provision import prepare_databases
from config.query import QueryError
from config.terminal import Screen, Style
from seeding.engine.plan import FIRST_CELL
from seeding.management.storyline_list import storyline_record
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


def show_tour(command: BankCommand, key: str, step: int | None, *, interactive: bool, as_json: bool) -> None:
    """Write the tour of a storyline, or one stop of it, to the command's standard output.

    Raises CommandError if the storyline has no such stop, or if the bank does not contain the storylines.
    """
    tour = TOURS[key]
    if step is not None and not 1 <= step <= len(tour.stops):
        raise CommandError(f"there is no stop {step}; {key} has stops 1 to {len(tour.stops)}")
    if interactive and not sys.stdin.isatty():
        raise CommandError("--interactive needs a terminal; without it the whole tour is written at once")
    prepare_databases(command.say)
    _refuse_without_storylines()
    shown = _ShownTour(command, tour, reader_queries(), invocation("db_query"))
    try:
        if interactive:
            shown.walk_by_key(step or 1)
        else:
            shown.write(step, as_json=as_json)
    except QueryError as error:
        raise CommandError(str(error)) from error


@dataclass(frozen=True)
class _ShownTour:
    """A tour on a command's standard output; `db_query` is the invocation of the command that runs its queries."""

    command: BankCommand
    tour: Tour
    run_query: RunQuery
    db_query: str

    def write(self, step: int | None, *, as_json: bool) -> None:
        """Write all stops, or the one of a number."""
        results: Iterable[tuple[int, StopResult]] = (
            enumerate(walk(self.tour, self.run_query), 1)
            if step is None
            else [(step, stop_result(self.tour, step, self.run_query))]
        )
        if as_json:
            self.command.stdout.write(json.dumps(_tour_record(self.tour, results, self.db_query), indent=2))
            return
        self._write_lines(_heading(self.tour, self.command.screen))
        for number, result in results:
            self._write_lines(_lines(number, result, self.db_query, self.command.screen))

    def walk_by_key(self, number: int) -> None:
        """Show a stop at a time, from the one of a number on, until the last one is left or the user ends it."""
        self._write_lines(_heading(self.tour, self.command.screen))
        stops = len(self.tour.stops)
        while 1 <= number <= stops:
            result = stop_result(self.tour, number, self.run_query)
            self._write_lines((*_lines(number, result, self.db_query, self.command.screen), ""))
            try:
                answer = input(PROMPT.format(number, stops)).strip().lower()
            except EOFError:
                return
            if answer.startswith("q"):
                return
            number = max(number - 1, 1) if answer.startswith("b") else number + 1

    def _write_lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.command.stdout.write(line)


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


def _tour_record(tour: Tour, results: Iterable[tuple[int, StopResult]], db_query: str) -> dict[str, Any]:
    return {**storyline_record(tour.storyline), "stops": [_stop_record(result, db_query) for _, result in results]}


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
