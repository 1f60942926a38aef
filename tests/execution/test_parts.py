"""Parts cover a bank, each block once, and follow from the plan alone."""

from dataclasses import replace
from datetime import date

import pytest

from seeding.bank.graph import BANK
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from seeding.execution.parts import FEWEST_PARTS, MOST_BLOCKS, PartBaker, blocks_per_part, part_count
from seeding.execution.pipeline import CELLS_PER_BLOCK, bake, number_of_blocks

PLAN = Plan.of_one_day(date(2026, 6, 30), seed=7, customers=500, employees=12)


@pytest.mark.parametrize("history", History)
@pytest.mark.parametrize("customers", [1, 60, 4_500, 100_000, 1_200_000, 2_900_000])
def test_parts_cover_every_block(customers: int, history: History) -> None:
    plan = replace(PLAN, customers=customers, history=history)
    in_parts, parts = blocks_per_part(plan), part_count(plan) - 1
    assert (parts - 1) * in_parts < number_of_blocks(plan) <= parts * in_parts
    assert in_parts <= MOST_BLOCKS[history]
    assert parts >= min(FEWEST_PARTS, number_of_blocks(plan))


def test_parts_in_any_order_have_the_rows_of_the_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CELLS_PER_BLOCK, History.BRIEF, 1)
    models = [recipe.model for recipe in BANK.recipes]
    baker = PartBaker(BANK, PLAN)
    made = [rows for number in (3, 0, 1, 2) for rows in baker.bake(number, models)]
    for rows in bake(BANK, PLAN):
        assert any(part.model is rows.model and part.batch.equals(rows.batch) for part in made)
    assert sum(part.batch.num_rows for part in made) == sum(rows.batch.num_rows for rows in bake(BANK, PLAN))
