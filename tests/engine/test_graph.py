"""The graph connects nodes and recipes by type, and names what does not fit before any row exists."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any
from weakref import ref

import numpy as np
import pytest

from datahub.employees.models import Department, Employee, TrainingProgram
from seeding.engine.blocks import Block, blocks
from seeding.engine.calendar import Calendar
from seeding.engine.columns import Columns
from seeding.engine.draw import Draw
from seeding.engine.evaluation import Evaluation, evaluations
from seeding.engine.expected import exactly
from seeding.engine.graph import Graph, GraphError
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import All, EachRegion, Need, node
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, recipe
from seeding.engine.regions import Region
from seeding.engine.rows import one_stratum

DAY = date(2026, 6, 30)
PLAN = Plan(seed=3, customers=700, employees=1_500, start=DAY, as_of=DAY, until=DAY, cells_per_region=2)
"""Four cells in two regions."""


@dataclass(frozen=True)
class People:
    names: tuple[str, ...]


@dataclass(frozen=True)
class Homes:
    count: int


@dataclass(frozen=True)
class Staff:
    region: int


@dataclass(frozen=True)
class Payroll:
    regions: tuple[int, ...]
    first: Staff


@dataclass(frozen=True)
class Ledger:
    entries: tuple[object, ...]


@dataclass(frozen=True)
class Postings:
    source: str


def never(*_: object, **__: object) -> Any:
    raise AssertionError("a row was made before the graph was checked")


def table(write: Callable[..., Columns], model: type = TrainingProgram) -> Recipe:
    return recipe(model, lambda layout: exactly(1), since=None)(write)


@node(stream="people")
def people(block: Block, layout: Layout) -> People:
    return never(block, layout)


@node(stream="homes")
def homes(people: People) -> Homes:
    return never(people)


@node(stream="loans", order=2)
def loans(people: People) -> Postings:
    return Postings("loans")


@node(stream="claims", order=1)
def claims() -> Postings:
    return Postings("claims")


@node(stream="ledger")
def ledger(everything: All[Postings]) -> Ledger:
    return Ledger(tuple(posting.source for posting in everything.items))


def refused(nodes: tuple[Any, ...], recipes: tuple[Recipe, ...] = ()) -> str:
    with pytest.raises(GraphError) as error:
        Graph(nodes, recipes).check()
    return str(error.value)


def test_annotations_state_what_a_node_needs_and_returns() -> None:
    assert ledger.needs == {"everything": Need(Postings, every=True)}
    assert people.needs == {"block": Need(Block), "layout": Need(Layout)}
    assert (ledger.name, ledger.returns, ledger.stream) == ("ledger", Ledger, "ledger")


def test_a_parameter_without_annotation_is_refused() -> None:
    def unclear(people) -> Homes:  # type: ignore[no-untyped-def]
        return never(people)

    with pytest.raises(TypeError, match=r"unclear: parameter people must be annotated"):
        node(stream="unclear")(unclear)


def test_a_node_without_an_annotated_result_is_refused() -> None:
    def unclear(layout: Layout):  # type: ignore[no-untyped-def]
        return never(layout)

    with pytest.raises(TypeError, match="unclear must be annotated with the class it returns"):
        node(stream="unclear")(unclear)


def test_a_missing_source_of_a_node_is_named_with_the_node() -> None:
    assert refused((homes,)) == "node homes needs People, which no node returns"


def test_a_missing_source_of_a_recipe_is_named_with_the_recipe() -> None:
    def training_program(homes: Homes) -> Columns:
        return never(homes)

    assert refused((), (table(training_program),)) == "recipe training_program needs Homes, which no node returns"


def test_a_cycle_is_named_completely() -> None:
    @node(stream="hen")
    def hen(egg: Homes) -> People:
        return never(egg)

    @node(stream="egg")
    def egg(ledger: Ledger) -> Homes:
        return never(ledger)

    @node(stream="farm")
    def farm(hen: People) -> Ledger:
        return never(hen)

    assert refused((hen, egg, farm)) == "a cycle of nodes: hen needs egg needs farm needs hen"


def test_a_cycle_through_all_is_a_cycle() -> None:
    @node(stream="interest", order=3)
    def interest(ledger: Ledger) -> Postings:
        return never(ledger)

    assert "interest needs ledger needs interest" in refused((interest, ledger))


def test_an_ambiguous_source_is_named_with_every_candidate() -> None:
    @node(stream="report")
    def report(postings: Postings) -> Ledger:
        return never(postings)

    message = refused((people, loans, claims, report))
    assert message == "node report needs one Postings, but claims and loans return one each; ask for All"


def test_a_stream_used_twice_is_refused() -> None:
    @node(stream="claims")
    def others() -> Homes:
        return never()

    assert refused((claims, others)) == 'claims and others share the stream "claims"'


def test_a_table_written_twice_is_refused() -> None:
    def first(layout: Layout) -> Columns:
        return never(layout)

    def second(layout: Layout) -> Columns:
        return never(layout)

    message = refused((), (table(first), table(second)))
    assert message == 'training_program and training_program share the stream "table training_programs"'


def test_a_node_among_all_needs_an_order_of_its_own() -> None:
    @node(stream="fees")
    def fees() -> Postings:
        return never()

    @node(stream="refunds", order=1)
    def refunds() -> Postings:
        return never()

    assert refused((claims, fees, ledger)) == "node ledger asks for all Postings, but fees has no order among them"
    assert refused((claims, refunds, ledger)) == "claims and refunds both have order 1 among all Postings"


def test_nodes_and_recipes_may_be_renamed_without_changing_a_draw() -> None:
    """A draw depends on the stream and the column, not on the name of the function."""

    def numbers(name: str) -> list[int]:
        def draws(layout: Layout, draw: Draw) -> Homes:
            return Homes(int(draw.integers("count", one_stratum(np.arange(1)), 1, 10**9)[0]))

        draws.__name__ = name
        drawing = node(stream="homes")(draws)
        written: list[int] = []

        def training_program(homes: Homes) -> Columns:
            written.append(homes.count)
            return {}

        (evaluation, (recipe,)), *_ = evaluations(Graph((drawing,), (table(training_program),)), PLAN, [])
        recipe.write(**evaluation.arguments(recipe))
        return written

    assert numbers("homes") == numbers("dwellings")


def module_of(name: str, **contents: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(contents)
    return module


def test_a_graph_contains_what_its_modules_define_but_not_what_they_import() -> None:
    def training_program(ledger: Ledger) -> Columns:
        return never(ledger)

    own = module_of(__name__, people=people, loans=loans, claims=claims, ledger=ledger, written=table(training_program))
    importing = module_of("somewhere.else", ledger=ledger, claims=claims)
    graph = Graph.of([importing, own])
    assert {node.name for node in graph.nodes} == {"claims", "ledger", "loans", "people"}
    assert [recipe.name for recipe in graph.recipes] == ["training_program"]


def test_a_graph_is_checked_when_it_is_made() -> None:
    with pytest.raises(GraphError, match="node homes needs People"):
        Graph.of([module_of(__name__, homes=homes)])


def test_a_recipe_that_depends_on_the_block_indirectly_runs_per_block() -> None:
    def training_program(ledger: Ledger) -> Columns:
        return never(ledger)

    def department(claims: All[Postings], layout: Layout) -> Columns:
        return never(claims, layout)

    def whole(layout: Layout) -> Columns:
        return never(layout)

    per_block, once = table(training_program), table(whole, Department)
    graph = Graph((people, loans, claims, ledger), (per_block, once))
    assert graph.block_recipes == (per_block,)
    assert graph.bank_recipes == (once,)
    assert Graph((claims,), (table(department, Department),)).block_recipes == ()


class CountingGraph:
    """Nodes that count how often they run."""

    def __init__(self) -> None:
        calls: Counter[str] = Counter()
        self.calls = calls

        @node(stream="staff")
        def staff(layout: Layout, draw: Draw) -> Homes:
            calls["staff"] += 1
            return Homes(int(draw.integers("count", one_stratum(np.arange(1)), 1, 10**9)[0]))

        @node(stream="served")
        def served(region: Region, homes: Homes) -> Staff:
            calls["served"] += 1
            return Staff(region.number)

        @node(stream="payroll")
        def payroll(staff: EachRegion[Staff]) -> Payroll:
            calls["payroll"] += 1
            return Payroll(tuple(each.region for each in staff), staff.first)

        @node(stream="crowd")
        def crowd(block: Block, homes: Homes) -> People:
            calls["crowd"] += 1
            return People((f"{block.first}-{block.end}",))

        @node(stream="borrowers", order=2)
        def borrowers(people: People, homes: Homes) -> Postings:
            calls["borrowers"] += 1
            return Postings(f"loans of {people.names[0]}")

        @node(stream="arrears", order=1)
        def arrears() -> Postings:
            return Postings("arrears")

        def department(homes: Homes, payroll: Payroll, draw: Draw, calendar: Calendar) -> Columns:
            return never()

        def employee(staff: Staff, region: Region) -> Columns:
            return never()

        def training_program(people: People, book: Ledger, homes: Homes, staff: Staff, block: Block) -> Columns:
            return never()

        recipes = (table(department, Department), table(employee, Employee), table(training_program))
        items = (crowd, borrowers, arrears, ledger, served, payroll, staff, *recipes)
        self.graph = Graph.of([module_of(__name__, **{str(index): item for index, item in enumerate(items)})])


def arguments_of_recipes(counting: CountingGraph, cells_per_block: int = 1) -> list[dict[str, Any]]:
    return [
        evaluation.arguments(recipe)
        for evaluation, recipes in evaluations(counting.graph, PLAN, blocks(PLAN.layout, cells_per_block))
        for recipe in recipes
    ]


def per_block_of(counting: CountingGraph) -> list[dict[str, Any]]:
    return [given for given in arguments_of_recipes(counting) if "block" in given]


def test_the_bank_is_evaluated_first_and_then_each_region_before_its_blocks() -> None:
    order = [
        (evaluation.level.name, [recipe.name for recipe in recipes])
        for evaluation, recipes in evaluations(CountingGraph().graph, PLAN, blocks(PLAN.layout, 1))
    ]
    region = [("REGION", ["employee"]), ("BLOCK", ["training_program"]), ("BLOCK", ["training_program"])]
    assert order == [("BANK", ["department"]), *region, *region]


def test_each_block_has_its_cells_and_the_staff_of_its_region() -> None:
    bank, *_ = arguments_of_recipes(CountingGraph())
    assert bank.keys() == {"homes", "payroll", "draw", "calendar"}
    per_block = per_block_of(CountingGraph())
    assert [sources["staff"].region for sources in per_block] == [0, 0, 1, 1]
    assert [sources["people"].names for sources in per_block] == [("0-1",), ("1-2",), ("2-3",), ("3-4",)]
    assert [sources["block"] for sources in per_block] == list(blocks(PLAN.layout, 1))


def test_all_collects_every_source_in_order() -> None:
    first, *_ = per_block_of(CountingGraph())
    assert first["book"].entries == ("arrears", "loans of 0-1")
    assert list(Graph((ledger,), ()).sources(Need(Postings, every=True), "ledger")) == []


def test_a_node_that_does_not_depend_on_the_block_runs_once() -> None:
    counting = CountingGraph()
    sources = arguments_of_recipes(counting)
    assert counting.calls["staff"] == 1
    assert len({id(given["homes"]) for given in sources if "homes" in given}) == 1


def test_the_bank_may_ask_every_region_and_keeps_one_at_a_time() -> None:
    counting = CountingGraph()
    bank = Evaluation.of_bank(counting.graph, PLAN)
    (recipe,) = counting.graph.bank_recipes
    assert bank.arguments(recipe)["payroll"] == Payroll((0, 1), Staff(0))
    assert counting.calls["served"] == 3  # both regions, and the first one again: it was dropped for the second


def test_a_region_runs_once_for_all_of_its_blocks() -> None:
    counting = CountingGraph()
    (training,) = counting.graph.block_recipes
    bank = Evaluation.of_bank(counting.graph, PLAN)
    for block in blocks(PLAN.layout, 1):
        bank.in_block(block).arguments(training)
    assert counting.calls["served"] == 2


def test_a_region_is_dropped_when_the_next_one_begins() -> None:
    counting = CountingGraph()
    (training,) = counting.graph.block_recipes
    bank = Evaluation.of_bank(counting.graph, PLAN)
    first = ref(bank.in_block(Block(0, 1)).arguments(training)["staff"])
    bank.in_block(Block(1, 2)).arguments(training)
    assert first() is not None
    bank.in_block(Block(2, 3)).arguments(training)
    assert first() is None


def test_a_block_is_made_without_the_regions_before_it() -> None:
    counting = CountingGraph()
    (recipe,) = counting.graph.block_recipes
    last = Evaluation.of_bank(counting.graph, PLAN).in_block(Block(3, 4))
    assert last.arguments(recipe)["staff"] == Staff(1)
    assert counting.calls["served"] == 1


def test_a_block_may_not_leave_its_region() -> None:
    with pytest.raises(ValueError, match="cells 1 to 3 leaves its region, which ends at 2"):
        Evaluation.of_bank(CountingGraph().graph, PLAN).in_block(Block(1, 3))


def test_a_region_on_another_day_is_not_laid_out_again() -> None:
    counting = CountingGraph()
    evaluation = Evaluation.of_bank(counting.graph, PLAN).in_block(Block(0, 1))
    (recipe,) = counting.graph.block_recipes
    later = AsOf(evaluation.as_of.day + 1)
    assert evaluation.arguments(recipe)["staff"] is evaluation.on(later).arguments(recipe)["staff"]
    assert (evaluation.on(later).as_of, counting.calls["served"]) == (later, 1)


def test_only_the_bank_may_ask_every_region() -> None:
    @node(stream="served")
    def served(region: Region) -> Staff:
        return never(region)

    @node(stream="payroll")
    def payroll(block: Block, staff: EachRegion[Staff]) -> Payroll:
        return never(block, staff)

    message = refused((served, payroll))
    assert message == "payroll needs Staff of each region from served, but payroll runs for each block"


def test_only_what_runs_in_each_region_can_be_asked_of_every_region() -> None:
    @node(stream="reports")
    def reports(people: EachRegion[People]) -> Payroll:
        return never(people)

    assert refused((people, reports)) == "reports needs People of each region, but people runs for each block"
    message = refused((reports,))
    assert message == "node reports needs People, which no node returns"


def test_a_node_that_asks_every_region_runs_once_for_the_bank() -> None:
    graph = CountingGraph().graph
    assert {name: level.name for name, level in graph.levels.items() if name in ("served", "payroll", "crowd")} == {
        "served": "REGION",
        "payroll": "BANK",
        "crowd": "BLOCK",
    }


def test_each_node_runs_once_per_block_even_if_several_need_it() -> None:
    counting = CountingGraph()
    assert len(arguments_of_recipes(counting)) == 7
    assert counting.calls["crowd"] == 4
    assert counting.calls["borrowers"] == 4


def test_no_node_runs_before_its_result_is_needed() -> None:
    counting = CountingGraph()
    list(evaluations(counting.graph, PLAN, blocks(PLAN.layout, 1)))
    assert not counting.calls


def test_draws_carry_the_seed_and_the_stream() -> None:
    bank, *_ = arguments_of_recipes(CountingGraph())
    assert bank["draw"] == Draw(3, "table departments")
    expected = Draw(3, "staff").integers("count", one_stratum(np.arange(1)), 1, 10**9)[0]
    assert bank["homes"].count == expected
