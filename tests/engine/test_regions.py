"""Regions follow from the layout by arithmetic: each has whole cells and its part of the staff."""

from datetime import date
from itertools import pairwise

import pytest

from seeding.engine.blocks import block_count, blocks
from seeding.engine.cells import cell_count, customers_before
from seeding.engine.layout import Layout
from seeding.engine.plan import CUSTOMERS_PER_SCALE, EMPLOYEES_PER_SCALE, MIN_EMPLOYEES, Plan
from seeding.engine.regions import FEWEST_EMPLOYEES, region, region_count, region_of, regions

DAY = date(2026, 6, 30)
SIZES = (
    (1, 5), (60, 7), (24_000, 3_000), (24_960, 3_120), (24_961, 3_120), (24_999, 3_124), (25_000, 3_125),
    (60_000, 7_500), (60_000, 5), (60_000, 800), (30_000, 90_000), (50_161, 6_270), (2_400_000, 950),
)  # fmt: skip
"""Customers and employees: of scales, of banks whose last region is cut anywhere, and of banks with other staff."""


def layout_of(customers: int, employees: int) -> Layout:
    return Plan.of_one_day(DAY, seed=1, customers=customers, employees=employees).layout


def of_scale(scale: int) -> Layout:
    return layout_of(scale * CUSTOMERS_PER_SCALE, scale * EMPLOYEES_PER_SCALE)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_cell_and_every_employee_belongs_to_one_region(size: tuple[int, int]) -> None:
    layout = layout_of(*size)
    found = list(regions(layout))
    assert (found[0].first, found[-1].end) == (0, cell_count(layout))
    assert all(one.end == following.first for one, following in pairwise(found))
    numbers = [number for each in found for number in each.employee_numbers.tolist()]
    assert numbers == list(range(1, layout.employees + 1))
    for each in found:
        assert region_of(layout, each.first) == region_of(layout, each.end - 1) == each
        assert each.employees >= MIN_EMPLOYEES


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_blocks_stay_inside_a_region(size: tuple[int, int]) -> None:
    layout = layout_of(*size)
    found = list(blocks(layout, 14))
    assert len(found) == block_count(layout, 14)
    assert all(region_of(layout, block.first) == region_of(layout, block.end - 1) for block in found)


def test_a_bank_up_to_scale_twenty_is_one_region() -> None:
    assert region_count(of_scale(20)) == 1
    assert region_count(of_scale(21)) == 2


def test_complete_regions_are_the_same_at_every_scale() -> None:
    large = of_scale(20_000)
    for customers in (25_000, 49_999, 60_003, 600_001, 7_200_000):
        layout = layout_of(customers, customers * EMPLOYEES_PER_SCALE // CUSTOMERS_PER_SCALE)
        *complete, last = regions(layout)
        assert complete == [region(large, each.number) for each in complete]
        assert all(each.is_complete for each in complete)
        assert last.first == region(large, last.number).first


def test_a_region_is_a_bank_of_scale_twenty_one_at_every_scale() -> None:
    for scale in (600, 6_000, 20_000):
        first, *others, _ = regions(of_scale(scale))
        assert (customers_before(first.end), first.employees) == (24_960, 3_120)
        assert {(each.end - each.first, each.employees) for each in others} == {(84, 3_150)}


def test_few_employees_make_large_regions_and_not_small_staffs() -> None:
    *complete, _ = regions(layout_of(2_400_000, 2_400))
    assert complete
    assert all(each.employees >= FEWEST_EMPLOYEES for each in complete)


def test_a_region_that_would_have_too_few_employees_belongs_to_the_one_before() -> None:
    (single,) = regions(layout_of(24_999, 3_124))
    assert (single.end, single.employees, single.is_complete) == (85, 3_124, False)
