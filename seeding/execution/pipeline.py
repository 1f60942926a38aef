"""The block pipeline: from a plan to typed rows, table by table and block by block."""

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from seeding.engine.blocks import Block, block_count, blocks
from seeding.engine.evaluation import Evaluation, evaluations_of_blocks
from seeding.engine.graph import Graph
from seeding.engine.layout import History, Layout
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows
from seeding.engine.regions import region_count
from seeding.execution.tables_ahead import TablesAhead

CELLS_PER_BLOCK = {History.BRIEF: 28, History.FULL: 2}
"""By history: 8,400 and 600 customers, about 610,000 and 380,000 rows. A block takes 100 ms in addition to its rows, so
fewer cells are slower; more cells need more memory."""

CELLS_PER_BLOCK_OF_CHANGES = {History.BRIEF: 14, History.FULL: 2}
"""Where the changes of a block are made, memory has it as it is seen on two days."""

BYTES_AHEAD = 16_000_000
"""Bytes of tables that are made before they are needed: with fewer the databases wait, more need more memory."""


def bake(graph: Graph, plan: Plan, some_blocks: Iterable[Block] | None = None) -> Iterator[TableRows]:
    """Yield the rows of a bank, or only those of the bank as a whole and of some blocks, table by table.

    One block at a time is in memory, with the staff of its region.

    Raises RecipeError for columns that a table cannot store.
    """
    bank = Evaluation.of_bank(graph, plan)
    yield from bake_bank(graph, bank)
    yield from bake_blocks(graph, bank, blocks_of(plan) if some_blocks is None else some_blocks)


def blocks_of(plan: Plan) -> Iterator[Block]:
    """Yield the blocks in which a bank is made, in order."""
    return blocks(plan.layout, CELLS_PER_BLOCK[plan.history])


def number_of_blocks(plan: Plan) -> int:
    """Return the number of blocks in which a bank is made."""
    return block_count(plan.layout, CELLS_PER_BLOCK[plan.history])


def blocks_of_changes(plan: Plan) -> Iterator[Block]:
    """Yield the blocks in which the changes of a bank are made, in order."""
    return blocks(plan.layout, CELLS_PER_BLOCK_OF_CHANGES[plan.history])


def bake_bank(graph: Graph, bank: Evaluation) -> Iterator[TableRows]:
    """Yield the rows of the tables of the bank as a whole. Raises RecipeError as `bake` does."""
    return bank.tables(largest_first(graph.bank_recipes, bank.layout))


def bake_blocks(graph: Graph, bank: Evaluation, some_blocks: Iterable[Block]) -> Iterator[TableRows]:
    """Yield the rows of some blocks, with the staff of each region before its first block.

    Blocks that are made apart, in any order, together have the rows of all blocks: `bank` is then the evaluation of the
    same plan elsewhere. A block costs the same in a bank of any size. The results of a block are dropped after their
    last use. Raises RecipeError as `bake` does.
    """
    for evaluation, recipes in evaluations_of_blocks(graph, bank, some_blocks):
        yield from evaluation.tables(largest_first(recipes, bank.layout))


def largest_first(recipes: Iterable[Recipe], layout: Layout) -> list[Recipe]:
    """Return recipes with those of many rows first, because the results that they need are the largest."""
    return sorted(recipes, key=lambda recipe: recipe.expects(layout).high, reverse=True)


@contextmanager
def bake_ahead(graph: Graph, plan: Plan) -> Generator[Iterator[TableRows], None, None]:
    """Give an iterator of the same rows in the same order as `bake`, while a thread makes the next tables.

    The thread starts before the block of the context does and ends with it. The iterator raises RecipeError as `bake`
    does.

    A second thread would not help: the first one holds the interpreter lock for most of its time.
    """
    ahead = TablesAhead(BYTES_AHEAD)
    with ThreadPoolExecutor(1, thread_name_prefix="bake") as thread:
        baking = thread.submit(ahead.fill, bake(graph, plan))
        try:
            yield _taken(ahead, baking)
        finally:
            ahead.end()


def _taken(ahead: TablesAhead, filling: Future[None]) -> Iterator[TableRows]:
    yield from iter(ahead.take, None)
    filling.result()


def part_count(plan: Plan) -> int:
    """Return the number of parts in which the changes of a bank are made: the bank as a whole, regions and blocks."""
    return 1 + region_count(plan.layout) + block_count(plan.layout, CELLS_PER_BLOCK_OF_CHANGES[plan.history])
