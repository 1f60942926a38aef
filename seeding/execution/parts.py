"""Parts of a bank: groups of blocks, and the tables of the bank as a whole, which are made together anywhere."""

from collections.abc import Collection, Iterator
from itertools import islice

from django.db.models import Model

from seeding.engine.blocks import Block
from seeding.engine.evaluation import Evaluation, evaluations_of_blocks
from seeding.engine.graph import Graph
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows
from seeding.execution.pipeline import blocks_of, largest_first, number_of_blocks

MOST_BLOCKS = {History.BRIEF: 58, History.FULL: 25}
"""By history: blocks of a part of a large bank, whose largest file - installments, or transactions - has about 128 MB
of Parquet (measured: 2.2 and 5.0 MB per block)."""

FEWEST_PARTS = 32
"""Parts of a bank that has this many blocks or more, so that many workers have something to do."""


def blocks_per_part(plan: Plan) -> int:
    """Return the number of blocks of each part but the last. It follows from the plan alone."""
    return min(max(1, number_of_blocks(plan) // FEWEST_PARTS), MOST_BLOCKS[plan.history])


def part_count(plan: Plan) -> int:
    """Return the number of parts: part 0 has the tables of the bank as a whole, each later one a group of blocks."""
    return 1 - number_of_blocks(plan) // -blocks_per_part(plan)


class PartBaker:
    """Makes the rows of a plan part by part, in any order, and keeps what all parts need from one to the next."""

    def __init__(self, graph: Graph, plan: Plan) -> None:
        self._graph, self._plan = graph, plan
        self._bank = Evaluation.of_bank(graph, plan)

    def bake(self, number: int, models: Collection[type[Model]]) -> Iterator[TableRows]:
        """Yield the rows of some tables of a part, block by block, with a region's staff before its first block.

        Raises RecipeError for columns that a table cannot store.
        """
        if number == 0:
            yield from self._bank.tables(self._wanted(self._graph.bank_recipes, models))
            return
        for evaluation, recipes in evaluations_of_blocks(self._graph, self._bank, self._blocks(number)):
            yield from evaluation.tables(self._wanted(recipes, models))

    def _wanted(self, recipes: Collection[Recipe], models: Collection[type[Model]]) -> list[Recipe]:
        return largest_first([recipe for recipe in recipes if recipe.model in models], self._plan.layout)

    def _blocks(self, number: int) -> Iterator[Block]:
        size = blocks_per_part(self._plan)
        return islice(blocks_of(self._plan), (number - 1) * size, number * size)
