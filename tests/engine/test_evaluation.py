"""A graph runs once for the bank, for each region and for each block, and only what is needed."""

from weakref import ref

import numpy as np
import pytest

from seeding.engine.blocks import Block, blocks
from seeding.engine.draw import Draw
from seeding.engine.evaluation import Evaluation, evaluations
from seeding.engine.layout import AsOf
from seeding.engine.rows import one_stratum
from tests.engine.small_graph import PLAN, CountingGraph, Payroll, Staff, arguments_of_recipes, per_block_of


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
