"""The plan: how it follows from options and a stored plan, and how a bank is divided into blocks."""

import json
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from seeding.engine.blocks import Block, blocks
from seeding.engine.cells import cell_of
from seeding.engine.options import (
    FutureDayError,
    NotASizeError,
    Options,
    OutOfRangeError,
    PlanError,
    TooLargeError,
    TooSmallError,
    resolve,
)
from seeding.engine.plan import (
    CELL,
    DEFAULT_SEED,
    FIRST_CELL,
    MAX_CUSTOMERS,
    MAX_EMPLOYEES,
    MAX_SEED,
    MOST_EMPLOYEES_OF_FEW,
    Plan,
)
from seeding.management.wording import in_one_line

TODAY = date(2026, 6, 30)
YESTERDAY = date(2026, 6, 29)
EARLIER, LATER = date(2025, 12, 31), date(2026, 7, 1)
STORED = Plan(seed=5, customers=600, employees=75, start=EARLIER, as_of=EARLIER, until=EARLIER, scale=Decimal("0.5"))


def sizes(stored: Plan | None = None, **options: object) -> tuple[int, int, Decimal | None]:
    plan = resolve(Options(**options), stored, TODAY)  # type: ignore[arg-type]
    return plan.customers, plan.employees, plan.scale


def test_without_options_and_without_a_bank_the_defaults_apply() -> None:
    expected = Plan(DEFAULT_SEED, 1_200, 150, YESTERDAY, YESTERDAY, YESTERDAY, Decimal(1))
    assert resolve(Options(), None, TODAY) == expected


def test_without_options_the_stored_plan_still_applies_later() -> None:
    assert resolve(Options(), STORED, date(2026, 7, 7)) == STORED


@pytest.mark.parametrize("stored", [None, STORED])
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"scale": Decimal(2)}, (2_400, 300, Decimal(2))),
        ({"customers": 77}, (77, 150, None)),
        ({"employees": 9}, (1_200, 9, None)),
        ({"customers": 77, "employees": 9}, (77, 9, None)),
        ({"scale": Decimal(2), "customers": 77}, (77, 300, None)),
        ({"scale": Decimal(2), "employees": 9}, (2_400, 9, None)),
        ({"scale": Decimal(2), "customers": 77, "employees": 9}, (77, 9, None)),
    ],
)
def test_any_given_size_resets_the_other_sizes(
    stored: Plan | None, options: dict[str, object], expected: tuple[int, int, Decimal | None]
) -> None:
    assert sizes(stored, **options) == expected


def test_given_sizes_keep_the_stored_seed_and_days() -> None:
    plan = resolve(Options(scale=Decimal(1)), STORED, TODAY)
    assert (plan.seed, plan.start, plan.as_of, plan.until) == (5, EARLIER, EARLIER, EARLIER)


def test_a_given_seed_keeps_the_stored_sizes_and_days() -> None:
    plan = resolve(Options(seed=0), STORED, TODAY)
    assert plan == Plan(0, 600, 75, EARLIER, EARLIER, EARLIER, Decimal("0.5"))


def test_a_given_day_keeps_the_stored_sizes_and_seed_and_moves_the_other_days() -> None:
    plan = resolve(Options(as_of=YESTERDAY), STORED, TODAY)
    assert plan == Plan(5, 600, 75, YESTERDAY, YESTERDAY, YESTERDAY, Decimal("0.5"))


def test_the_stored_days_are_kept_if_no_day_is_given() -> None:
    advanced = Plan(5, 600, 75, start=EARLIER, as_of=YESTERDAY, until=TODAY)
    kept = resolve(Options(seed=6), advanced, TODAY)
    assert (kept.start, kept.as_of, kept.until) == (EARLIER, YESTERDAY, TODAY)


def test_a_history_is_laid_out_further_than_it_is_seen() -> None:
    plan = resolve(Options(start=EARLIER, as_of=YESTERDAY, until=LATER), None, TODAY)
    assert (plan.start, plan.as_of, plan.until) == (EARLIER, YESTERDAY, LATER)


@pytest.mark.parametrize(
    "options",
    [
        Options(start=YESTERDAY, as_of=EARLIER),
        Options(as_of=YESTERDAY, until=EARLIER),
        Options(start=date(1999, 12, 31), as_of=EARLIER),
        Options(as_of=EARLIER, until=EARLIER.replace(year=EARLIER.year + 5) + timedelta(days=1)),
    ],
    ids=["seen before the start", "seen after the end", "start before all banks", "laid out too far"],
)
def test_days_out_of_order_are_refused(options: Options) -> None:
    with pytest.raises(PlanError):
        resolve(options, None, TODAY)


