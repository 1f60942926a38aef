"""The block pipeline: from a plan to batches of rows that are ready to be stored."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.db.models import Model

from seeding.engine.blueprint import Blueprint, Stage, stages
from seeding.engine.plan import Block, Plan, blocks
from seeding.engine.recipe import TableRecipe, as_csv

CELLS_PER_BLOCK = 8
"""2,400 customers, about 39,000 rows: larger blocks take more memory and are hardly faster, smaller ones are slower."""

BAKERS = 2
"""Threads that bake: NumPy and polars let go of the interpreter for long enough that two are a third faster."""


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
    """Yield the same rows in the same order, while the next blocks are being baked in threads.

    As many blocks as there are bakers are held in memory, and one more.
    """
    ahead: deque[Future[list[Batch]]] = deque()
    with ThreadPoolExecutor(BAKERS, thread_name_prefix="baker") as bakers:
        for stage, recipes in stages(blueprint, plan, blocks(plan, CELLS_PER_BLOCK)):
            ahead.append(bakers.submit(_baked, stage, recipes))
            if len(ahead) > BAKERS:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def _baked(stage: Stage, recipes: Iterable[TableRecipe]) -> list[Batch]:
    baked = ((recipe.model, *as_csv(recipe.bake(stage.sources(recipe.needs, recipe.name)))) for recipe in recipes)
    return [Batch(model, rows, csv) for model, rows, csv in baked if rows]
