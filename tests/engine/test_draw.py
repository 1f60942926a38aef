"""Keyed draws: a number depends on seed, stream, column and key only; numbers are uniform and independent."""

from itertools import combinations
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pytest

from seeding.engine.arrays import FloatArray, IntArray
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows, one_stratum
from seeding.engine.shares import CategoryShares, Range, sampling_table

MANY = 100_000
DRAW = Draw(7, "account")
KEYS = np.arange(MANY) + 1
ROWS = one_stratum(KEYS)
UNEVEN = CategoryShares.of(most=0.62, some=0.3, few=0.08)


def chi_square_is_small(observed: npt.NDArray[np.int64], expected: FloatArray | float) -> bool:
    """Return whether counts differ from the expected ones by no more than six standard errors."""
    freedom = observed.size - 1
    return float(((observed - expected) ** 2 / expected).sum()) < freedom + 6 * np.sqrt(2 * freedom) + 6


def independent(left: FloatArray, right: FloatArray, parts: int = 16) -> bool:
    cells = np.floor(left * parts).astype(int) * parts + np.floor(right * parts).astype(int)
    return chi_square_is_small(np.bincount(cells, minlength=parts**2), len(left) / parts**2)


def uniform_of(keys: IntArray, draw: Draw = DRAW, column: str = "rate") -> FloatArray:
    return draw.uniform(column, one_stratum(keys))


@pytest.mark.parametrize(
    "keys", [KEYS[::-1], KEYS[17:18], KEYS[::7], np.random.default_rng(1).permutation(KEYS), np.array([], np.int64)]
)
def test_a_number_depends_only_on_its_key(keys: IntArray) -> None:
    assert np.array_equal(uniform_of(keys), uniform_of(KEYS)[keys - 1])


