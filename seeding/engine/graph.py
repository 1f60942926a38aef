"""The graph of a bank: the nodes that each node and recipe depends on, checked before any row exists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from threading import RLock
from types import ModuleType
from typing import Any, Self

from seeding.discovery import instances_in
from seeding.engine.blocks import Block
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import All, Need, Node
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, TableRows

_BUILT_IN = (Plan, Block, Draw, Calendar)
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
        """The streams of the nodes that run once per block: they need the block, directly or through other nodes."""
        found: set[str] = set()
        while True:
            further = {node.stream for node in self.nodes if self._needs_block(node.needs, node.name, found)} - found
            if not further:
                return frozenset(found)
            found |= further

    def _needs_block(self, needs: Mapping[str, Need], needed_by: str, block_streams: Set[str]) -> bool:
        """Return whether any of `needs` is the block, or has a source among `block_streams`."""
        sources = (source.stream for need in needs.values() for source in self.sources(need, needed_by))
        return any(need.type is Block for need in needs.values()) or any(name in block_streams for name in sources)

    def runs_per_block(self, node: Node[..., Any]) -> bool:
        """Return whether a node runs once per block; other nodes run once for the bank."""
        return node.stream in self._block_streams

    @cached_property
    def bank_recipes(self) -> tuple[Recipe, ...]:
        """The recipes whose rows are made once for the bank."""
        return tuple(recipe for recipe in self.recipes if recipe not in self.block_recipes)

    @cached_property
    def block_recipes(self) -> tuple[Recipe, ...]:
        """The recipes whose rows are made block by block."""
        return tuple(
            recipe for recipe in self.recipes if self._needs_block(recipe.needs, recipe.name, self._block_streams)
        )

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

    def all_sources(self, item: Node[..., Any] | Recipe) -> Iterator[Node[..., Any]]:
        """Yield the nodes that fill each need of a node or a recipe; raises as `sources` does."""
        for need in item.needs.values():
            yield from self.sources(need, item.name)


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
    """Runs the nodes of a graph: each node once, when its result is needed for the first time.

    The evaluation of a block takes the results of nodes that do not depend on the block from the evaluation `bank`.
    """

    def __init__(self, graph: Graph, plan: Plan, block: Block | None = None, bank: "Evaluation | None" = None) -> None:
        self._graph = graph
        self._bank = bank
        calendar = Calendar() if bank is None else bank._built_in[Calendar]
        self._built_in: dict[type, Any] = {Plan: plan, Calendar: calendar, Block: block}
        self._results: dict[str, Any] = {}
        self._uses: Counter[str] = Counter()
        self._running = RLock()

    def tables(self, recipes: Sequence[Recipe]) -> Iterator[TableRows]:
        """Yield the rows of each recipe that makes any. A block drops the result of a node after its last use.

        Raises RecipeError for columns that a table cannot store.
        """
        if self._bank is not None:  # what the bank has, later blocks need
            self._uses = self._graph.uses(recipes)
        for recipe in recipes:
            rows = recipe.rows(self.arguments(recipe))
            self._count_uses(recipe)
            if rows.batch.num_rows:
                yield rows
            del rows  # not kept while the next one is made

    def _count_uses(self, user: Node[..., Any] | Recipe) -> None:
        """Note that a node or a recipe has used its sources, and drop the results that are used up."""
        for source in self._graph.all_sources(user):
            self._uses[source.stream] -= 1
            if self._uses[source.stream] == 0:
                self._results.pop(source.stream, None)

    def arguments(self, function: Node[..., Any] | Recipe) -> dict[str, Any]:
        """Return the arguments of a node or a recipe by parameter; runs the nodes whose results they are."""
        return {parameter: self._argument(need, function) for parameter, need in function.needs.items()}

    def _argument(self, need: Need, function: Node[..., Any] | Recipe) -> Any:
        if need.type is Draw:
            return Draw(self._built_in[Plan].seed, function.stream)
        if need.type in _BUILT_IN:
            return self._built_in[need.type]
        results = [self._result(node) for node in self._graph.sources(need, function.name)]
        return All(tuple(results)) if need.every else results[0]

    def _result(self, node: Node[..., Any]) -> Any:
        if self._bank is not None and not self._graph.runs_per_block(node):
            return self._bank._result(node)
        # Several threads may use the evaluation of the bank: one per block that is being made.
        with self._running:
            if node.stream not in self._results:
                self._results[node.stream] = node(**self.arguments(node))
                self._count_uses(node)
            return self._results[node.stream]


def evaluations(graph: Graph, plan: Plan, blocks: Iterable[Block]) -> Iterator[tuple[Evaluation, tuple[Recipe, ...]]]:
    """Yield evaluations, each with the recipes that use it: first that of the bank, then one for each block."""
    bank = Evaluation(graph, plan)
    yield bank, graph.bank_recipes
    for block in blocks:
        yield Evaluation(graph, plan, block, bank), graph.block_recipes
