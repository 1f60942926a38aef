"""The graph connects nodes and recipes by type, and names what does not fit before any row exists."""

import numpy as np
import pytest

from datahub.employees.models import Department
from seeding.engine.blocks import Block
from seeding.engine.columns import Columns
from seeding.engine.draw import Draw
from seeding.engine.evaluation import evaluations
from seeding.engine.graph import Graph, GraphError
from seeding.engine.layout import Layout
from seeding.engine.node import All, EachRegion, Need, node
from seeding.engine.regions import Region
from seeding.engine.rows import one_stratum
from tests.engine.small_graph import (
    PLAN,
    Homes,
    Ledger,
    Payroll,
    People,
    Postings,
    Staff,
    ledger,
    module_of,
    never,
    refused,
    table,
)


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


def test_all_may_find_no_source() -> None:
    assert list(Graph((ledger,), ()).sources(Need(Postings, every=True), "ledger")) == []


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


def test_a_graph_contains_what_its_modules_define_but_not_what_they_import() -> None:
    def training_program(homes: Homes) -> Columns:
        return never(homes)

    own = module_of(__name__, people=people, loans=loans, claims=claims, homes=homes, written=table(training_program))
    importing = module_of("somewhere.else", homes=homes, claims=claims)
    graph = Graph.of([importing, own])
    assert {node.name for node in graph.nodes} == {"claims", "homes", "loans", "people"}
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
