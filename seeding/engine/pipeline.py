"""The block pipeline: from a plan to batches of rows that are ready to be stored."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.db.models import Model

from seeding.engine.blueprint import Blueprint, Stage, stages
from seeding.engine.plan import Block, Plan, blocks
from seeding.engine.recipe import TableRecipe, as_csv

CELLS_PER_BLOCK = 14
"""4,200 customers, about 305,000 rows. A block costs 100 ms whatever its size, so that fewer cells are slower; more
take more memory."""


@dataclass(frozen=True)
class Batch:
    """Rows of one table as CSV."""

    model: type[Model]
    rows: int
    csv: memoryview


def bake(blueprint: Blueprint, plan: Plan, of: Iterable[Block] | None = None) -> Iterator[Batch]:
    """Yield every row of a bank, table by table and block by block. Only one block is held in memory."""
    for stage, recipes in stages(blueprint, plan, blocks(plan, CELLS_PER_BLOCK) if of is None else of):
        yield from _baked(stage, recipes)


def bake_ahead(blueprint: Blueprint, plan: Plan) -> Iterator[Batch]:
    """Yield the same rows in the same order, while the next block is being baked in a thread.

    One thread: it holds the interpreter for most of its time, and a second one would only wait for it.
    """
    ahead: deque[Future[deque[Batch]]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="baker") as baker:
        for stage, recipes in stages(blueprint, plan, blocks(plan, CELLS_PER_BLOCK)):
            ahead.append(baker.submit(_baked, stage, recipes))
            if len(ahead) > 1:
                yield from _handed_over(ahead.popleft().result())
        while ahead:
            yield from _handed_over(ahead.popleft().result())


def _handed_over(batches: deque[Batch]) -> Iterator[Batch]:
    """Yield the batches and keep none: each is as large as the rows of a table."""
    while batches:
        yield batches.popleft()


def _baked(stage: Stage, recipes: Iterable[TableRecipe]) -> deque[Batch]:
    baked = ((recipe.model, *as_csv(recipe.bake(stage.sources(recipe.needs, recipe.name)))) for recipe in recipes)
    return deque(Batch(model, rows, csv) for model, rows, csv in baked if rows)
