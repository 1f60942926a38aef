"""Populations and the index operations under them."""

from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import IntArray, order_within, ordinals, rank_within, starts, sums_within
from seeding.engine.rows import Rows, one_stratum

EMPTY = np.zeros(0, np.int64)
GROUPS = np.array([3, 3, 3, 5, 8, 8])


@dataclass(frozen=True)
class Accounts(Rows):
    target: IntArray


def test_ordinals_number_the_children_of_each_parent() -> None:
    assert ordinals(np.array([2, 0, 3])).tolist() == [0, 1, 0, 1, 2]
    assert ordinals(np.array([0, 0])).tolist() == []
    assert ordinals(EMPTY).tolist() == []


def test_starts_are_the_first_indexes_of_groups() -> None:
    assert starts(GROUPS).tolist() == [0, 3, 4]
    assert starts(np.array([7])).tolist() == [0]
    assert starts(EMPTY).tolist() == []


def test_ranks_restart_in_each_group() -> None:
    assert rank_within(GROUPS).tolist() == [0, 1, 2, 0, 0, 1]
    assert rank_within(EMPTY).tolist() == []


def test_running_sums_restart_in_each_group() -> None:
    assert sums_within(GROUPS, np.array([1, -2, 4, 7, 10, -10])).tolist() == [1, -1, 3, 7, 10, 0]
    assert sums_within(EMPTY, EMPTY).tolist() == []


def test_rows_are_ordered_by_their_bits_within_each_group() -> None:
    bits = np.random.default_rng(3).integers(0, 2**64, 3_000, np.uint64)
    for sizes in ([3_000], [1_000, 2_000], [1_500, 0, 700, 800], [1] * 3_000):
        groups = np.repeat(np.arange(len(sizes)), sizes)
        expected = sorted(range(3_000), key=lambda row: (groups[row], bits[row]))
        assert order_within(groups, bits).tolist() == expected
    assert order_within(EMPTY, EMPTY.astype(np.uint64)).tolist() == []


def test_bits_that_differ_only_at_the_end_are_told_apart_and_equal_ones_keep_their_order() -> None:
    bits = np.array([7, 6, 5, 7, 2, 2, 1], np.uint64)
    assert order_within(np.array([2, 2, 2, 2, 5, 5, 5]), bits).tolist() == [2, 1, 0, 3, 6, 4, 5]


def test_operations_agree_with_loops_over_random_groups() -> None:
    numbers = np.random.default_rng(2)
    groups = np.sort(numbers.integers(0, 200, 3_000))
    values = numbers.integers(-100, 100, 3_000)
    running: dict[int, int] = {}
    seen: dict[int, int] = {}
    expected_sums, expected_ranks = [], []
    for group, value in zip(groups.tolist(), values.tolist(), strict=True):
        running[group] = running.get(group, 0) + value
        seen[group] = seen.get(group, -1) + 1
        expected_sums.append(running[group])
        expected_ranks.append(seen[group])
    assert sums_within(groups, values).tolist() == expected_sums
    assert rank_within(groups).tolist() == expected_ranks


def test_where_selects_from_every_column_and_keeps_the_class() -> None:
    accounts = Accounts(np.arange(4), np.array([0, 0, 1, 1]), np.array([10, 20, 30, 40]))
    selected = accounts.where(accounts.target > 15)
    assert isinstance(selected, Accounts)
    assert (selected.key.tolist(), selected.cell.tolist(), selected.target.tolist()) == (
        [1, 2, 3],
        [0, 1, 1],
        [20, 30, 40],
    )
    assert len(selected) == 3
    assert selected.rank.tolist() == [0, 0, 1]
    assert len(accounts) == 4


def test_windows_are_runs_of_rows_within_a_cell() -> None:
    rows = Rows(np.arange(10), np.array([0] * 5 + [1] * 4 + [9]))
    windows = rows.windows(2)
    assert np.array_equal(windows.key, rows.key)
    assert rank_within(windows.cell).tolist() == [0, 1, 0, 1, 0, 0, 1, 0, 1, 0]
    assert len(np.unique(windows.cell)) == 6
    assert (np.diff(windows.cell) >= 0).all()


def test_a_window_does_not_depend_on_the_rows_that_follow() -> None:
    cell = np.repeat(np.arange(4), 300)
    whole = Rows(np.arange(1_200), cell).windows(20).cell
    assert np.array_equal(Rows(np.arange(437), cell[:437]).windows(20).cell, whole[:437])


def test_one_stratum_is_a_single_cell() -> None:
    assert one_stratum(np.array([4, 9])).cell.tolist() == [0, 0]
    assert one_stratum(np.array([4, 9])).rank.tolist() == [0, 1]
