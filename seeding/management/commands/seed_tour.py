"""`manage.py seed_tour`: walk through a storyline, from database to database."""

import json
import textwrap
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from config.command import BankCommand
from config.formats import table_lines
from config.prompt import invocation
from config.provision import prepare_databases
from config.query import Column, QueryError, Row, run_query
from config.reader import existing_reader
from config.server import ServerSettings, known_login
from seeding.engine.plan import FIRST_CELL
from seeding.storage.bank_lock import running_run
from seeding.storage.bank_state import Condition, read_bank_state
from seeding.storage.tables import FILLED
from seeding.tours.catalogue import TOURS
from seeding.tours.tour import Tour
from seeding.tours.walk import ROWS_SHOWN, Ask, View, walk

TIMEOUT_S = 30
WIDTH = 100
INDENT = "    "


class Command(BankCommand):
    """Show a storyline's tour, or the storylines."""

    help = (
        "Walk through a storyline: what to look at and why, the query and its rows, and the page of the admin. "
        "Without a storyline, list them."
    )
    requires_databases = False  # what makes no sense is told before anything is started
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the storyline and the form for scripts."""
        parser.add_argument("storyline", nargs="?", metavar="STORYLINE", help=f"one of {', '.join(TOURS)}")
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")

    def handle(self, *, storyline: str | None, as_json: bool, **options: Any) -> None:
        """List the storylines, or walk through one; raise CommandError where there is nothing to see."""
        if storyline is None:
            self._list(as_json=as_json)
            return
        tour = TOURS.get(storyline)
        if tour is None:
            raise CommandError(f"there is no storyline {storyline}; choose one of {', '.join(TOURS)}")
        prepare_databases(self.say)
        _refuse_without_people()
        command = invocation("db_query")
        views = walk(tour, _asker())
        try:
            if as_json:
                self.stdout.write(json.dumps(_record(tour, [_stop(view, command) for view in views]), indent=2))
                return
            for line in _lines(tour, views, command):
                self.stdout.write(line)
        except QueryError as error:
            raise CommandError(str(error)) from error

    def _list(self, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps([_summary(tour) for tour in TOURS.values()], indent=2))
            return
        for key, tour in TOURS.items():
            self.stdout.write(f"  {key:{max(map(len, TOURS))}}  {tour.storyline.title}")
        self.stdout.write(f"{invocation('seed_tour')} STORYLINE walks through one")


def _refuse_without_people() -> None:
    """Raise CommandError unless the bank holds the people of the storylines."""
    if running_run():
        raise CommandError("a run is under way; seed_status tells how far it is")
    state = read_bank_state(FILLED)
    if state.condition is not Condition.COMPLETE or state.plan is None:
        remedy = "; fill it with seed_all" if state.condition is Condition.EMPTY else ""
        raise CommandError(f"the bank is {state}{remedy}")
    if state.plan.customers < FIRST_CELL:
        raise CommandError(
            f"the bank has {state.plan.customers:,} customers, and the storylines need {FIRST_CELL}; "
            "make a larger one with seed_all --scale 0.05 --replace"
        )


def _asker() -> Ask:
    """Return what runs a query by the login that can only SELECT."""
    server: ServerSettings = settings.BANK_SERVER
    reader = existing_reader(server, known_login(server))

    def ask(database: str, sql: str) -> tuple[Sequence[Column], Sequence[Row]]:
        with run_query(reader, server.database_name(database), sql, TIMEOUT_S) as result:
            return result.columns, list(islice(result.rows, ROWS_SHOWN + 1))

    return ask


def _lines(tour: Tour, views: Iterator[View], command: str) -> Iterator[str]:
    cast = ", ".join(f"{role.customer_id} ({role.title})" for role in tour.storyline.roles)
    yield tour.storyline.title
    yield cast
    for number, view in enumerate(views, 1):
        yield ""
        yield from textwrap.wrap(f"{number}. {view.stop.say}", WIDTH, subsequent_indent="   ")
        yield f"   {view.stop.database}.{view.stop.table}"
        yield ""
        for line in view.lines:
            yield INDENT + line
        yield ""
        for line in table_lines(view.columns, view.rows):
            yield INDENT + line
        yield f"{INDENT}({'first ' if view.more else ''}{len(view.rows)} row{'' if len(view.rows) == 1 else 's'})"
        yield ""
        yield INDENT + view.shell_line(command)
        yield INDENT + view.address


def _summary(tour: Tour) -> dict[str, Any]:
    storyline = tour.storyline
    return {
        "key": storyline.key,
        "title": storyline.title,
        "cast": [{"customer": role.customer_id, "part": role.title} for role in storyline.roles],
    }


def _record(tour: Tour, stops: list[dict[str, Any]]) -> dict[str, Any]:
    return {**_summary(tour), "stops": stops}


def _stop(view: View, command: str) -> dict[str, Any]:
    names = [column.name for column in view.columns]
    return {
        "say": view.stop.say,
        "database": view.stop.database,
        "table": view.stop.table,
        "sql": view.sql,
        "shell": view.shell_line(command),
        "rows": [dict(zip(names, row, strict=True)) for row in view.rows],
        "more": view.more,
        "address": view.address,
    }