def test_a_stored_day_in_the_future_is_kept() -> None:
    ahead = Plan.of_one_day(date(2030, 1, 1), seed=5, customers=600, employees=75)
    assert resolve(Options(), ahead, TODAY) == ahead
    assert resolve(Options(customers=9), ahead, TODAY).as_of == date(2030, 1, 1)


@pytest.mark.parametrize("day", [TODAY, LATER])
def test_a_day_that_is_not_over_is_refused_unless_allowed(day: date) -> None:
    with pytest.raises(FutureDayError) as refused:
        resolve(Options(as_of=day), STORED, TODAY)
    assert (refused.value.asked, refused.value.current_day) == (day, TODAY)
    assert "in UTC it is 2026-06-30" in in_one_line(refused.value)
    assert resolve(Options(as_of=day), STORED, TODAY, allow_future=True).as_of == day
    assert resolve(Options(as_of=YESTERDAY), None, TODAY).as_of == YESTERDAY


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1), date.min, date.max])
def test_a_day_outside_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(OutOfRangeError) as refused:
        resolve(Options(as_of=day), None, TODAY, allow_future=True)
    assert (refused.value.part, refused.value.asked) == ("as_of", day)


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2100, 12, 31)])
def test_the_first_and_the_last_day_are_allowed(day: date) -> None:
    assert resolve(Options(as_of=day), None, TODAY, allow_future=True).until == day


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1, -(2**70)])
def test_a_seed_outside_its_range_is_refused(seed: int) -> None:
    with pytest.raises(OutOfRangeError) as refused:
        resolve(Options(seed=seed), STORED, TODAY)
    assert (refused.value.part, refused.value.low, refused.value.high) == ("seed", 0, MAX_SEED)


@pytest.mark.parametrize("seed", [0, MAX_SEED])
def test_both_ends_of_the_seeds_are_allowed(seed: int) -> None:
    assert resolve(Options(seed=seed), STORED, TODAY).seed == seed


@pytest.mark.parametrize(
    ("scale", "customers", "employees"),
    [
        ("0.05", 60, 7), ("0.1", 120, 15), ("0.5", 600, 75), ("1", 1_200, 150), ("5", 6_000, 750),
        ("10", 12_000, 1_500), ("100", 120_000, 15_000), ("1E+2", 120_000, 15_000), ("00.50", 600, 75),
        ("0.29", 348, 43), ("0.57", 684, 85), ("1.15", 1_380, 172), ("0.999", 1_198, 149),
        ("0.0001", 1, 5), ("1e-300", 1, 5),
    ],
)  # fmt: skip
def test_a_scale_is_exact_rounds_down_and_has_a_minimum(scale: str, customers: int, employees: int) -> None:
    assert sizes(scale=Decimal(scale)) == (customers, employees, Decimal(scale))


