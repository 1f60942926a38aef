"""The bank as of one day, with the change feed applied, is the bank as of a later day."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from seeding.engine.layout import History
from seeding.engine.plan import Plan
from tests.feed import MODELS, Event, Tables, feed, replay, required_keys, rows_on

UNTIL = date(2026, 11, 20)
SIZES = {History.BRIEF: (60, 240, 600), History.FULL: (60, 600)}
"""Customers, by history: scales of 0.05 to 0.5."""
YEARS = {History.BRIEF: 5, History.FULL: 2}
"""The most years from the first day on which a bank is seen to the last of its history."""

DAYS = 30
"""The most days that a feed covers here."""


def _cases() -> Iterator[tuple[Plan, date, date]]:
    """Yield banks and intervals at random, the same ones in every run."""
    chance = random.Random(20_261_120)
    for history, sizes in SIZES.items():
        for customers in sizes:
            seed = chance.randrange(10**9)
            start = UNTIL - timedelta(days=chance.randint(DAYS, 365 * YEARS[history]))
            first = start + timedelta(days=chance.randrange((UNTIL - start).days - DAYS + 1))
            last = first + timedelta(days=chance.randint(1, DAYS))
            yield Plan(seed, customers, max(5, customers // 8), start, first, UNTIL, history=history), first, last


CASES = [
    pytest.param(case, id=f"{case[0].history}-{case[0].customers}", marks=[pytest.mark.hard] if place else [])
    for place, case in enumerate(_cases())
]


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[Plan, date, date, list[Event], Tables]:
    plan, first, last = request.param
    return plan, first, last, list(feed(plan, first, last)), rows_on(plan, first)


Case = tuple[Plan, date, date, list[Event], Tables]


def test_the_feed_leads_from_one_day_to_another(case: Case) -> None:
    plan, _, last, events, before = case
    rows = {table: dict(found) for table, found in before.items()}
    replay(iter(events), rows)
    expected = rows_on(plan, last)
    assert [table for table in MODELS if rows[table] != expected[table]] == []
    assert events


def test_events_are_in_order_of_time_and_inside_the_days(case: Case) -> None:
    _, first, last, events, _ = case
    assert all(one.ts_us <= other.ts_us for one, other in pairwise(events))
    begin, end = (datetime.fromisoformat(f"{day + timedelta(1)}T00:00:00Z").timestamp() for day in (first, last))
    assert all(begin <= event.ts_us / 1_000_000 < end for event in events)


def test_no_event_refers_to_a_row_that_is_not_there_yet(case: Case) -> None:
    *_, events, before = case
    there = {table: set(rows) for table, rows in before.items()}
    dangling = set()
    for event in events:
        there[event.table].add(event.key)
        keys = required_keys(MODELS[event.table])
        dangling |= {f"{event.table}.{column}" for column, parent in keys if event.after[column] not in there[parent]}
    assert dangling == set()


def test_every_change_changes_something(case: Case) -> None:
    *_, events, _ = case
    assert [event for event in events if event.before == event.after] == []
