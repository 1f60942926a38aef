"""The changes of a bank from day to day, block by block."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from seeding.engine.changes import TableChanges, changes
from seeding.engine.days import day_of
from seeding.engine.evaluation import Evaluation, evaluations
from seeding.engine.graph import Graph
from seeding.engine.layout import AsOf
from seeding.engine.plan import Plan
from seeding.engine.recipe import LaidOutRows, Recipe
from seeding.engine.table import taken
from seeding.execution.pipeline import blocks_of_changes

DayChanges = tuple[AsOf, TableChanges]
"""A day, and what changes in a table from the day before to it."""


def bake_daily_changes(graph: Graph, plan: Plan, first: AsOf, last: AsOf) -> Iterator[Iterator[DayChanges]]:
    """Yield the changes of each day after `first` up to `last`: for the bank as a whole, then for regions and blocks.

    Each part must be used up before the next one is taken. Its changes are those of the tables that never change, by
    table, and then those of the others, by day. Nodes that lay out the history run once per block, the others once per
    block and day. Raises RecipeError as `bake` and `changes` do.
    """
    seen = replace(plan, as_of=day_of(first.day))
    for evaluation, recipes in evaluations(graph, seen, blocks_of_changes(plan)):
        changing = [recipe for recipe in recipes if graph.changes_by_day(recipe)]
        yield _changes(evaluation, [recipe for recipe in recipes if recipe not in changing], changing, last)


def _changes(
    evaluation: Evaluation, lasting: Sequence[Recipe], changing: Sequence[Recipe], last: AsOf
) -> Iterator[DayChanges]:
    """Yield the changes of the tables whose rows never change, and of those whose rows do, if there are any."""
    for recipe in lasting:
        for batch in recipe.batches(evaluation.arguments(recipe)):
            yield from _arrivals(batch, evaluation.as_of, last)
    rows = {recipe.table: recipe.laid_out(evaluation.arguments(recipe)) for recipe in changing}
    earlier = evaluation.as_of
    for day in range(earlier.day + 1, last.day + 1):
        later = AsOf(day)
        on_day = evaluation.on(later)
        for recipe in changing:
            after = recipe.laid_out(on_day.arguments(recipe))
            found = changes(rows[recipe.table], earlier, after, later)
            rows[recipe.table] = after
            if found.count:
                yield later, found
        earlier = later


def _arrivals(rows: LaidOutRows, first: AsOf, last: AsOf) -> Iterator[DayChanges]:
    """Yield the rows that come to be on each day after `first` up to `last`, of a table whose rows never change."""
    if rows.exists_from is None:
        return
    order = np.argsort(rows.exists_from, kind="stable")
    days = rows.exists_from[order]
    begin, end = np.searchsorted(days, [first.day, last.day], side="right")
    order, days = order[begin:end], days[begin:end]
    starts = np.flatnonzero(np.diff(days, prepend=first.day))
    none = rows.batch.slice(0, 0)
    for start, stop in zip(starts, np.append(starts[1:], len(days))[: len(starts)], strict=True):
        arrived = taken(rows.batch, order[start:stop])
        yield AsOf(int(days[start])), TableChanges(rows.model, arrived, none, none, {})
