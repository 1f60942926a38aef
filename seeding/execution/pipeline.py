"""The block pipeline: from a plan to typed rows, table by table and block by block."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from typing import TypeVar

from django.db.models import Model

from seeding.engine.blocks import Block, block_count, blocks
from seeding.engine.changes import TableChanges, changes
from seeding.engine.evaluation import Evaluation, evaluations, evaluations_of_blocks
from seeding.engine.graph import Graph
from seeding.engine.layout import AsOf, History, Layout
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows
from seeding.engine.regions import region_count
from seeding.execution.tables_ahead import TablesAhead

T = TypeVar("T")

CELLS_PER_BLOCK = {History.BRIEF: 14, History.FULL: 2}
"""By history: 4,200 and 600 customers, about 305,000 and 380,000 rows. A block takes 100 ms in addition to its rows, so
fewer cells are slower; more cells need more memory."""

BYTES_AHEAD = 16_000_000
"""Bytes of tables that are made before they are needed: with fewer the databases wait, more need more memory."""


def bake(graph: Graph, plan: Plan, some_blocks: Iterable[Block] | None = None) -> Iterator[TableRows]:
    """Yield the rows of a bank, or only those of the bank as a whole and of some blocks, table by table.

    One block at a time is in memory, with the staff of its region.

    Raises RecipeError for columns that a table cannot store.
    """
    bank = Evaluation.of_bank(graph, plan)
    yield from bake_bank(graph, bank)
    every_block = blocks(plan.layout, CELLS_PER_BLOCK[plan.history])
    yield from bake_blocks(graph, bank, every_block if some_blocks is None else some_blocks)


def bake_bank(graph: Graph, bank: Evaluation) -> Iterator[TableRows]:
    """Yield the rows of the tables of the bank as a whole. Raises RecipeError as `bake` does."""
    return bank.tables(_largest_first(graph.bank_recipes, bank.layout))


def bake_blocks(graph: Graph, bank: Evaluation, some_blocks: Iterable[Block]) -> Iterator[TableRows]:
    """Yield the rows of some blocks, with the staff of each region before its first block.

    Blocks that are made apart, in any order, together have the rows of all blocks: `bank` is then the evaluation of the
    same plan elsewhere. A block costs the same in a bank of any size. The results of a block are dropped after their
    last use. Raises RecipeError as `bake` does.
    """
    for evaluation, recipes in evaluations_of_blocks(graph, bank, some_blocks):
        yield from evaluation.tables(_largest_first(recipes, bank.layout))


def _largest_first(recipes: Iterable[Recipe], layout: Layout) -> list[Recipe]:
    """Return recipes with those of many rows first, because the results that they need are the largest."""
    return sorted(recipes, key=lambda recipe: recipe.expects(layout).high, reverse=True)


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
    """Yield what changes in a bank up to the day `later_on`: for the bank as a whole, then for regions and blocks.

    `seen_on` returns the day on which the rows of a table are seen before; a table that is already seen on `later_on`
    has no changes. A thread works on the next block meanwhile, as in `bake_ahead`. Raises RecipeError as `bake` and
    `changes` do.
    """
    parts = evaluations(graph, plan, blocks(plan.layout, CELLS_PER_BLOCK[plan.history]))
    return _in_a_thread(partial(_changes, graph, *part, seen_on, later_on) for part in parts)


def part_count(plan: Plan) -> int:
    """Return the number of parts in which the changes of a bank are made: the bank as a whole, regions and blocks."""
    return 1 + region_count(plan.layout) + block_count(plan.layout, CELLS_PER_BLOCK[plan.history])


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
