"""The block pipeline: from a plan to batches of rows that are ready to be stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model

from seeding.engine.blueprint import Blueprint, stages
from seeding.engine.plan import Block, Plan, blocks
from seeding.engine.recipe import csv

CELLS_PER_BLOCK = 12
"""3,600 customers, about 58,000 rows: larger blocks take more memory and are hardly faster, smaller ones are slower."""


@dataclass(frozen=True)
class Batch:
    """Rows of one table as CSV."""

    model: type[Model]
    rows: int
    csv: memoryview


def bake(blueprint: Blueprint, plan: Plan, of: Iterable[Block] | None = None) -> Iterator[Batch]:
    """Yield every row of a bank, table by table and block by block. Only one block is held in memory."""
    for stage, recipes in stages(blueprint, plan, blocks(plan, CELLS_PER_BLOCK) if of is None else of):
        for recipe in recipes:
            columns = recipe.bake(stage.sources(recipe.needs, recipe.name))
            rows = len(next(iter(columns.values())).for_copy())
            if rows:
                yield Batch(recipe.model, rows, csv(columns))
