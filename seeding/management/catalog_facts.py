"""Gathers the facts from which a catalog pack is made."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import cache

from django.db import connections
from psycopg.rows import dict_row

from datahub.databases import BANK_DATABASES
from seeding.bank.graph import BANK
from seeding.catalog.bank_facts import BankFacts, DayRows
from seeding.catalog.datasets import Row, read_datasets
from seeding.catalog.timestamps import MONTH
from seeding.catalog.verification_history import PastVerification
from seeding.engine.days import day_number, day_of
from seeding.engine.layout import AsOf
from seeding.engine.plan import FIRST_CELL, Plan
from seeding.execution.daily_changes import bake_daily_changes
from seeding.management.repeated_checks import repeat_failed_checks
from seeding.models import Run
from seeding.storage.connection import connect
from seeding.storage.read import read_only
from seeding.storage.run_log import stored_rows
from seeding.storage.verification_log import verifications_of
from seeding.tours.reader_queries import reader_queries
from seeding.tours.registry import TOURS
from seeding.tours.walk import StopResult, walk

_APPLICATION = "catalog_pack"


@contextmanager
def gathered_facts(plan: Plan, run: Run | None) -> Iterator[BankFacts]:
    """Yield the facts of a bank, whose databases are read as they are asked for.

    Checks that failed before the bank was loaded again are run first: a fault that `seed_reset` repaired is gone.
    """
    if run:
        repeat_failed_checks(plan, run, _APPLICATION)
    with ExitStack() as stack:
        opened = cache(lambda database: read_only(stack.enter_context(connect(database, _APPLICATION))))

        def rows(database: str, query: str) -> Sequence[Row]:
            return opened(database).cursor(row_factory=dict_row).execute(query.encode()).fetchall()

        names = {database: str(connections[database].settings_dict["NAME"]) for database in BANK_DATABASES}
        yield BankFacts(
            plan,
            read_datasets(rows, names),
            rows,
            stored_rows(run) if run else {},
            list(_stops()) if plan.customers >= FIRST_CELL else [],
            [PastVerification(past.verified_at, json.loads(past.results)) for past in verifications_of(plan)],
            _days_of_month(plan),
        )


def _days_of_month(plan: Plan) -> dict[str, list[DayRows]]:
    """Return for each table the days of the last month on which rows came in or changed, in order.

    There are none if the bank was first seen within the month.
    """
    before = plan.as_of - timedelta(days=MONTH)
    if plan.start > before:
        return {}
    added: Counter[tuple[str, int]] = Counter()
    changed: Counter[tuple[str, int]] = Counter()
    for part in bake_daily_changes(BANK, plan, AsOf(day_number(before)), plan.seen_on):
        for day, found in part:
            table_day = (found.model._meta.db_table, day.day)
            added[table_day] += found.inserted.num_rows
            changed[table_day] += found.after.num_rows
    days: dict[str, list[DayRows]] = {}
    for table, number in sorted(added):
        days.setdefault(table, []).append(DayRows(day_of(number), added[table, number], changed[table, number]))
    return days


def _stops() -> Iterator[tuple[str, StopResult]]:
    """Yield every stop of every tour with the key of its storyline."""
    run_query = reader_queries()
    for key, tour in TOURS.items():
        for result in walk(tour, run_query):
            yield key, result
