"""The wiring of a bank: which life gives what to which life and recipe, checked before any row exists."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from threading import RLock
from types import ModuleType
from typing import Any, Self

from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.life import All, Life, Need
from seeding.engine.plan import Block, Plan
from seeding.engine.recipe import TableRecipe

_GIVEN = (Plan, Block, Draw, Calendar)
"""What a life or a recipe can name without a life that gives it."""


class BlueprintError(Exception):
    """Lives and recipes that do not fit together; names both ends."""


@dataclass(frozen=True)
class Blueprint:
    """All lives and recipes of a bank."""

    lives: tuple[Life[..., Any], ...]
    recipes: tuple[TableRecipe, ...]

    @classmethod
    def of(cls, *modules: ModuleType) -> Self:
        """Return the blueprint of the lives and recipes that some modules define. Raises BlueprintError."""
        found = [(module.__name__, thing) for module in modules for thing in vars(module).values()]
        lives = [thing for module, thing in found if isinstance(thing, Life) and thing.module == module]
        recipes = [
            thing for module, thing in found if isinstance(thing, TableRecipe) and thing.write.__module__ == module
        ]
        blueprint = cls(tuple(lives), tuple(recipes))
        blueprint.check()
        return blueprint

    @cached_property
    def _sources(self) -> dict[type, tuple[Life[..., Any], ...]]:
        kinds = dict.fromkeys(life.gives for life in self.lives)
        by_name = sorted(self.lives, key=lambda life: life.name)
        return {kind: tuple(life for life in by_name if life.gives is kind) for kind in kinds}

    def sources(self, need: Need, wanted_by: str) -> tuple[Life[..., Any], ...]:
        """Return the lives that fill a need: none for what is given, one, or every one where All is asked for."""
        if need.type in _GIVEN:
            return ()
        lives = self._sources.get(need.type, ())
        if need.every or len(lives) == 1:
            return lives
        if not lives:
            raise BlueprintError(f"{wanted_by} needs {need.type.__name__}, which no life returns")
        names = " and ".join(life.name for life in lives)
        raise BlueprintError(f"{wanted_by} needs one {need.type.__name__}, but {names} return one each; ask for All")

    def check(self) -> None:
        """Raise BlueprintError where a source is missing, a circle is closed, or a name is used twice."""
        names = [life.name for life in self.lives] + [recipe.name for recipe in self.recipes]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise BlueprintError(f"two lives or recipes are called {twice[0]}; their draws would be the same")
        finished: set[str] = set()
        for life in self.lives:
            self._walk(life, (), finished)
        for recipe in self.recipes:
            for need in recipe.needs.values():
                self.sources(need, f"recipe {recipe.name}")

    def _walk(self, life: Life[..., Any], path: tuple[str, ...], finished: set[str]) -> None:
        if life.name in path:
            raise BlueprintError(f"a circle of lives: {' needs '.join((*path[path.index(life.name) :], life.name))}")
        if life.name in finished:
            return
        for need in life.needs.values():
            for source in self.sources(need, f"life {life.name}"):
                self._walk(source, (*path, life.name), finished)
        finished.add(life.name)

    @cached_property
    def _block_lives(self) -> frozenset[str]:
        """The names of the lives that are lived block by block, and not once for the bank."""
        found: set[str] = set()
        while True:
            further = {life.name for life in self.lives if self._touches(life.needs, life.name, found)} - found
            if not further:
                return frozenset(found)
            found |= further

    def _touches(self, needs: Mapping[str, Need], wanted_by: str, block_lives: Set[str]) -> bool:
        sources = (source.name for need in needs.values() for source in self.sources(need, wanted_by))
        return any(need.type is Block for need in needs.values()) or any(name in block_lives for name in sources)

    def in_blocks(self, life: Life[..., Any]) -> bool:
        """Return whether a life is lived block by block."""
        return life.name in self._block_lives

    @cached_property
    def once(self) -> tuple[TableRecipe, ...]:
        """The recipes of tables that are written once for the bank."""
        return tuple(recipe for recipe in self.recipes if recipe not in self.by_block)

    @cached_property
    def by_block(self) -> tuple[TableRecipe, ...]:
        """The recipes of tables that are written block by block."""
        return tuple(recipe for recipe in self.recipes if self._touches(recipe.needs, recipe.name, self._block_lives))


class Stage:
    """Where lives are lived: computes each life of a blueprint when it is first asked for, and keeps it.

    The stage of a block leaves what does not depend on the block to the `bank`'s stage.
    """

    def __init__(
        self, blueprint: Blueprint, plan: Plan, block: Block | None = None, bank: "Stage | None" = None
    ) -> None:
        self._blueprint = blueprint
        self._bank = bank
        calendar = Calendar() if bank is None else bank._given[Calendar]
        self._given: dict[type, Any] = {Plan: plan, Calendar: calendar, Block: block}
        self._lived: dict[str, Any] = {}
        self._living = RLock()

    def sources(self, needs: Mapping[str, Need], name: str) -> dict[str, Any]:
        """Return the arguments of the life or recipe called `name`, its draws included."""
        return {parameter: self._fill(need, name) for parameter, need in needs.items()}

    def _fill(self, need: Need, name: str) -> Any:
        if need.type is Draw:
            return Draw(self._given[Plan].seed, name)
        if need.type in _GIVEN:
            return self._given[need.type]
        lived = [self._live(life) for life in self._blueprint.sources(need, name)]
        return All(tuple(lived)) if need.every else lived[0]

    def _live(self, life: Life[..., Any]) -> Any:
        if self._bank is not None and not self._blueprint.in_blocks(life):
            return self._bank._live(life)
        # The bank's stage is asked from every thread that bakes a block.
        with self._living:
            if life.name not in self._lived:
                self._lived[life.name] = life(**self.sources(life.needs, life.name))
            return self._lived[life.name]


def stages(
    blueprint: Blueprint, plan: Plan, blocks: Iterable[Block]
) -> Iterator[tuple[Stage, tuple[TableRecipe, ...]]]:
    """Yield the stages of a bank with the recipes to bake on each: first the bank's own, then block by block."""
    bank = Stage(blueprint, plan)
    yield bank, blueprint.once
    for block in blocks:
        yield Stage(blueprint, plan, block, bank), blueprint.by_block
