"""The graph of a bank: the nodes that each node and recipe depends on, checked before any row exists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from threading import RLock
from types import ModuleType
from typing import Any, Self

from seeding.discovery import instances_in
from seeding.engine.blocks import Block
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import All, Need, Node
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows

_BUILT_IN = (Layout, AsOf, Block, Draw, Calendar)
"""The types that nodes and recipes can need without a node that returns them."""


class GraphError(Exception):
    """Nodes and recipes do not fit together; the text names both sides."""


@dataclass(frozen=True)
class Graph:
    """All nodes and recipes of a bank."""

    nodes: tuple[Node[..., Any], ...]
    recipes: tuple[Recipe, ...]

    @classmethod
    def of(cls, modules: list[ModuleType]) -> Self:
        """Return the graph of every node and recipe that the modules define. Raises GraphError as `check` does."""
        nodes = (node for module, node in instances_in(modules, Node) if node.function.__module__ == module.__name__)
        recipes = (item for module, item in instances_in(modules, Recipe) if item.write.__module__ == module.__name__)
        graph = cls(tuple(nodes), tuple(recipes))
        graph.check()
        return graph

    @cached_property
    def _sources(self) -> dict[type, tuple[Node[..., Any], ...]]:
        found: dict[type, list[Node[..., Any]]] = {}
        for node in self.nodes:
            found.setdefault(node.returns, []).append(node)
        return {returned: tuple(nodes) for returned, nodes in found.items()}

    def sources(self, need: Need, needed_by: str) -> tuple[Node[..., Any], ...]:
        """Return the nodes that fill a need: none for a built-in type, one for a type, all in their order for All.

        `needed_by` names the node or recipe for errors. Raises GraphError if no node returns the type, if several nodes
        return it and All was not asked for, or if the nodes of All do not have different orders.
        """
        if need.type in _BUILT_IN:
            return ()
        nodes = self._sources.get(need.type, ())
        if need.every:
            return _in_order(nodes, need, needed_by)
        if not nodes:
            raise GraphError(f"{needed_by} needs {need.type.__name__}, which no node returns")
        if len(nodes) > 1:
            names = " and ".join(sorted(node.name for node in nodes))
            raise GraphError(f"{needed_by} needs one {need.type.__name__}, but {names} return one each; ask for All")
        return nodes

    def check(self) -> None:
        """Raise GraphError for a need without a source, a cycle, or a stream that is used twice."""
        streams: dict[str, Node[..., Any] | Recipe] = {}
        items: tuple[Node[..., Any] | Recipe, ...] = (*self.nodes, *self.recipes)
        for item in items:
            other = streams.setdefault(item.stream, item)
            if other is not item:
                raise GraphError(f'{other.name} and {item.name} share the stream "{item.stream}"')
        finished: set[str] = set()
        for node in self.nodes:
            self._refuse_cycles(node, (), finished)
        for recipe in self.recipes:
            for need in recipe.needs.values():
                self.sources(need, f"recipe {recipe.name}")

    def _refuse_cycles(self, node: Node[..., Any], path: tuple[Node[..., Any], ...], finished: set[str]) -> None:
        """Raise GraphError if a node needs a node of `path` or itself; add checked streams to `finished`."""
        if node in path:
            names = (*(other.name for other in path[path.index(node) :]), node.name)
            raise GraphError(f"a cycle of nodes: {' needs '.join(names)}")
        if node.stream in finished:
            return
        for need in node.needs.values():
            for source in self.sources(need, f"node {node.name}"):
                self._refuse_cycles(source, (*path, node), finished)
        finished.add(node.stream)

    @cached_property
    def _block_streams(self) -> frozenset[str]:
        return self._streams_that_need(Block)

    @cached_property
    def _day_streams(self) -> frozenset[str]:
        return self._streams_that_need(AsOf)

    def _streams_that_need(self, built_in: type) -> frozenset[str]:
        """Return the streams of the nodes that need a built-in type, directly or through other nodes."""
        found: set[str] = set()
        while True:
            further = {node.stream for node in self.nodes if self._needs(built_in, node, found)} - found
            if not further:
                return frozenset(found)
            found |= further

    def _needs(self, built_in: type, item: Node[..., Any] | Recipe, streams: Set[str]) -> bool:
        """Return whether a node or recipe needs a built-in type, or has a source among `streams`."""
        needs = item.needs.values()
        sources = (source.stream for need in needs for source in self.sources(need, item.name))
        return any(need.type is built_in for need in needs) or any(name in streams for name in sources)

    def runs_per_block(self, node: Node[..., Any]) -> bool:
        """Return whether a node runs once per block; other nodes run once for the bank."""
        return node.stream in self._block_streams

    def runs_per_day(self, node: Node[..., Any]) -> bool:
        """Return whether the result of a node depends on the day on which the bank is seen."""
        return node.stream in self._day_streams

    def changes_by_day(self, recipe: Recipe) -> bool:
        """Return whether columns of a recipe depend on the day on which the bank is seen; if not, rows never change."""
        return self._needs(AsOf, recipe, self._day_streams)

    @cached_property
    def bank_recipes(self) -> tuple[Recipe, ...]:
        """The recipes whose rows are made once for the bank."""
        return tuple(recipe for recipe in self.recipes if recipe not in self.block_recipes)

    @cached_property
    def block_recipes(self) -> tuple[Recipe, ...]:
        """The recipes whose rows are made block by block."""
        return tuple(recipe for recipe in self.recipes if self._needs(Block, recipe, self._block_streams))

    def uses(self, recipes: Iterable[Recipe]) -> Counter[str]:
        """Return how often recipes, and the nodes that they depend on, need the result of each node, by stream."""
        counts: Counter[str] = Counter()
        pending: list[Node[..., Any] | Recipe] = list(recipes)
        while pending:
            item = pending.pop()
            for source in self.all_sources(item):
                if source.stream not in counts:
                    pending.append(source)
                counts[source.stream] += 1
        return counts

    def sources_by_parameter(self, item: Node[..., Any] | Recipe) -> Mapping[str, tuple[Node[..., Any], ...]]:
        """Return the nodes that fill each need of a node or a recipe; raises as `sources` does."""
        found = self._found_sources.get(item.stream)
        if found is None:
            found = {parameter: self.sources(need, item.name) for parameter, need in item.needs.items()}
            self._found_sources[item.stream] = found
        return found

    @cached_property
    def _found_sources(self) -> dict[str, Mapping[str, tuple[Node[..., Any], ...]]]:
        """The results of `sources_by_parameter` by stream: every block asks for the same ones."""
        return {}

    def all_sources(self, item: Node[..., Any] | Recipe) -> Iterator[Node[..., Any]]:
        """Return the nodes that fill the needs of a node or a recipe, one after another; raises as `sources` does."""
        return chain.from_iterable(self.sources_by_parameter(item).values())


def _in_order(nodes: tuple[Node[..., Any], ...], need: Need, needed_by: str) -> tuple[Node[..., Any], ...]:
    """Return nodes of the same type, sorted by `order`. Raises GraphError if an order is missing or not unique."""
    by_order: dict[int, Node[..., Any]] = {}
    for node in nodes:
        name = need.type.__name__
        if node.order is None:
            raise GraphError(f"{needed_by} asks for all {name}, but {node.name} has no order among them")
        other = by_order.setdefault(node.order, node)
        if other is not node:
            raise GraphError(f"{other.name} and {node.name} both have order {node.order} among all {name}")
    return tuple(by_order[order] for order in sorted(by_order))


class Evaluation:
    """Runs the nodes of a graph, as a bank is seen on one day: each node once, when its result is first needed.

    The evaluation of a block takes the results of nodes that do not depend on the block from the evaluation `bank`.
    """

    def __init__(
        self, graph: Graph, layout: Layout, as_of: AsOf, block: Block | None = None, bank: "Evaluation | None" = None
    ) -> None:
        self._graph = graph
        self._bank = bank
        calendar = Calendar() if bank is None else bank._built_in[Calendar]
        self._built_in: dict[type, Any] = {Layout: layout, AsOf: as_of, Calendar: calendar, Block: block}
        self._laid_out: dict[str, Any] = {}
        self._seen: dict[str, Any] = {}
        self._other_days: dict[AsOf, Evaluation] = {}
        self._uses: Counter[str] = Counter()
        self._running = RLock()

    @property
    def as_of(self) -> AsOf:
        """The day on which the bank is seen."""
        day: AsOf = self._built_in[AsOf]
        return day

    def on(self, as_of: AsOf) -> "Evaluation":
        """Return the evaluation of the same bank or block on another day.

        It shares the results of the nodes that do not depend on the day, whichever of the two runs them. The evaluation
        of a bank keeps those of its other days, for its blocks to share.
        """
        if as_of == self.as_of:
            return self
        if self._bank is not None:
            return self._on(as_of, self._bank.on(as_of))
        with self._running:
            return self._other_days.setdefault(as_of, self._on(as_of, None))

    def forget_other_days(self) -> None:
        """Drop the results of a bank that were made for other days than its own: days that pass do not come back."""
        with self._running:
            self._other_days.clear()

    def _on(self, as_of: AsOf, bank: "Evaluation | None") -> "Evaluation":
        other = Evaluation(self._graph, self._built_in[Layout], as_of, self._built_in[Block], bank)
        other._built_in[Calendar] = self._built_in[Calendar]
        other._laid_out, other._running = self._laid_out, self._running
        return other

    def tables(self, recipes: Sequence[Recipe]) -> Iterator[TableRows]:
        """Yield the rows of each recipe that makes any. A block drops the result of a node after its last use.

        Raises RecipeError for columns that a table cannot store.
        """
        if self._bank is not None:  # what the bank has, later blocks need
            self._uses = self._graph.uses(recipes)
        for recipe in recipes:
            rows = recipe.laid_out(self.arguments(recipe)).seen_on(self.as_of)
            self._count_uses(recipe)
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
        """Return the arguments of a node or a recipe by parameter; runs the nodes whose results they are."""
        sources = self._graph.sources_by_parameter(function)
        return {name: self._argument(need, sources[name], function.stream) for name, need in function.needs.items()}

    def _argument(self, need: Need, sources: Sequence[Node[..., Any]], stream: str) -> Any:
        if need.type is Draw:
            return Draw(self._built_in[Layout].seed, stream)
        if need.type in _BUILT_IN:
            return self._built_in[need.type]
        results = [self._result(node) for node in sources]
        return All(tuple(results)) if need.every else results[0]

    def _result(self, node: Node[..., Any]) -> Any:
        if self._bank is not None and not self._graph.runs_per_block(node):
            return self._bank._result(node)
        results = self._seen if self._graph.runs_per_day(node) else self._laid_out
        # Several threads may use the evaluation of the bank: one per block that is being made.
        with self._running:
            if node.stream not in results:
                results[node.stream] = node(**self.arguments(node))
                self._count_uses(node)
            return results[node.stream]


def evaluations(graph: Graph, plan: Plan, blocks: Iterable[Block]) -> Iterator[tuple[Evaluation, tuple[Recipe, ...]]]:
    """Yield evaluations, each with the recipes that use it: first that of the bank, then one for each block."""
    bank = Evaluation(graph, plan.layout, plan.seen_on)
    yield bank, graph.bank_recipes
    for block in blocks:
        yield Evaluation(graph, plan.layout, plan.seen_on, block, bank), graph.block_recipes
