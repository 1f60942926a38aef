"""The block pipeline: from a plan to typed rows, table by table and block by block."""

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from seeding.engine.blocks import Block, blocks
from seeding.engine.graph import Graph, evaluations
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows
from seeding.execution.tables_ahead import TablesAhead

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

    def expected_rows(recipe: Recipe) -> int:
        return recipe.expects(plan.layout).high

    every_block = blocks(plan.layout, CELLS_PER_BLOCK[plan.history])
    for evaluation, recipes in evaluations(graph, plan, every_block if some_blocks is None else some_blocks):
        yield from evaluation.tables(sorted(recipes, key=expected_rows, reverse=True))


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
