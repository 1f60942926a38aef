"""Evaluations: a graph run for a bank, for one of its regions or for one of its blocks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from threading import RLock
from typing import Any, Self

from seeding.engine.blocks import Block
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.graph import BUILT_IN, Graph, Level
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import All, EachRegion, Need, Node
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows
from seeding.engine.regions import Region, region_of, regions


class Evaluation:
    """Runs the nodes of a graph, as a bank is seen on one day: each node once, when its result is first needed.

    There are three levels: the evaluation of a block takes the results of nodes that do not depend on the block from
    that of its region, and this one takes those of nodes that do not depend on the region from that of the bank.
    """

    def __init__(
        self, graph: Graph, layout: Layout, as_of: AsOf, place: Region | Block | None = None, above: Self | None = None
    ) -> None:
        self._graph, self._above, self._place = graph, above, place
        self.level: Level = Level.BANK if above is None else Level(above.level + 1)
        calendar = Calendar() if above is None else above._built_in[Calendar]
        self._built_in: dict[type, Any] = {Layout: layout, AsOf: as_of, Calendar: calendar}
        if above is not None:
            self._built_in = above._built_in | {AsOf: as_of, type(place): place}
        self._laid_out: dict[str, Any] = {}
        self._seen: dict[str, Any] = {}
        self._first_day: Self | None = None
        self._other_days: dict[AsOf, Self] = {}
        self._latest_region: Self | None = None
        self._uses: Counter[str] = Counter()
        self._running = RLock()

    @classmethod
    def of_bank(cls, graph: Graph, plan: Plan) -> Self:
        """Return the evaluation of a bank on the day on which it is seen."""
        return cls(graph, plan.layout, plan.seen_on)

    @property
    def layout(self) -> Layout:
        """The layout, which decides what happens in the bank."""
        layout: Layout = self._built_in[Layout]
        return layout

    def in_region(self, region: Region) -> Self:
        """Return the evaluation of a region, given that of the bank.

        The bank keeps the latest one for all blocks of the region, so that one region at a time is in memory.
        """
        if self._first_day is not None:
            return self._first_day.in_region(region).on(self.as_of)
        with self._running:
            if self._latest_region is None or self._latest_region._place != region:
                self._latest_region = type(self)(self._graph, self.layout, self.as_of, region, self)
            return self._latest_region

    def in_block(self, block: Block) -> Self:
        """Return the evaluation of a block, given that of the bank. Raises ValueError for cells of several regions."""
        region = region_of(self.layout, block.first)
        if block.end > region.end:
            cells = f"the block of cells {block.first} to {block.end}"
            raise ValueError(f"{cells} leaves its region, which ends at {region.end}")
        return type(self)(self._graph, self.layout, self.as_of, block, self.in_region(region))

    @property
    def as_of(self) -> AsOf:
        """The day on which the bank is seen."""
        day: AsOf = self._built_in[AsOf]
        return day

    @property
    def region(self) -> Region:
        """The region of the evaluation of a region or a block."""
        region: Region = self._built_in[Region]
        return region

    def on(self, as_of: AsOf) -> Self:
        """Return the evaluation of the same bank, region or block on another day.

        It shares the results of the nodes that do not depend on the day, whichever of the two runs them. The evaluation
        of a bank or a region keeps those of its other days, for its blocks to share.
        """
        if as_of == self.as_of:
            return self
        if self._first_day is not None:
            return self._first_day.on(as_of)
        above = None if self._above is None else self._above.on(as_of)
        if self.level is Level.BLOCK:
            return self._on(as_of, above)
        with self._running:
            return self._other_days.setdefault(as_of, self._on(as_of, above))

    def forget_other_days(self) -> None:
        """Drop the results of a bank or a region for other days than its own: past days are not asked for again."""
        with self._running:
            self._other_days.clear()

    def _on(self, as_of: AsOf, above: Self | None) -> Self:
        other = type(self)(self._graph, self.layout, as_of, self._place, above)
        other._built_in[Calendar] = self._built_in[Calendar]
        other._first_day, other._laid_out, other._running = self, self._laid_out, self._running
        return other

    def tables(self, recipes: Sequence[Recipe]) -> Iterator[TableRows]:
        """Yield the rows of each recipe that makes any, batch by batch.

        A block drops the result of a node after its last use.

        Raises RecipeError for columns that a table cannot store.
        """
        if self.level is Level.BLOCK:  # what the bank or a region has, later blocks need
            self._uses = self._graph.uses(recipes)
        for recipe in recipes:
            batches = recipe.batches(self.arguments(recipe))
            self._count_uses(recipe)
            for laid_out in batches:
                rows = laid_out.seen_on(self.as_of)
                del laid_out
                if rows.batch.num_rows:
                    yield rows
                del rows  # not kept while the next one is made

    def _count_uses(self, user: Node[..., Any] | Recipe) -> None:
        """Note that a node or a recipe has used its sources, and drop the results that are used up."""
        for source in self._graph.all_sources(user):
            self._uses[source.stream] -= 1
            if self._uses[source.stream] == 0:
                self._laid_out.pop(source.stream, None)
                self._seen.pop(source.stream, None)

    def arguments(self, function: Node[..., Any] | Recipe) -> dict[str, Any]:
        """Return the arguments of a node or a recipe by parameter; runs the nodes whose results they are.

        Raises the errors of these nodes.
        """
        sources = self._graph.sources_by_parameter(function)
        return {name: self._argument(need, sources[name], function.stream) for name, need in function.needs.items()}

    def _argument(self, need: Need, sources: Sequence[Node[..., Any]], stream: str) -> Any:
        if need.type is Draw:
            return Draw(self.layout.seed, stream)
        if need.type in BUILT_IN:
            return self._built_in[need.type]
        if need.each_region:
            return EachRegion(lambda: self._results_of_regions(sources[0]))
        results = [self._result(node) for node in sources]
        return All(tuple(results)) if need.every else results[0]

    def _results_of_regions(self, node: Node[..., Any]) -> Iterator[Any]:
        for region in regions(self.layout):
            yield self.in_region(region)._result(node)

    def _result(self, node: Node[..., Any]) -> Any:
        if self._above is not None and self._graph.levels[node.stream] < self.level:
            return self._above._result(node)
        results = self._seen if self._graph.runs_per_day(node) else self._laid_out
        # Several threads may use the evaluation of the bank: one per block that is being made.
        with self._running:
            if node.stream not in results:
                results[node.stream] = node(**self.arguments(node))
                self._count_uses(node)
            return results[node.stream]


Part = tuple[Evaluation, tuple[Recipe, ...]]
"""An evaluation with the recipes that use it."""


def evaluations(graph: Graph, plan: Plan, blocks: Iterable[Block]) -> Iterator[Part]:
    """Yield the parts of a bank: first the bank as a whole, then those of some blocks (see `evaluations_of_blocks`)."""
    bank = Evaluation.of_bank(graph, plan)
    yield bank, graph.bank_recipes
    yield from evaluations_of_blocks(graph, bank, blocks)


def evaluations_of_blocks(graph: Graph, bank: Evaluation, blocks: Iterable[Block]) -> Iterator[Part]:
    """Yield the parts of some blocks: before the first block of each region, the region itself; then the block.

    Blocks may come in any order, and other blocks may be made elsewhere: each region comes with its first block.

    Raises ValueError for a block of several regions.
    """
    for block in blocks:
        evaluation = bank.in_block(block)
        region = evaluation.region
        if block.first == region.first:
            yield bank.in_region(region), graph.region_recipes
        yield evaluation, graph.block_recipes