def test_a_number_does_not_depend_on_the_cell_of_its_row() -> None:
    assert np.array_equal(DRAW.uniform("rate", Rows(KEYS, KEYS // 300)), uniform_of(KEYS))


def test_drawing_does_not_change_the_keys_and_can_be_repeated() -> None:
    keys = KEYS.copy()
    assert np.array_equal(uniform_of(keys), uniform_of(keys))
    assert np.array_equal(keys, KEYS)


def test_equal_draws_return_equal_numbers() -> None:
    assert np.array_equal(uniform_of(KEYS, Draw(7, "account")), uniform_of(KEYS))


def test_the_hash_of_known_keys_never_changes() -> None:
    """Every value of every bank depends on the hash."""
    bits = DRAW.bits("rate", np.array([0, 1, 2**62])).tolist()
    assert bits == [15241404004204773169, 6109267117619719273, 10791466625446300700]


@pytest.mark.parametrize(
    "keys",
    [KEYS, KEYS * 2, KEYS * 1_000, KEYS * 100_000, KEYS << 20, KEYS + 2**62, -KEYS],
    ids=["ordinals", "pairs", "thousands", "ledger", "shifted", "large", "negative"],
)
def test_numbers_are_uniform_whatever_the_pattern_of_keys(keys: IntArray) -> None:
    numbers = uniform_of(keys)
    assert numbers.min() >= 0
    assert numbers.max() < 1
    assert chi_square_is_small(np.bincount(np.floor(numbers * 256).astype(int), minlength=256), MANY / 256)
    assert independent(numbers[:-1], numbers[1:]), "adjacent numbers depend on each other"


def test_different_keys_never_have_the_same_bits() -> None:
    assert len(np.unique(DRAW.bits("rate", KEYS))) == MANY


def test_every_bit_is_set_in_half_of_the_rows() -> None:
    bits = DRAW.bits("rate", KEYS)
    ones = np.array([int(((bits >> np.uint64(place)) & np.uint64(1)).sum()) for place in range(64)])
    assert (np.abs(ones - MANY / 2) < 5 * np.sqrt(MANY) / 2).all()


def test_columns_streams_and_seeds_do_not_correlate() -> None:
    streams = [
        uniform_of(KEYS, Draw(seed, table), column)
        for seed, table, column in (
            (7, "account", "rate"),
            (7, "account", "rate/offset"),
            (7, "account", "rates"),
            (7, "customer", "rate"),
            (8, "account", "rate"),
            (2**63 - 1, "account", "rate"),
        )
    ]
    for left, right in combinations(streams, 2):
        assert abs(np.corrcoef(left, right)[0, 1]) < 5 / np.sqrt(MANY)
        assert independent(left, right)


def test_seed_and_stream_are_separated_in_the_hash() -> None:
    assert uniform_of(KEYS[:1], Draw(1, "2/x"), "y") != uniform_of(KEYS[:1], Draw(12, "x"), "y")


@pytest.mark.parametrize("stratified", [False, True])
def test_integers_include_both_ends_and_nothing_outside(stratified: bool) -> None:
    drawn = DRAW.integers("day", ROWS, -3, 3, stratified=stratified)
    assert drawn.dtype == np.int64
    counts = np.bincount(drawn + 3, minlength=7)
    assert counts.size == 7
    assert chi_square_is_small(counts, MANY / 7)


def test_integers_can_have_different_bounds_per_row() -> None:
    low, high = KEYS, KEYS + KEYS % 5
    drawn = DRAW.integers("day", ROWS, low, high)
    assert ((drawn >= low) & (drawn <= high)).all()
    assert set((drawn - low)[KEYS % 5 == 4].tolist()) == {0, 1, 2, 3, 4}
    assert np.array_equal(drawn[KEYS % 5 == 0], low[KEYS % 5 == 0]), "a range of one day has one outcome"


def test_integers_are_uniform_over_wide_ranges() -> None:
    drawn = DRAW.integers("party", ROWS, 0, 10**9 - 1)
    assert chi_square_is_small(np.bincount(drawn // (10**9 // 100), minlength=100), MANY / 100)


def test_dates_are_the_same_draw_as_integers() -> None:
    assert np.array_equal(DRAW.dates("day", ROWS, 100, KEYS + 100), DRAW.integers("day", ROWS, 100, KEYS + 100))


def truncated(mean: float, deviation: float, bounds: Range) -> tuple[NormalDist, float, float]:
    distribution = NormalDist(mean, deviation)
    return distribution, distribution.cdf(bounds.low), distribution.cdf(bounds.high)


@pytest.mark.parametrize(
    "bounds", [Range(18, 86), Range(30, 62), Range(42, 42.5), Range(60, 100), Range(-1_000, 1_000)]
)
@pytest.mark.parametrize("stratified", [False, True])
def test_normal_numbers_follow_the_truncated_normal_distribution(bounds: Range, stratified: bool) -> None:
    drawn = DRAW.normal("age", ROWS, 42, 15, bounds, stratified=stratified)
    assert drawn.min() >= bounds.low
    assert drawn.max() <= bounds.high
    distribution, floor, ceiling = truncated(42, 15, bounds)
    share = (np.arange(99) + 1) / 100
    quantiles = np.array([distribution.inv_cdf(floor + part * (ceiling - floor)) for part in share])
    below = np.searchsorted(np.sort(drawn), quantiles) / MANY
    assert np.abs(below - share).max() < (0.0001 if stratified else 0.007)


def test_normal_numbers_have_the_given_mean_and_deviation() -> None:
    drawn = DRAW.normal("age", ROWS, 42, 15, Range(-58, 142), stratified=True)
    assert drawn.mean() == pytest.approx(42, abs=0.01)
    assert drawn.std() == pytest.approx(15, rel=0.001)


def test_every_cell_follows_a_stratified_normal_distribution() -> None:
    cells = Rows(KEYS, KEYS // 100)
    drawn = DRAW.normal("age", cells, 42, 15, Range(18, 86), stratified=True)
    medians = [np.median(drawn[cells.cell == cell]) for cell in range(1, 50)]
    assert np.abs(np.array(medians) - 43.3).max() < 1.5


def test_the_logarithm_of_lognormal_numbers_is_normal() -> None:
    drawn = DRAW.lognormal("amount", ROWS, 100, 0.5, 1e-6, 1e10, stratified=True)
    logarithm = np.log(drawn)
    assert np.median(drawn) == pytest.approx(100, rel=0.001)
    assert logarithm.mean() == pytest.approx(np.log(100), abs=0.001)
    assert logarithm.std() == pytest.approx(0.5, rel=0.001)


def test_lognormal_numbers_are_inside_the_range_of_each_row() -> None:
    low = np.where(KEYS % 2 == 0, 50.0, 10_000.0)
    high = np.where(KEYS % 2 == 0, 25_000.0, 500_000.0)
    median = np.where(KEYS % 3 == 0, low, np.where(KEYS % 3 == 1, high, np.sqrt(low * high)))
    drawn = DRAW.lognormal("target", ROWS, median, 0.9, low, high, group=np.arange(len(ROWS)))
    assert ((drawn >= low) & (drawn <= high)).all()
    for place, part in (
        (0, drawn[KEYS % 3 == 0] / low[KEYS % 3 == 0]),
        (1, drawn[KEYS % 3 == 1] / high[KEYS % 3 == 1]),
    ):
        expected = NormalDist().inv_cdf(0.75) * 0.9 * (1 - 2 * place)
        assert np.median(np.log(part)) == pytest.approx(expected, abs=0.03)


def test_categories_are_independent_and_have_their_shares_on_average() -> None:
    codes = DRAW.categorical("channel", ROWS, UNEVEN)
    assert chi_square_is_small(np.bincount(codes, minlength=3), np.array(UNEVEN.weights) * MANY)
    assert np.array_equal(codes[5:9], DRAW.categorical("channel", one_stratum(KEYS[5:9]), UNEVEN))


def test_an_item_without_weight_is_never_picked() -> None:
    assert set(DRAW.pick("word", ROWS, sampling_table([0.0, 0.5, 0.0, 0.5])).tolist()) == {1, 3}
    assert set(DRAW.pick("word", ROWS, sampling_table([1.0])).tolist()) == {0}


@pytest.mark.parametrize("size", [1, 2, 7, 60, 300])
def test_each_part_of_each_cell_gets_one_stratified_number(size: int) -> None:
    cells = Rows(KEYS[: size * 20], np.repeat(np.arange(20) * 3, size))
    numbers = DRAW.stratified("place", cells).reshape(20, size)
    assert np.array_equal(np.sort(np.floor(numbers * size), axis=1), np.tile(np.arange(size), (20, 1)))
    assert (numbers < 1).all()


def test_stratified_draws_of_different_columns_are_independent() -> None:
    cells = Rows(KEYS, KEYS // 300)
    left, right = DRAW.stratified("age", cells), DRAW.stratified("joined", cells)
    assert independent(left, right, parts=8)
    assert abs(np.corrcoef(left, right)[0, 1]) < 5 / np.sqrt(MANY)
