"""Wiring: lives and recipes find each other by type, what does not fit is named before any row exists."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from datahub.employees.models import Department, TrainingProgram
from seeding.engine.blueprint import Blueprint, BlueprintError, stages
from seeding.engine.calendar import Calendar
from seeding.engine.columns import Columns
from seeding.engine.draw import Draw
from seeding.engine.life import All, Need, life
from seeding.engine.plan import Block, Plan, blocks
from seeding.engine.recipe import TableRecipe, exactly, recipe
from seeding.engine.rows import single_cell

DAY = date(2026, 6, 30)
PLAN = Plan(seed=3, customers=700, employees=5, as_of=DAY, epoch=DAY)


@dataclass(frozen=True)
class People:
    names: tuple[str, ...]


@dataclass(frozen=True)
class Homes:
    count: int


@dataclass(frozen=True)
class Ledger:
    entries: tuple[object, ...]


@dataclass(frozen=True)
class Postings:
    source: str


def never(*_: object, **__: object) -> Any:
    raise AssertionError("a row was made before the wiring was checked")


def table(write: Callable[..., Columns], model: type = TrainingProgram) -> TableRecipe:
    return recipe(model, lambda plan: exactly(1))(write)


@life
def people(block: Block, plan: Plan) -> People:
    return never(block, plan)


@life
def homes(people: People) -> Homes:
    return never(people)


@life
def loans(people: People) -> Postings:
    return Postings("loans")


@life
def claims() -> Postings:
    return Postings("claims")


@life
def ledger(everything: All[Postings]) -> Ledger:
    return Ledger(tuple(posting.source for posting in everything.items))


def refused(lives: tuple[Any, ...], recipes: tuple[TableRecipe, ...] = ()) -> str:
    with pytest.raises(BlueprintError) as error:
        Blueprint(lives, recipes).check()
    return str(error.value)


def test_a_life_says_by_its_annotations_what_it_needs_and_gives() -> None:
    assert ledger.needs == {"everything": Need(Postings, every=True)}
    assert people.needs == {"block": Need(Block), "plan": Need(Plan)}
    assert (ledger.name, ledger.gives, ledger.module) == ("ledger", Ledger, __name__)


def test_a_parameter_without_annotation_is_refused() -> None:
    def unclear(people) -> Homes:  # type: ignore[no-untyped-def]
        return never(people)

    with pytest.raises(TypeError, match=r"unclear: the type of people"):
        life(unclear)


def test_a_life_that_does_not_say_what_it_gives_is_refused() -> None:
    def unclear(plan: Plan):  # type: ignore[no-untyped-def]
        return never(plan)

    with pytest.raises(TypeError, match="unclear has to say which class it returns"):
        life(unclear)


def test_a_missing_source_of_a_life_is_named_with_who_needs_it() -> None:
    assert refused((homes,)) == "life homes needs People, which no life returns"


def test_a_missing_source_of_a_recipe_is_named_with_the_recipe() -> None:
    def training_program(homes: Homes) -> Columns:
        return never(homes)

    assert refused((), (table(training_program),)) == "recipe training_program needs Homes, which no life returns"


def test_a_circle_is_told_all_the_way_round() -> None:
    @life
    def hen(egg: Homes) -> People:
        return never(egg)

    @life
    def egg(ledger: Ledger) -> Homes:
        return never(ledger)

    @life
    def farm(hen: People) -> Ledger:
        return never(hen)

    assert refused((hen, egg, farm)) == "a circle of lives: hen needs egg needs farm needs hen"


def test_a_circle_through_all_is_a_circle() -> None:
    @life
    def interest(ledger: Ledger) -> Postings:
        return never(ledger)

    assert "interest needs ledger needs interest" in refused((interest, ledger))


def test_an_ambiguous_source_is_told_with_every_candidate() -> None:
    @life
    def report(postings: Postings) -> Ledger:
        return never(postings)

    message = refused((people, loans, claims, report))
    assert message == "life report needs one Postings, but claims and loans return one each; ask for All"


def test_a_name_used_twice_is_refused() -> None:
    def another() -> Callable[..., Any]:
        def claims() -> Homes:
            return never()

        return claims

    assert "two lives or recipes are called claims" in refused((claims, life(another())))


def test_a_table_written_twice_is_refused() -> None:
    def first(plan: Plan) -> Columns:
        return never(plan)

    def second(plan: Plan) -> Columns:
        return never(plan)

    assert "two lives or recipes are called training_program" in refused((), (table(first), table(second)))


def module_of(name: str, **things: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(things)
    return module


def test_a_blueprint_holds_what_its_modules_define_and_not_what_they_import() -> None:
    def training_program(ledger: Ledger) -> Columns:
        return never(ledger)

    own = module_of(__name__, people=people, loans=loans, claims=claims, ledger=ledger, written=table(training_program))
    importing = module_of("somewhere.else", ledger=ledger, claims=claims)
    blueprint = Blueprint.of(importing, own)
    assert {life.name for life in blueprint.lives} == {"claims", "ledger", "loans", "people"}
    assert [recipe.name for recipe in blueprint.recipes] == ["training_program"]


def test_a_blueprint_is_checked_when_it_is_made() -> None:
    with pytest.raises(BlueprintError, match="life homes needs People"):
        Blueprint.of(module_of(__name__, homes=homes))


def test_blocks_are_for_what_depends_on_one_at_any_remove() -> None:
    def training_program(ledger: Ledger) -> Columns:
        return never(ledger)

    def department(claims: All[Postings], plan: Plan) -> Columns:
        return never(claims, plan)

    def whole(plan: Plan) -> Columns:
        return never(plan)

    by_block, once = table(training_program), table(whole, Department)
    blueprint = Blueprint((people, loans, claims, ledger), (by_block, once))
    assert blueprint.by_block == (by_block,)
    assert blueprint.once == (once,)
    assert Blueprint((claims,), (table(department, Department),)).by_block == ()


class World:
    """Lives that count how often they are lived."""

    def __init__(self) -> None:
        lived: Counter[str] = Counter()
        self.lived = lived

        @life
        def staff(plan: Plan, draw: Draw) -> Homes:
            lived["staff"] += 1
            return Homes(int(draw.integers("count", single_cell(np.arange(1)), 1, 10**9)[0]))

        @life
        def crowd(block: Block, homes: Homes) -> People:
            lived["crowd"] += 1
            return People((f"{block.first}-{block.end}",))

        @life
        def borrowers(people: People, homes: Homes) -> Postings:
            lived["borrowers"] += 1
            return Postings(f"loans of {people.names[0]}")

        @life
        def arrears() -> Postings:
            return Postings("arrears")

        def department(homes: Homes, draw: Draw, calendar: Calendar) -> Columns:
            return never()

        def training_program(people: People, book: Ledger, homes: Homes, block: Block) -> Columns:
            return never()

        things = (crowd, borrowers, arrears, ledger, staff, table(department, Department), table(training_program))
        self.blueprint = Blueprint.of(module_of(__name__, **{str(place): thing for place, thing in enumerate(things)}))


def played(world: World, cells_per_block: int = 1) -> list[dict[str, Any]]:
    return [
        stage.sources(recipe.needs, recipe.name)
        for stage, recipes in stages(world.blueprint, PLAN, blocks(PLAN, cells_per_block))
        for recipe in recipes
    ]


def test_the_bank_comes_first_and_then_block_after_block() -> None:
    bank, *by_block = played(World())
    assert bank.keys() == {"homes", "draw", "calendar"}
    assert [sources["people"].names for sources in by_block] == [("0-1",), ("1-2",), ("2-3",), ("3-4",)]
    assert [sources["block"] for sources in by_block] == list(blocks(PLAN, 1))


def test_all_collects_every_source_in_the_order_of_names() -> None:
    _, first, *_ = played(World())
    assert first["book"].entries == ("arrears", "loans of 0-1")
    assert list(Blueprint((ledger,), ()).sources(Need(Postings, every=True), "ledger")) == []


def test_what_does_not_depend_on_a_block_is_lived_once() -> None:
    world = World()
    sources = played(world)
    assert world.lived["staff"] == 1
    assert len({id(given["homes"]) for given in sources}) == 1


def test_each_life_is_lived_once_a_block_however_many_ask_for_it() -> None:
    world = World()
    assert len(played(world)) == 5
    assert world.lived["crowd"] == 4
    assert world.lived["borrowers"] == 4


def test_nothing_is_lived_before_it_is_asked_for() -> None:
    world = World()
    list(stages(world.blueprint, PLAN, blocks(PLAN, 1)))
    assert not world.lived


def test_draws_carry_the_seed_and_the_name_of_who_draws() -> None:
    bank, *_ = played(World())
    assert bank["draw"] == Draw(3, "department")
    expected = Draw(3, "staff").integers("count", single_cell(np.arange(1)), 1, 10**9)[0]
    assert bank["homes"].count == expected
