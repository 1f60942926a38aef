"""Business numbers: a permutation of 0 … size - 1 that looks random and never changes."""

import numpy as np
import pytest

from seeding.engine.draw import Draw
from seeding.engine.keys import KeyOverflowError
from seeding.engine.numbering import business_numbers, permuted

DRAW = Draw(7, "account")
TEN_DIGITS = 10**10


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 16, 17, 999, 1_024, 65_537, 900_000])
def test_every_number_occurs_once(size: int) -> None:
    images = permuted(DRAW, "number", np.arange(size), size)
    assert np.array_equal(np.sort(images), np.arange(size))


@pytest.mark.parametrize(
    "positions", [np.arange(100_000), np.arange(100_000) * 99_991, TEN_DIGITS - 1 - np.arange(100_000)]
)
def test_a_hundred_thousand_of_ten_digits_are_different_and_spread_out(positions: np.ndarray) -> None:
    images = permuted(DRAW, "number", positions, TEN_DIGITS)
    assert len(np.unique(images)) == len(positions)
    assert images.min() >= 0
    assert images.max() < TEN_DIGITS
    tenths = np.bincount(images // (TEN_DIGITS // 10), minlength=10)
    assert np.abs(tenths - 10_000).max() < 600
    assert abs(np.corrcoef(positions, images)[0, 1]) < 0.02
    assert abs(np.corrcoef(images[1:], images[:-1])[0, 1]) < 0.02


def test_a_number_depends_only_on_its_position() -> None:
    images = permuted(DRAW, "number", np.arange(5_000), TEN_DIGITS)
    assert np.array_equal(permuted(DRAW, "number", np.arange(5_000)[::-3], TEN_DIGITS), images[::-3])


def test_positions_are_not_changed() -> None:
    positions = np.arange(1_000)
    permuted(DRAW, "number", positions, 1_001)
    assert np.array_equal(positions, np.arange(1_000))


def test_seed_stream_and_column_each_give_another_order() -> None:
    orders = [
        permuted(draw, column, np.arange(1_000), 1_000).tolist()
        for draw, column in (
            (DRAW, "number"),
            (DRAW, "badge"),
            (Draw(8, "account"), "number"),
            (Draw(7, "party"), "number"),
        )
    ]
    assert len({tuple(order) for order in orders}) == 4
    for order in orders[1:]:
        assert sum(a == b for a, b in zip(order, orders[0], strict=True)) < 10


def test_no_positions_are_no_error() -> None:
    assert len(permuted(DRAW, "number", np.zeros(0, np.int64), 10)) == 0


def test_known_numbers_never_change() -> None:
    numbers = permuted(DRAW, "number", np.arange(5), TEN_DIGITS).tolist()
    assert numbers == [6811968684, 5835689116, 2759659922, 5718763110, 1284128096]


def test_keys_beyond_the_digits_have_numbers_of_one_digit_more() -> None:
    numbers = business_numbers(DRAW, "LN", np.arange(100)[::-1], 1)
    assert sorted(numbers, key=lambda number: int(number[2:])) == [f"LN{number}" for number in range(100)]
    assert sorted(numbers[-10:]) == [f"LN{digit}" for digit in range(10)]
    few = business_numbers(DRAW, "LN", np.arange(10)[::-1], 1)
    assert few.to_list() == numbers[-10:].to_list()


def test_there_is_no_number_of_two_digits_more() -> None:
    with pytest.raises(KeyOverflowError, match="no room for LN number 100: there are 100"):
        business_numbers(DRAW, "LN", np.array([3, 100]), 1)
