"""Shares are checked, and a stratified draw has them in every cell, with a deviation of less than one row."""

import numpy as np
import pytest

from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows, one_stratum
from seeding.engine.shares import CategoryShares, Range, share_range

SEGMENTS = CategoryShares.of(retail=0.60, premium=0.25, corporate=0.10, private=0.05)
ALL_SHARES = (
    SEGMENTS,
    CategoryShares.of(one=0.75, two=0.25),
    CategoryShares.of(only=1.0),
    CategoryShares.from_weights(**{f"c{part}": part for part in range(1, 14)}),
    CategoryShares.of(nobody=0.0, everybody=1.0),
)
SIZES = (1, 2, 3, 7, 19, 20, 60, 300, 1_199)
SEEDS = range(40)


def cells_of(sizes: tuple[int, ...]) -> Rows:
    cell = np.repeat(np.arange(len(sizes)) * 7 + 3, sizes)
    return Rows(np.arange(len(cell)) * 5 + 11, cell)


def counts(codes: IntArray, rows: Rows, shares: CategoryShares) -> list[IntArray]:
    return [np.bincount(codes[rows.cell == cell], minlength=len(shares)) for cell in np.unique(rows.cell)]


def assert_held(codes: IntArray, rows: Rows, shares: CategoryShares) -> None:
    for count, size in zip(counts(codes, rows, shares), np.unique(rows.cell, return_counts=True)[1], strict=True):
        assert (np.abs(count - size * np.array(shares.weights)) < 1 - 1e-9).all(), (size, count)


def test_weights_must_sum_to_one() -> None:
    with pytest.raises(ValueError, match=r"sum to 1\.1, not to 1"):
        CategoryShares.of(a=0.6, b=0.5)
    with pytest.raises(ValueError, match="sum to"):
        CategoryShares.of(a=0.6, b=0.3999)


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="a"):
        CategoryShares.of(a=1.2, b=-0.2)


@pytest.mark.parametrize(("names", "weights"), [(("a", "b"), (1.0,)), (("a", "a"), (0.5, 0.5))])
def test_each_name_is_unique_and_has_one_weight(names: tuple[str, ...], weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="a unique name"):
        CategoryShares(names, weights)


def test_parts_are_divided_by_their_sum() -> None:
    assert CategoryShares.from_weights(red=2, blue=1, green=1) == CategoryShares.of(red=0.5, blue=0.25, green=0.25)


def test_a_code_is_the_index_of_its_name() -> None:
    assert [SEGMENTS.code(name) for name in SEGMENTS.names] == [0, 1, 2, 3]
    assert len(SEGMENTS) == 4
    with pytest.raises(ValueError, match="not in tuple"):
        SEGMENTS.code("wholesale")


def test_the_cumulative_sum_ends_at_exactly_one() -> None:
    assert CategoryShares.of(**{f"n{part}": 0.1 for part in range(10)}).cumulative[-1] == 1.0


def test_a_range_goes_upward_and_can_be_a_point() -> None:
    assert Range(3, 3).low == 3
    for low, high in ((2, 1), (float("nan"), 1), (0, float("nan"))):
        with pytest.raises(ValueError, match="low to high"):
            Range(low, high)


@pytest.mark.parametrize("shares", ALL_SHARES, ids=lambda shares: shares.names[0])
def test_every_share_deviates_by_less_than_one_row_in_every_cell(shares: CategoryShares) -> None:
    rows = cells_of(SIZES)
    for seed in SEEDS:
        assert_held(Draw(seed, "t").stratified_category("segment", rows, shares), rows, shares)


def test_a_cell_does_not_depend_on_other_cells() -> None:
    rows, draw = cells_of(SIZES), Draw(1, "t")
    codes = draw.stratified_category("segment", rows, SEGMENTS)
    for cell in np.unique(rows.cell):
        alone = rows.where(rows.cell == cell)
        assert np.array_equal(draw.stratified_category("segment", alone, SEGMENTS), codes[rows.cell == cell])


