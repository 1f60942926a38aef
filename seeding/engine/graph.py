"""The graph of a bank: the nodes that each node and recipe depends on, checked before any row exists."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import chain
from types import ModuleType
from typing import Any, Self

from seeding.discovery import instances_in
from seeding.engine.blocks import Block
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import Need, Node
from seeding.engine.recipe import Recipe
from seeding.engine.regions import Region

BUILT_IN = (Layout, AsOf, Region, Block, Draw, Calendar)
"""The types that nodes and recipes can need without a node that returns them."""


class Level(IntEnum):
    """The level of a node: it runs once for the bank, once for each region, or once for each block."""

    BANK = 0
    REGION = 1
    BLOCK = 2


_HOW_OFTEN = {Level.BANK: "once for the bank", Level.REGION: "for each region", Level.BLOCK: "for each block"}


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
        if need.type in BUILT_IN and not need.each_region:
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
        """Raise GraphError for a need without a source, a cycle, or a stream that is used twice.

        Also for a need of the results of each region, if their node does not run for each region, or if they are needed
        by what runs more than once: a block must not cost more in a larger bank.
        """
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
        for item in items:
            self._refuse_regions(item)

    def _refuse_regions(self, item: Node[..., Any] | Recipe) -> None:
        """Raise GraphError if a node or recipe must not have the results of each region that it needs."""
        for need in item.needs.values():
            if not need.each_region:
                continue
            wanted = f"{item.name} needs {need.type.__name__} of each region"
            (source,) = self.sources(need, item.name)
            if self.level(source) is not Level.REGION:
                raise GraphError(f"{wanted}, but {source.name} runs {_HOW_OFTEN[self.level(source)]}")
            if self.level(item) is not Level.BANK:
                raise GraphError(f"{wanted} from {source.name}, but {item.name} runs {_HOW_OFTEN[self.level(item)]}")

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
    def _region_streams(self) -> frozenset[str]:
        return self._streams_that_need(Region)

    @cached_property
    def _day_streams(self) -> frozenset[str]:
        return self._streams_that_need(AsOf)

    def _streams_that_need(self, built_in: type) -> frozenset[str]:
        """Return the streams of the nodes that need a built-in type, directly or through other nodes."""
        found: set[str] = set()
        seen: set[str] = set()

        def visit(node: Node[..., Any]) -> None:
            """Decide a node's sources, and then the node: the graph has no cycles."""
            if node.stream in seen:
                return
            seen.add(node.stream)
            for source in self.all_sources(node):
                visit(source)
            if self._needs(built_in, node, found):
                found.add(node.stream)

        for node in self.nodes:
            visit(node)
        return frozenset(found)

    def _needs(self, built_in: type, item: Node[..., Any] | Recipe, streams: Set[str]) -> bool:
        """Return whether a node or recipe needs a built-in type, or has a source among `streams`.

        What needs the results of each region does not need a region of its own.
        """
        for parameter, sources in self.sources_by_parameter(item).items():
            need = item.needs[parameter]
            if need.each_region and built_in is Region:
                continue
            if need.type is built_in or any(source.stream in streams for source in sources):
                return True
        return False

    def level(self, item: Node[..., Any] | Recipe) -> Level:
        """Return how often a node or a recipe runs: what depends on a block or a region, even indirectly, per each."""
        if self._needs(Block, item, self._block_streams):
            return Level.BLOCK
        return Level.REGION if self._needs(Region, item, self._region_streams) else Level.BANK

    def runs_per_block(self, node: Node[..., Any]) -> bool:
        """Return whether a node runs once per block."""
        return node.stream in self._block_streams

    @cached_property
    def levels(self) -> dict[str, Level]:
        """The level of each node, by stream."""
        return {node.stream: self.level(node) for node in self.nodes}

    def runs_per_day(self, node: Node[..., Any]) -> bool:
        """Return whether the result of a node depends on the day on which the bank is seen."""
        return node.stream in self._day_streams

    def changes_by_day(self, recipe: Recipe) -> bool:
        """Return whether columns of a recipe depend on the day on which the bank is seen; if not, rows never change."""
        return self._needs(AsOf, recipe, self._day_streams)

    @cached_property
    def _recipes_by_level(self) -> dict[Level, tuple[Recipe, ...]]:
        levels = {recipe.table: self.level(recipe) for recipe in self.recipes}
        return {each: tuple(item for item in self.recipes if levels[item.table] is each) for each in Level}

    @property
    def bank_recipes(self) -> tuple[Recipe, ...]:
        """The recipes whose rows are made once for the bank."""
        return self._recipes_by_level[Level.BANK]

    @property
    def region_recipes(self) -> tuple[Recipe, ...]:
        """The recipes whose rows are made region by region."""
        return self._recipes_by_level[Level.REGION]

    @property
    def block_recipes(self) -> tuple[Recipe, ...]:
        """The recipes whose rows are made block by block."""
        return self._recipes_by_level[Level.BLOCK]

    def uses(self, recipes: Iterable[Recipe]) -> Counter[str]:
        """Return how often recipes, and the nodes that they depend on, need the result of each node, by stream.

        Raises GraphError as `sources` does.
        """
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
        function = item.function if isinstance(item, Node) else item.write
        found = self._found_sources.get(function)
        if found is None:
            found = {parameter: self.sources(need, item.name) for parameter, need in item.needs.items()}
            self._found_sources[function] = found
        return found

    @cached_property
    def _found_sources(self) -> dict[Callable[..., Any], Mapping[str, tuple[Node[..., Any], ...]]]:
        """The results of `sources_by_parameter` by function: every block asks for the same ones."""
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
