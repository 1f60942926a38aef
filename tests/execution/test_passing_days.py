"""Days pass one after the other: a small bank stays in memory, a larger one is made anew, and both change alike."""

from dataclasses import replace
from functools import wraps
from itertools import pairwise
from typing import Any
from weakref import ref

import pytest

from seeding.bank.graph import BANK
from seeding.engine.graph import Graph
from seeding.engine.layout import AsOf, History
from seeding.execution.passing_days import PassingDays
from seeding.execution.pipeline import CELLS_PER_BLOCK_OF_CHANGES
from tests.execution.test_pipeline import AHEAD, CountingBank

FIRST = AHEAD.seen_on.day


def _changes(passing: PassingDays, *days: int) -> list[tuple[Any, ...]]:
    """Return what changes from each of some days to the next one: tables with rows added, before and after."""
    return [
        (later, found.model, found.inserted.to_pylist(), found.before.to_pylist(), found.after.to_pylist())
        for day, later in pairwise(days)
        for part in passing.changes(lambda model, day=day: AsOf(FIRST + day), AsOf(FIRST + later))  # type: ignore[misc]
        for found in part
    ]


def _anew(*days: int) -> list[tuple[Any, ...]]:
    return [found for pair in pairwise(days) for found in _changes(PassingDays(BANK, AHEAD), *pair)]


def test_days_in_turn_bring_what_each_of_them_brings_alone() -> None:
    days = (0, 1, 2, 30, 31)
    in_turn = _changes(PassingDays(BANK, AHEAD), *days)
    assert len(in_turn) > len(days)
    assert in_turn == _anew(*days)


def test_a_jump_from_another_day_than_the_last_one_uses_the_rows_of_that_day() -> None:
    passing = PassingDays(BANK, AHEAD)
    _changes(passing, 0, 1)
    assert _changes(passing, 10, 20) == _anew(10, 20)


@pytest.mark.hard
def test_a_bank_of_several_blocks_is_made_anew_and_changes_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = CountingBank()
    monkeypatch.setitem(CELLS_PER_BLOCK_OF_CHANGES, History.BRIEF, 1)
    passing = PassingDays(counting.graph, AHEAD)
    assert passing.part_count == 4  # the bank as a whole, a region, two blocks
    rows = {str(model) for _, model, *_ in _changes(passing, 0, 20)}
    assert counting.runs["ledger"] == 2  # once per block
    _changes(passing, 20, 21)
    assert counting.runs["ledger"] == 4
    monkeypatch.undo()
    assert rows == {str(model) for _, model, *_ in _changes(PassingDays(BANK, AHEAD), 0, 20)}


def test_what_lays_out_a_small_bank_runs_once_for_all_days() -> None:
    counting = CountingBank()
    _changes(PassingDays(counting.graph, AHEAD), 0, 1, 2, 3)
    by_day = {node.stream for node in counting.graph.nodes if counting.graph.runs_per_day(node)}
    assert by_day
    assert {stream: runs for stream, runs in counting.runs.items() if runs != (4 if stream in by_day else 1)} == {}


def test_results_of_days_that_have_passed_are_not_kept() -> None:
    results: dict[str, list[ref[Any]]] = {}

    def noted(stream: str, function: Any) -> Any:
        @wraps(function)
        def call(**arguments: Any) -> Any:
            result = function(**arguments)
            results.setdefault(stream, []).append(ref(result))
            return result

        return call

    nodes = tuple(replace(node, function=noted(node.stream, node.function)) for node in BANK.nodes)
    graph = Graph(nodes, BANK.recipes)
    passing = PassingDays(graph, AHEAD)
    _changes(passing, 0, 1, 2, 3, 4, 5)
    by_day = [node.stream for node in graph.nodes if graph.runs_per_day(node)]
    alive = {stream: sum(result() is not None for result in results[stream]) for stream in by_day}
    assert set(alive.values()) == {1}  # that of the first day, which the layout was made with
