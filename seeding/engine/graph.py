"""The graph of a bank: which node feeds which node and recipe, checked before any row exists."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from threading import RLock
from types import ModuleType
from typing import Any, Self

from seeding.discovery import things_in
from seeding.engine.blocks import Block
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import All, Need, Node
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe

_GIVEN = (Plan, Block, Draw, Calendar)
"""What a node or a recipe can ask for without a node that returns it."""


class GraphError(Exception):
    """Nodes and recipes that do not fit together; the text names both ends."""


@dataclass(frozen=True)
class Graph:
    """All nodes and recipes of a bank."""

    nodes: tuple[Node[..., Any], ...]
    recipes: tuple[Recipe, ...]

    @classmethod
    def of(cls, modules: list[ModuleType]) -> Self:
        """Return the graph of every node and recipe that some modules define. Raises GraphError."""
        nodes = (node for module, node in things_in(modules, Node) if node.function.__module__ == module.__name__)
        recipes = (each for module, each in things_in(modules, Recipe) if each.write.__module__ == module.__name__)
        graph = cls(tuple(nodes), tuple(recipes))
        graph.check()
        return graph

    @cached_property
    def _sources(self) -> dict[type, tuple[Node[..., Any], ...]]:
        found: dict[type, list[Node[..., Any]]] = {}
        for node in self.nodes:
            found.setdefault(node.gives, []).append(node)
        return {kind: tuple(nodes) for kind, nodes in found.items()}

    def sources(self, need: Need, wanted_by: str) -> tuple[Node[..., Any], ...]:
        """Return the nodes that fill a need: none for what is given, one, or every one where All is asked for.

        Raises GraphError where none returns the type, several do, or their order is not told.
        """
        if need.type in _GIVEN:
            return ()
        nodes = self._sources.get(need.type, ())
        if need.every:
            return _in_order(nodes, need, wanted_by)
        if not nodes:
            raise GraphError(f"{wanted_by} needs {need.type.__name__}, which no node returns")
        if len(nodes) > 1:
            names = " and ".join(sorted(node.name for node in nodes))
            raise GraphError(f"{wanted_by} needs one {need.type.__name__}, but {names} return one each; ask for All")
        return nodes

    def check(self) -> None:
        """Raise GraphError for a missing source, a cycle, or a stream that is used twice."""
        streams: dict[str, Node[..., Any] | Recipe] = {}
        things: tuple[Node[..., Any] | Recipe, ...] = (*self.nodes, *self.recipes)
        for thing in things:
            other = streams.setdefault(thing.stream, thing)
            if other is not thing:
                raise GraphError(f'{other.name} and {thing.name} share the stream "{thing.stream}"')
        finished: set[str] = set()
        for node in self.nodes:
            self._walk(node, (), finished)
        for recipe in self.recipes:
            for need in recipe.needs.values():
                self.sources(need, f"recipe {recipe.name}")

    def _walk(self, node: Node[..., Any], path: tuple[Node[..., Any], ...], finished: set[str]) -> None:
        if node in path:
            names = (*(each.name for each in path[path.index(node) :]), node.name)
            raise GraphError(f"a cycle of nodes: {' needs '.join(names)}")
        if node.stream in finished:
            return
        for need in node.needs.values():
            for source in self.sources(need, f"node {node.name}"):
                self._walk(source, (*path, node), finished)
        finished.add(node.stream)

    @cached_property
    def _block_streams(self) -> frozenset[str]:
        """The streams of the nodes that run block by block, and not once for the bank."""
        found: set[str] = set()
        while True:
            further = {node.stream for node in self.nodes if self._touches(node.needs, node.name, found)} - found
            if not further:
                return frozenset(found)
            found |= further

    def _touches(self, needs: Mapping[str, Need], wanted_by: str, block_streams: Set[str]) -> bool:
        sources = (source.stream for need in needs.values() for source in self.sources(need, wanted_by))
        return any(need.type is Block for need in needs.values()) or any(name in block_streams for name in sources)

    def runs_per_block(self, node: Node[..., Any]) -> bool:
        """Return whether a node runs block by block."""
        return node.stream in self._block_streams

    @cached_property
    def once(self) -> tuple[Recipe, ...]:
        """The recipes of tables that are written once for the bank."""
        return tuple(recipe for recipe in self.recipes if recipe not in self.by_block)

    @cached_property
    def by_block(self) -> tuple[Recipe, ...]:
        """The recipes of tables that are written block by block."""
        return tuple(recipe for recipe in self.recipes if self._touches(recipe.needs, recipe.name, self._block_streams))


def _in_order(nodes: tuple[Node[..., Any], ...], need: Need, wanted_by: str) -> tuple[Node[..., Any], ...]:
    """Return the nodes that return a type by their `order`. Raises GraphError where one lacks it or two share it."""
    by_order: dict[int, Node[..., Any]] = {}
    for node in nodes:
        kind = need.type.__name__
        if node.order is None:
            raise GraphError(f"{wanted_by} asks for all {kind}, but {node.name} has no order among them")
        other = by_order.setdefault(node.order, node)
        if other is not node:
            raise GraphError(f"{other.name} and {node.name} both have order {node.order} among all {kind}")
    return tuple(by_order[place] for place in sorted(by_order))


class Evaluation:
    """Runs the nodes of a graph: each when its result is first asked for, and only once.

    The evaluation of a block leaves what does not depend on the block to that of the `bank`.
    """

    def __init__(self, graph: Graph, plan: Plan, block: Block | None = None, bank: "Evaluation | None" = None) -> None:
        self._graph = graph
        self._bank = bank
        calendar = Calendar() if bank is None else bank._given[Calendar]
        self._given: dict[type, Any] = {Plan: plan, Calendar: calendar, Block: block}
        self._results: dict[str, Any] = {}
        self._running = RLock()

    def arguments(self, of: Node[..., Any] | Recipe) -> dict[str, Any]:
        """Return the arguments of a node or a recipe, its draws included."""
        return {parameter: self._fill(need, of) for parameter, need in of.needs.items()}

    def _fill(self, need: Need, of: Node[..., Any] | Recipe) -> Any:
        if need.type is Draw:
            return Draw(self._given[Plan].seed, of.stream)
        if need.type in _GIVEN:
            return self._given[need.type]
        results = [self._result(node) for node in self._graph.sources(need, of.name)]
        return All(tuple(results)) if need.every else results[0]

    def _result(self, node: Node[..., Any]) -> Any:
        if self._bank is not None and not self._graph.runs_per_block(node):
            return self._bank._result(node)
        # The evaluation of the bank is asked from every thread that makes a block.
        with self._running:
            if node.stream not in self._results:
                self._results[node.stream] = node(**self.arguments(node))
            return self._results[node.stream]


def evaluations(graph: Graph, plan: Plan, blocks: Iterable[Block]) -> Iterator[tuple[Evaluation, tuple[Recipe, ...]]]:
    """Yield the evaluations of a bank with the recipes to write on each: the bank's own first, then block by block."""
    bank = Evaluation(graph, plan)
    yield bank, graph.once
    for block in blocks:
        yield Evaluation(graph, plan, block, bank), graph.by_block
