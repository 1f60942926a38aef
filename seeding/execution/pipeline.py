"""The block pipeline: from a plan to typed rows, table by table and block by block."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from typing import TypeVar

from django.db.models import Model

from seeding.engine.blocks import Block, blocks
from seeding.engine.changes import TableChanges, changes
from seeding.engine.graph import Evaluation, Graph, evaluations
from seeding.engine.layout import AsOf, History
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows
from seeding.execution.tables_ahead import TablesAhead

T = TypeVar("T")

CELLS_PER_BLOCK = {History.BRIEF: 14, History.FULL: 2}
"""By history: 4,200 and 600 customers, about 305,000 and 380,000 rows. A block takes 100 ms in addition to its rows, so
fewer cells are slower; more cells need more memory."""

BYTES_AHEAD = 16_000_000
"""Bytes of tables that are made before they are needed: with fewer the databases wait, more need more memory."""


def bake(graph: Graph, plan: Plan, some_blocks: Iterable[Block] | None = None) -> Iterator[TableRows]:
    """Yield the rows of a bank, or only those of some blocks, table by table. One block at a time is in memory.

    The results of a block are dropped after their last use. Tables with many rows come first, because their results
    are the largest.

    Raises RecipeError for columns that a table cannot store.
    """
    every_block = blocks(plan.layout, CELLS_PER_BLOCK[plan.history])
    for evaluation, recipes in evaluations(graph, plan, every_block if some_blocks is None else some_blocks):
        yield from _tables(plan, evaluation, recipes)


class Parts:
    """The parts of a bank, each of which can be made alone: number 0 is the bank as a whole, then come its blocks."""

    def __init__(self, graph: Graph, plan: Plan) -> None:
        self._graph, self._plan = graph, plan
        self._bank = Evaluation(graph, plan.layout, plan.seen_on)
        self._blocks = tuple(blocks(plan.layout, CELLS_PER_BLOCK[plan.history]))

    @property
    def count(self) -> int:
        """The number of parts."""
        return 1 + len(self._blocks)

    def tables(self, number: int) -> Iterator[TableRows]:
        """Yield the tables of a part, in the order of `bake`. Nodes that blocks share run once for all parts."""
        if number == 0:
            return _tables(self._plan, self._bank, self._graph.bank_recipes)
        block = self._blocks[number - 1]
        evaluation = Evaluation(self._graph, self._plan.layout, self._plan.seen_on, block, self._bank)
        return _tables(self._plan, evaluation, self._graph.block_recipes)


def _tables(plan: Plan, evaluation: Evaluation, recipes: Iterable[Recipe]) -> Iterator[TableRows]:
    """Yield the tables of a part, those with many rows first: the results that they need are the largest."""

    def expected_rows(recipe: Recipe) -> int:
        return recipe.expects(plan.layout).high

    return evaluation.tables(sorted(recipes, key=expected_rows, reverse=True))


def bake_ahead(graph: Graph, plan: Plan) -> Generator[TableRows, None, None]:
    """Yield the same rows in the same order as `bake`, while a thread makes the next tables.

    A caller that may stop early must close the generator, which ends the thread.

    A second thread would not help: the first one holds the interpreter lock for most of its time.
    """
    ahead = TablesAhead(BYTES_AHEAD)
    with ThreadPoolExecutor(1, thread_name_prefix="bake") as thread:
        baking = thread.submit(ahead.fill, bake(graph, plan))
        try:
            yield from iter(ahead.take, None)
        finally:
            ahead.end()
        baking.result()


def bake_changes(
    graph: Graph, plan: Plan, seen_on: Callable[[type[Model]], AsOf], later_on: AsOf
) -> Generator[Sequence[TableChanges], None, None]:
    """Yield what changes in a bank up to the day `later_on`: once for the bank as a whole, then once per block.

    `seen_on` returns the day on which the rows of a table are seen before; a table that is already seen on `later_on`
    has no changes. A thread works on the next block meanwhile, as in `bake_ahead`. Raises RecipeError as `bake` and
    `changes` do.
    """
    parts = evaluations(graph, plan, blocks(plan.layout, CELLS_PER_BLOCK[plan.history]))
    return _in_a_thread(partial(_changes, graph, *part, seen_on, later_on) for part in parts)


def block_count(plan: Plan) -> int:
    """Return the number of blocks in which a bank is made."""
    return sum(1 for _ in blocks(plan.layout, CELLS_PER_BLOCK[plan.history]))


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


def _changes(
    graph: Graph,
    evaluation: Evaluation,
    recipes: Iterable[Recipe],
    seen_on: Callable[[type[Model]], AsOf],
    later_on: AsOf,
) -> Sequence[TableChanges]:
    """Return the changes of the tables that have any, each from the day `seen_on` its model to a later day.

    Nodes that lay out the history run once, and so do recipes whose columns do not depend on the day.
    """
    evaluation_on = cache(evaluation.on)
    found = []
    for recipe in recipes:
        day = seen_on(recipe.model)
        if day == later_on:
            continue
        after = recipe.laid_out(evaluation_on(later_on).arguments(recipe))
        changing = graph.changes_by_day(recipe)
        before = recipe.laid_out(evaluation_on(day).arguments(recipe)) if changing else after
        found.append(changes(before, day, after, later_on))
    return [table for table in found if table.count]
