"""The changes of a bank from one day to a later one, block by block, as often as days pass."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from typing import TypeVar

from django.db.models import Model

from seeding.engine.changes import TableChanges, changes
from seeding.engine.evaluation import Evaluation, evaluations
from seeding.engine.graph import Graph
from seeding.engine.layout import AsOf, Layout
from seeding.engine.plan import Plan
from seeding.engine.recipe import LaidOutRows, Recipe
from seeding.execution.pipeline import blocks_of_changes, part_count

T = TypeVar("T")

SeenOn = Callable[[type[Model]], AsOf]
"""Returns the day on which the rows of a table are seen."""

_PARTS_KEPT = 3
"""The bank as a whole, a region and a block: more of them would let the memory grow with the bank."""


class PassingDays:
    """Makes the changes of the bank of a plan from one day to a later one, for any number of days in turn.

    A bank of one block stays in memory: what was laid out for the first day serves the others, too, and the rows of
    a day are those before the next one. A larger bank is made anew each time, one block after the other.
    """

    def __init__(self, graph: Graph, plan: Plan) -> None:
        self._graph = graph
        self._plan = plan
        self._keeps = self.part_count <= _PARTS_KEPT
        self._kept = tuple(self._parts()) if self._keeps else ()

    @property
    def layout(self) -> Layout:
        """The layout of the bank."""
        return self._plan.layout

    @property
    def part_count(self) -> int:
        """The number of parts in which changes are made: the bank as a whole, its regions and its blocks."""
        return part_count(self._plan)

    def changes(self, seen_on: SeenOn, later_on: AsOf) -> Generator[Sequence[TableChanges], None, None]:
        """Yield what changes up to the day `later_on`: for the bank as a whole, then for regions and blocks.

        `seen_on` returns the day on which the rows of a table are seen before; a table that is already seen on
        `later_on` has no changes. A thread works on the next block meanwhile, as in `bake_ahead`. Raises RecipeError
        as `bake` and `changes` of the engine do.
        """
        parts = self._kept if self._keeps else self._parts()
        return _in_a_thread(partial(part.changes, seen_on, later_on) for part in parts)

    def _parts(self) -> Iterator["_Part"]:
        for evaluation, recipes in evaluations(self._graph, self._plan, blocks_of_changes(self._plan)):
            yield _Part(self._graph, evaluation, recipes, keeps_rows=self._keeps)


class _Part:
    """The tables of the bank, of a region or of a block; keeps the rows that it made last if it `keeps_rows`."""

    def __init__(self, graph: Graph, evaluation: Evaluation, recipes: Sequence[Recipe], *, keeps_rows: bool) -> None:
        self._graph = graph
        self._evaluation = evaluation
        self._recipes = recipes
        self._keeps_rows = keeps_rows
        self._rows: dict[str, tuple[AsOf, LaidOutRows]] = {}

    def changes(self, seen_on: SeenOn, later_on: AsOf) -> Sequence[TableChanges]:
        """Return the changes of the tables that have any, each from the day `seen_on` its model to a later day.

        Those of a table of many rows, which never change, come batch by batch.
        """
        found: list[TableChanges] = []
        evaluation_on = cache(self._evaluation.on)  # so that the nodes of a day run once
        for recipe in self._recipes:
            day = seen_on(recipe.model)
            if day == later_on:
                continue
            if not self._keeps_rows and not self._graph.changes_by_day(recipe):
                batches = recipe.batches(evaluation_on(day).arguments(recipe))
                found += [changes(rows, day, rows, later_on) for rows in batches]
                continue
            before, after = self._rows_on_both(recipe, day, later_on, evaluation_on)
            found.append(changes(before, day, after, later_on))
            if self._keeps_rows:
                self._rows[recipe.table] = later_on, after
        self._evaluation.forget_other_days()
        return [table for table in found if table.count]

    def _rows_on_both(
        self, recipe: Recipe, day: AsOf, later_on: AsOf, evaluation_on: Callable[[AsOf], Evaluation]
    ) -> tuple[LaidOutRows, LaidOutRows]:
        """Return the rows as they are on two days: the same ones if they never change."""
        made_for, rows = self._rows.get(recipe.table, (None, None))
        if rows is None or (made_for != day and self._graph.changes_by_day(recipe)):
            rows = recipe.laid_out(evaluation_on(day).arguments(recipe))
        if not self._graph.changes_by_day(recipe):
            return rows, rows
        return rows, recipe.laid_out(evaluation_on(later_on).arguments(recipe))


def _in_a_thread(tasks: Iterable[Callable[[], T]]) -> Generator[T, None, None]:
    """Yield the results of tasks in order, while a thread runs the next one."""
    ahead: deque[Future[T]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="bake") as thread:
        for task in tasks:
            ahead.append(thread.submit(task))
            if len(ahead) > 1:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