def test_windows_do_not_depend_on_the_rows_that_follow() -> None:
    draw, cell = Draw(1, "t"), np.full(300, 4)
    whole = draw.stratified_category("segment", Rows(np.arange(300), cell).windows(20), SEGMENTS)
    for size in (19, 20, 21, 130, 299):
        part = draw.stratified_category("segment", Rows(np.arange(size), cell[:size]).windows(20), SEGMENTS)
        complete = size // 20 * 20
        assert np.array_equal(part[:complete], whole[:complete])


def test_over_many_cells_the_average_is_the_share() -> None:
    rows = cells_of((7,) * 4_000)
    found = np.bincount(Draw(5, "t").stratified_category("segment", rows, SEGMENTS), minlength=4) / len(rows)
    assert np.abs(found - SEGMENTS.weights).max() < 0.004


def test_every_row_of_a_cell_is_equally_likely_to_get_a_category() -> None:
    rows = cells_of((20,) * 10_000)
    premium = (Draw(5, "t").stratified_category("segment", rows, SEGMENTS) == 1).reshape(-1, 20).mean(axis=0)
    assert np.abs(premium - 0.25).max() < 5 * np.sqrt(0.25 * 0.75 / 10_000)


@pytest.mark.parametrize("size", [8, 20, 300])
def test_shares_of_two_columns_are_independent(size: int) -> None:
    rows, draw = cells_of((size,) * (120_000 // size)), Draw(5, "t")
    pair = draw.stratified_category("segment", rows, SEGMENTS) * 4 + draw.stratified_category("status", rows, SEGMENTS)
    expected = np.outer(SEGMENTS.weights, SEGMENTS.weights).ravel() * len(rows)
    assert (((np.bincount(pair, minlength=16) - expected) ** 2 / expected).sum()) < 50


def test_adjacent_rows_can_get_the_same_category() -> None:
    """A low-discrepancy sequence without a shuffle never puts two adjacent rows into the same half."""
    rows = one_stratum(np.arange(60_000))
    halves = Draw(5, "t").stratified_category("half", rows, CategoryShares.of(left=0.5, right=0.5))
    assert (halves[1:] == halves[:-1]).mean() == pytest.approx(0.5, abs=0.02)


def test_only_rows_of_the_subset_take_part_and_count() -> None:
    rows = cells_of(SIZES)
    for seed in SEEDS:
        draw = Draw(seed, "t")
        subset = draw.uniform("who", rows) < 0.4
        codes = draw.stratified_category("segment", rows, SEGMENTS, subset=subset)
        assert (codes[~subset] == NONE).all()
        assert_held(codes[subset], rows.where(subset), SEGMENTS)
        assert np.array_equal(codes[subset], draw.stratified_category("segment", rows.where(subset), SEGMENTS))


def test_an_empty_subset_is_no_error() -> None:
    rows = cells_of((5, 5))
    assert (Draw(1, "t").stratified_category("segment", rows, SEGMENTS, subset=np.zeros(10, bool)) == NONE).all()
    assert len(Draw(1, "t").stratified_category("segment", cells_of(()), SEGMENTS)) == 0


@pytest.mark.parametrize("size", [20, 60, 300])
def test_pinned_codes_are_kept_and_the_other_rows_compensate(size: int) -> None:
    rows = cells_of((size,) * 5)
    allowed = np.floor(size * np.array(SEGMENTS.weights)).astype(int)
    for seed in SEEDS:
        pinned = np.full(len(rows), NONE)
        for cell in range(5):
            # As many pinned rows as the share allows: of another category in each cell, of all in the last cell.
            pinned_codes = (
                np.repeat(np.arange(4), allowed)[:: 1 + seed % 2] if cell == 4 else np.full(allowed[cell], cell)
            )
            pinned[cell * size : cell * size + len(pinned_codes)] = pinned_codes
        codes = Draw(seed, "t").stratified_category("segment", rows, SEGMENTS, pinned=pinned)
        assert np.array_equal(codes[pinned != NONE], pinned[pinned != NONE])
        assert_held(codes, rows, SEGMENTS)


def test_pinned_codes_count_only_in_the_subset() -> None:
    rows = cells_of((60, 60))
    subset = np.arange(120) % 3 != 0
    pinned = np.where(np.arange(120) % 6 == 0, 3, NONE)
    codes = Draw(3, "t").stratified_category("segment", rows, SEGMENTS, subset=subset, pinned=pinned)
    assert (codes[~subset] == NONE).all()
    assert_held(codes[subset], rows.where(subset), SEGMENTS)


def test_the_first_category_gets_fewer_rows_if_more_rows_are_pinned_than_a_share_allows() -> None:
    rows = cells_of((60,))
    for seed in SEEDS:
        pinned = np.full(60, NONE)
        pinned[:10] = SEGMENTS.code("private")
        (found,) = counts(Draw(seed, "t").stratified_category("segment", rows, SEGMENTS, pinned=pinned), rows, SEGMENTS)
        assert found[SEGMENTS.code("private")] == 10
        assert (np.abs(found[1:3] - np.array([15, 6])) < 1).all()
        assert found.sum() == 60


def test_if_every_row_is_pinned_nothing_is_drawn() -> None:
    rows = cells_of((9,))
    pinned = np.arange(9) % 4
    assert np.array_equal(Draw(1, "t").stratified_category("segment", rows, SEGMENTS, pinned=pinned), pinned)


def random_eligible(rows: Rows, seed: int, share: float) -> BoolArray:
    return Draw(seed, "t").uniform("suits", rows) < share


@pytest.mark.parametrize("share", [0.0, 0.03, 0.25, 0.7, 1.0])
@pytest.mark.parametrize("eligible_share", [0.0, 0.3, 0.8, 1.0])
def test_a_sample_has_a_share_of_all_rows_and_only_eligible_ones(share: float, eligible_share: float) -> None:
    rows = cells_of(SIZES)
    for seed in SEEDS:
        eligible = random_eligible(rows, seed, eligible_share)
        chosen = Draw(seed, "t").stratified_sample("frozen", rows, share_range(share), eligible)
        assert not (chosen & ~eligible).any()
        for cell in np.unique(rows.cell):
            in_cell = rows.cell == cell
            count, wanted, fit = chosen[in_cell].sum(), in_cell.sum() * share, eligible[in_cell].sum()
            assert abs(count - wanted) < 1 or (count == fit and fit < wanted), (count, fit, wanted)


def test_the_sum_of_adjacent_parts_deviates_by_less_than_one_row() -> None:
    rows, all_rows = cells_of(SIZES), np.ones(sum(SIZES), bool)
    parts = (share_range(0.03), share_range(0.07, after=0.03), share_range(0.55, after=0.10))
    assert parts[1] == Range(0.03, 0.10)
    for seed in SEEDS:
        draw, free, total = Draw(seed, "t"), all_rows, np.zeros(len(rows), bool)
        for number, wanted in enumerate(parts):
            chosen = draw.stratified_sample(f"status/{number}", rows, wanted, free, rounding="status")
            free, total = free & ~chosen, total | chosen
            for cell in np.unique(rows.cell):
                size = (rows.cell == cell).sum()
                assert abs(chosen[rows.cell == cell].sum() - size * (wanted.high - wanted.low)) < 1
                assert abs(total[rows.cell == cell].sum() - size * wanted.high) < 1


def test_already_selected_rows_count_as_selected() -> None:
    rows = cells_of(SIZES)
    for seed in SEEDS:
        already_selected = random_eligible(rows, seed, 0.1)
        chosen = Draw(seed, "t").stratified_sample(
            "frozen", rows, share_range(0.3), ~already_selected, already_selected=already_selected
        )
        for cell in np.unique(rows.cell):
            in_cell = rows.cell == cell
            pinned_codes = already_selected[in_cell].sum()
            count, wanted = chosen[in_cell].sum() + pinned_codes, in_cell.sum() * 0.3
            assert abs(count - wanted) < 1 or (count == pinned_codes and pinned_codes > wanted), (
                count,
                pinned_codes,
                wanted,
            )


def test_a_sample_of_no_rows_is_no_error() -> None:
    assert len(Draw(1, "t").stratified_sample("frozen", cells_of(()), share_range(0.5), np.zeros(0, bool))) == 0
    nobody = np.zeros(0, bool)
    assert (
        len(Draw(1, "t").stratified_sample("frozen", cells_of(()), share_range(0.5), nobody, already_selected=nobody))
        == 0
    )


def test_every_eligible_row_is_equally_likely_to_be_selected() -> None:
    rows = cells_of((20,) * 10_000)
    eligible = np.tile(np.arange(20) % 2 == 0, 10_000)
    chosen = Draw(9, "t").stratified_sample("frozen", rows, share_range(0.2), eligible).reshape(-1, 20).mean(axis=0)
    assert np.abs(chosen[::2] - 0.4).max() < 5 * np.sqrt(0.4 * 0.6 / 10_000)


def test_rows_are_selected_in_proportion_to_their_weight() -> None:
    rows = cells_of((20,) * 10_000)
    weight = np.tile(np.repeat([1, 2, 5], (10, 6, 4)), 10_000)
    everybody = np.ones(len(rows), bool)
    chosen = Draw(9, "t").stratified_sample("weighted", rows, share_range(0.2), everybody, weight=weight)
    often = chosen.reshape(-1, 20).mean(axis=0)
    expected = 4 * weight[:20] / weight[:20].sum()
    assert np.abs(often - expected).max() < 5 * np.sqrt(0.25 / 10_000)


def test_a_weighted_sample_has_the_share_of_every_cell_and_only_eligible_rows() -> None:
    rows = cells_of(SIZES)
    weight = 1 + np.arange(len(rows)) % 3
    for seed in SEEDS:
        eligible = random_eligible(rows, seed, 0.8)
        chosen = Draw(seed, "t").stratified_sample("weighted", rows, share_range(0.25), eligible, weight=weight)
        assert not (chosen & ~eligible).any()
        for cell in np.unique(rows.cell):
            in_cell = rows.cell == cell
            wanted, possible = in_cell.sum() * 0.25, (in_cell & eligible).sum()
            assert chosen[in_cell].sum() < wanted + 1
            # Weights of 1 to 3 leave no row heavier than an nth of the sum where four rows are eligible per row wanted.
            assert chosen[in_cell].sum() > wanted - 1 or possible < 3 * wanted


def test_a_row_that_is_heavier_than_its_part_is_selected_once() -> None:
    rows = cells_of((20,) * 500)
    weight = np.where(np.arange(len(rows)) % 20 == 7, 1_000_000, 1)
    everybody = np.ones(len(rows), bool)
    chosen = Draw(3, "t").stratified_sample("weighted", rows, share_range(0.2), everybody, weight=weight)
    assert chosen.reshape(-1, 20)[:, 7].all()
    assert chosen.reshape(-1, 20).sum(axis=1).max() <= 4
    assert chosen.reshape(-1, 20).sum(axis=1).mean() < 2


def test_a_weighted_sample_depends_on_no_other_cell_and_selects_all_where_few_are_eligible() -> None:
    rows = cells_of((60, 60))
    weight = 1 + np.arange(len(rows)) % 4
    everybody = np.ones(len(rows), bool)
    both = Draw(5, "t").stratified_sample("weighted", rows, share_range(0.3), everybody, weight=weight)
    first = Rows(rows.key[:60], rows.cell[:60])
    alone = Draw(5, "t").stratified_sample("weighted", first, share_range(0.3), everybody[:60], weight=weight[:60])
    assert (both[:60] == alone).all()
    few = np.arange(len(rows)) % 60 < 5
    assert (Draw(5, "t").stratified_sample("weighted", rows, share_range(0.3), few, weight=weight) == few).all()
