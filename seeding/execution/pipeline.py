"""The block pipeline: from a plan to typed rows, table by table and block by block."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from seeding.engine.blocks import Block, blocks
from seeding.engine.graph import Evaluation, Graph, evaluations
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows

CELLS_PER_BLOCK = 14
"""4,200 customers, about 305,000 rows. A block costs 100 ms whatever its size, so that fewer cells are slower; more
take more memory."""


def bake(graph: Graph, plan: Plan, of: Iterable[Block] | None = None) -> Iterator[TableRows]:
    """Yield every row of a bank, or of some blocks of it. Only one block is held in memory."""
    for evaluation, recipes in evaluations(graph, plan, blocks(plan, CELLS_PER_BLOCK) if of is None else of):
        yield from _rows(evaluation, recipes)


def bake_ahead(graph: Graph, plan: Plan) -> Iterator[TableRows]:
    """Yield the same rows in the same order, while a thread makes those of the next block.

    One thread: it holds the interpreter for most of its time, and a second one would only wait for it.
    """
    ahead: deque[Future[deque[TableRows]]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="bake") as thread:
        for evaluation, recipes in evaluations(graph, plan, blocks(plan, CELLS_PER_BLOCK)):
            ahead.append(thread.submit(_rows, evaluation, recipes))
            if len(ahead) > 1:
                yield from _handed_over(ahead.popleft().result())
        while ahead:
            yield from _handed_over(ahead.popleft().result())


def _handed_over(tables: deque[TableRows]) -> Iterator[TableRows]:
    """Yield the tables and keep none: each is as large as the rows of a block."""
    while tables:
        yield tables.popleft()


def _rows(evaluation: Evaluation, recipes: Iterable[Recipe]) -> deque[TableRows]:
    written = (recipe.rows(evaluation.arguments(recipe)) for recipe in recipes)
    return deque(table for table in written if table.rows.num_rows)