@pytest.mark.parametrize("cents", range(1, 500, 7))
def test_a_scale_is_a_decimal_not_a_float(cents: int) -> None:
    assert sizes(scale=Decimal(cents) / 100)[:2] == (max(1, 12 * cents), max(5, 150 * cents // 100))


@pytest.mark.parametrize("scale", ["0", "-0", "-1", "-1e-9", "nan", "-nan", "snan", "inf", "-inf"])
def test_a_scale_that_is_not_a_positive_number_is_refused(scale: str) -> None:
    with pytest.raises(NotASizeError, match="is not a size"):
        resolve(Options(scale=Decimal(scale)), None, TODAY)


@pytest.mark.parametrize("scale", ["100000", "1e12", "1e400", "1e5000", "9e999999"])
def test_an_absurdly_large_scale_is_refused_in_one_line(scale: str) -> None:
    with pytest.raises(TooLargeError) as refused:
        resolve(Options(scale=Decimal(scale)), None, TODAY)
    assert (refused.value.part, refused.value.people) == ("scale", "customers")
    assert "\n" not in in_one_line(refused.value)
    assert len(in_one_line(refused.value)) < 300


@pytest.mark.parametrize(
    ("option", "least", "most", "room"),
    [
        ("customers", 1, MAX_CUSTOMERS, "ids have room for 99,999,999"),
        ("employees", 5, MOST_EMPLOYEES_OF_FEW, "with so many customers there is room for 899,999"),
    ],
)
def test_given_sizes_are_exact_and_have_limits(option: str, least: int, most: int, room: str) -> None:
    for size in (least, most):
        plan = resolve(Options(**{option: size}), None, TODAY)  # type: ignore[arg-type]
        assert getattr(plan, option) == size
    for size in (least - 1, -1):
        with pytest.raises(TooSmallError) as few:
            resolve(Options(**{option: size}), None, TODAY)  # type: ignore[arg-type]
        assert in_one_line(few.value) == f"--{option} {size} is too few; a bank has at least {least}"
    with pytest.raises(TooLargeError) as many:
        resolve(Options(**{option: most + 1}), None, TODAY)  # type: ignore[arg-type]
    assert in_one_line(many.value) == f"--{option} {most + 1:,} is too many; {room}"


def test_the_largest_scale_has_all_customer_ids_of_eight_digits() -> None:
    assert sizes(scale=Decimal(83_000)) == (99_600_000, 12_450_000, Decimal(83_000))
    assert sizes(scale=Decimal("83333.3325"))[:2] == (MAX_CUSTOMERS, MAX_EMPLOYEES - 1)
    with pytest.raises(TooLargeError) as refused:
        resolve(Options(scale=Decimal("83333.334")), None, TODAY)
    assert (
        in_one_line(refused.value) == "--scale 8.333e+4 is too large: too many customers, ids have room for 99,999,999"
    )


@pytest.mark.parametrize(
    ("customers", "most"), [(899_999, 899_999), (2_000_000, 2_000_000), (MAX_CUSTOMERS, MAX_EMPLOYEES)]
)
def test_very_many_employees_need_as_many_customers(customers: int, most: int) -> None:
    assert sizes(customers=customers, employees=most)[:2] == (customers, most)
    with pytest.raises(TooLargeError) as refused:
        resolve(Options(customers=customers, employees=most + 1), None, TODAY)
    assert (refused.value.people, refused.value.most) == ("employees", most)
    with pytest.raises(TooLargeError) as by_scale:
        resolve(Options(scale=Decimal(83_000), customers=1_200), None, TODAY)
    line = "--scale 8.300e+4 is too large: too many employees, with so many customers there is room for 899,999"
    assert in_one_line(by_scale.value) == line


def test_a_given_size_below_the_minimum_is_refused_and_not_rounded_up() -> None:
    with pytest.raises(PlanError, match="customers 0"):
        resolve(Options(scale=Decimal(1), customers=0), None, TODAY)


@pytest.mark.parametrize(
    "plan",
    [STORED, Plan(MAX_SEED, 1, 5, EARLIER, YESTERDAY, TODAY), resolve(Options(scale=Decimal("1E+1")), None, TODAY)],
)
def test_a_plan_survives_being_recorded_as_json(plan: Plan) -> None:
    assert Plan.from_record(json.loads(json.dumps(plan.to_record()))) == plan


def test_the_same_sizes_are_the_same_bank_whether_given_by_scale_or_not() -> None:
    by_sizes = resolve(Options(customers=600, employees=75), STORED, TODAY)
    assert by_sizes != STORED
    assert by_sizes.same_bank(STORED)
    for other in (
        Options(seed=6),
        Options(customers=601, employees=75),
        Options(customers=600, employees=76),
        Options(as_of=YESTERDAY),
    ):
        assert not resolve(other, STORED, TODAY).same_bank(STORED)


def test_a_plan_is_shown_as_a_sentence() -> None:
    assert str(STORED) == "scale 0.5, 600 customers, 75 employees, as of 2025-12-31, seed 5, brief history"
    assert str(sizes_plan := resolve(Options(scale=Decimal("1E+1")), STORED, TODAY)).startswith(
        "scale 10, 12,000 customers"
    ), sizes_plan


def cell_by_counting(number: int) -> int:
    return 0 if number <= FIRST_CELL else 1 + (number - FIRST_CELL - 1) // CELL


def test_cells_are_the_first_sixty_customers_and_then_three_hundred_each() -> None:
    numbers = np.arange(1, 2_000)
    assert cell_of(numbers).tolist() == [cell_by_counting(number) for number in numbers.tolist()]
    assert cell_of(np.array([1, 60, 61, 360, 361])).tolist() == [0, 0, 1, 1, 2]


@pytest.mark.parametrize("customers", [1, 59, 60, 61, 360, 361, 1_200, 12_345])
@pytest.mark.parametrize("size", [1, 2, 3, 20, 10**6])
def test_blocks_contain_every_customer_once_and_whole_cells(customers: int, size: int) -> None:
    plan = Plan.of_one_day(TODAY, seed=1, customers=customers, employees=5)
    all_blocks = list(blocks(plan.layout, size))
    numbers = np.concatenate([block.customer_numbers for block in all_blocks])
    assert np.array_equal(numbers, np.arange(len(numbers)) + 1)
    assert customers <= len(numbers) < customers + CELL
    assert all(block.end - block.first <= size for block in all_blocks)
    assert all(block.customer_numbers[0] <= customers for block in all_blocks), "a block without a customer"
    for block in all_blocks:
        assert np.array_equal(block.cells, cell_of(block.customer_numbers))
        assert np.unique(block.cells).tolist() == list(range(block.first, block.end))


def test_the_customers_of_a_block_follow_from_its_cells() -> None:
    assert Block(0, 1).customer_numbers.tolist() == list(range(1, 61))
    assert Block(1, 3).customer_numbers[[0, -1]].tolist() == [61, 660]
