"""The block pipeline: from a plan to typed rows, table by table and block by block."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from seeding.engine.blocks import Block, blocks
from seeding.engine.changes import TableChanges, changes
from seeding.engine.graph import Evaluation, Graph, evaluations
from seeding.engine.layout import AsOf, History
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows

CELLS_PER_BLOCK = {History.BRIEF: 14, History.FULL: 1}
"""By history: 4,200 and 300 customers, about 305,000 and 190,000 rows. A block takes 100 ms in addition to its rows, so
fewer cells are slower; more cells need more memory."""


def bake(graph: Graph, plan: Plan, some_blocks: Iterable[Block] | None = None) -> Iterator[TableRows]:
    """Yield the rows of a bank, or only those of some blocks, table by table. One block at a time is in memory.

    Raises RecipeError for columns that a table cannot store.
    """
    for evaluation, recipes in evaluations(
        graph, plan, blocks(plan.layout, CELLS_PER_BLOCK[plan.history]) if some_blocks is None else some_blocks
    ):
        yield from _rows(evaluation, recipes)


def bake_changes(graph: Graph, plan: Plan, later_on: AsOf) -> Iterator[TableChanges]:
    """Yield what changes from the day on which a plan is seen to a later day, table by table and block by block.

    The nodes that lay out the history run once per block, and so do recipes whose columns do not depend on the day.
    Raises RecipeError as `bake` and `changes` do.
    """
    for evaluation, recipes in evaluations(graph, plan, blocks(plan.layout, CELLS_PER_BLOCK[plan.history])):
        later = evaluation.on(later_on)
        for recipe in recipes:
            before = recipe.laid_out(evaluation.arguments(recipe))
            after = recipe.laid_out(later.arguments(recipe)) if graph.changes_by_day(recipe) else before
            found = changes(before, evaluation.as_of, after, later_on)
            if found.count:
                yield found


def bake_ahead(graph: Graph, plan: Plan) -> Generator[TableRows, None, None]:
    """Yield the same rows in the same order as `bake`, while a thread makes the rows of the next block.

    A caller that may stop early must close the generator, which ends the thread.

    A second thread would not help: the first one holds the interpreter lock for most of its time.
    """
    ahead: deque[Future[deque[TableRows]]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="bake") as thread:
        for evaluation, recipes in evaluations(graph, plan, blocks(plan.layout, CELLS_PER_BLOCK[plan.history])):
            ahead.append(thread.submit(_rows, evaluation, recipes))
            if len(ahead) > 1:
                yield from _released(ahead.popleft().result())
        while ahead:
            yield from _released(ahead.popleft().result())


def _released(tables: deque[TableRows]) -> Iterator[TableRows]:
    """Yield the tables and keep no reference to them, because each may be large."""
    while tables:
        yield tables.popleft()


def _rows(evaluation: Evaluation, recipes: Iterable[Recipe]) -> deque[TableRows]:
    """Return the rows of each recipe that makes any."""
    made = (recipe.laid_out(evaluation.arguments(recipe)).seen_on(evaluation.as_of) for recipe in recipes)
    return deque(table for table in made if table.batch.num_rows)
