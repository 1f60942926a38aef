"""Shares: how they are written down, and how a draw keeps them in every cell, to less than one row."""

import numpy as np
import pytest

from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows, one_stratum
from seeding.engine.shares import Range, Shares, part

SEGMENTS = Shares.of(retail=0.60, premium=0.25, corporate=0.10, private=0.05)
ALL_SHARES = (
    SEGMENTS,
    Shares.of(one=0.75, two=0.25),
    Shares.of(only=1.0),
    Shares.parts(**{f"c{part}": part for part in range(1, 14)}),
    Shares.of(nobody=0.0, everybody=1.0),
)
SIZES = (1, 2, 3, 7, 19, 20, 60, 300, 1_199)
SEEDS = range(40)


def cells_of(sizes: tuple[int, ...]) -> Rows:
    cell = np.repeat(np.arange(len(sizes)) * 7 + 3, sizes)
    return Rows(np.arange(len(cell)) * 5 + 11, cell)


def counts(codes: IntArray, rows: Rows, shares: Shares) -> list[IntArray]:
    return [np.bincount(codes[rows.cell == cell], minlength=len(shares)) for cell in np.unique(rows.cell)]


def assert_held(codes: IntArray, rows: Rows, shares: Shares) -> None:
    for count, size in zip(counts(codes, rows, shares), np.unique(rows.cell, return_counts=True)[1], strict=True):
        assert (np.abs(count - size * np.array(shares.weights)) < 1 - 1e-9).all(), (size, count)


def test_weights_have_to_sum_to_one() -> None:
    with pytest.raises(ValueError, match=r"sum to 1\.1, not to 1"):
        Shares.of(a=0.6, b=0.5)
    with pytest.raises(ValueError, match="sum to"):
        Shares.of(a=0.6, b=0.3999)


def test_a_weight_is_never_negative() -> None:
    with pytest.raises(ValueError, match="a"):
        Shares.of(a=1.2, b=-0.2)


@pytest.mark.parametrize(("names", "weights"), [(("a", "b"), (1.0,)), (("a", "a"), (0.5, 0.5))])
def test_each_name_is_there_once_and_has_one_weight(names: tuple[str, ...], weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="name of its own"):
        Shares(names, weights)


def test_parts_are_shares_of_their_sum() -> None:
    assert Shares.parts(red=2, blue=1, green=1) == Shares.of(red=0.5, blue=0.25, green=0.25)


def test_a_code_is_the_place_of_its_name() -> None:
    assert [SEGMENTS.code(name) for name in SEGMENTS.names] == [0, 1, 2, 3]
    assert len(SEGMENTS) == 4
    with pytest.raises(ValueError, match="not in tuple"):
        SEGMENTS.code("wholesale")


def test_the_running_sum_ends_at_exactly_one() -> None:
    assert Shares.of(**{f"n{part}": 0.1 for part in range(10)}).cumulative[-1] == 1.0


def test_a_band_runs_upwards_and_may_be_a_point() -> None:
    assert Range(3, 3).low == 3
    for low, high in ((2, 1), (float("nan"), 1), (0, float("nan"))):
        with pytest.raises(ValueError, match="low to high"):
            Range(low, high)


@pytest.mark.parametrize("shares", ALL_SHARES, ids=lambda shares: shares.names[0])
def test_every_cell_holds_every_share_to_less_than_one_row(shares: Shares) -> None:
    rows = cells_of(SIZES)
    for seed in SEEDS:
        assert_held(Draw(seed, "t").stratified_category("segment", rows, shares), rows, shares)


def test_a_cell_does_not_know_its_neighbours() -> None:
    rows, draw = cells_of(SIZES), Draw(1, "t")
    codes = draw.stratified_category("segment", rows, SEGMENTS)
    for cell in np.unique(rows.cell):
        alone = rows.where(rows.cell == cell)
        assert np.array_equal(draw.stratified_category("segment", alone, SEGMENTS), codes[rows.cell == cell])


def test_windows_do_not_depend_on_how_many_rows_follow() -> None:
    draw, cell = Draw(1, "t"), np.full(300, 4)
    whole = draw.stratified_category("segment", Rows(np.arange(300), cell).windows(20), SEGMENTS)
    for size in (19, 20, 21, 130, 299):
        part = draw.stratified_category("segment", Rows(np.arange(size), cell[:size]).windows(20), SEGMENTS)
        complete = size // 20 * 20
        assert np.array_equal(part[:complete], whole[:complete])


def test_over_many_cells_the_fractions_add_up_to_the_share() -> None:
    rows = cells_of((7,) * 4_000)
    found = np.bincount(Draw(5, "t").stratified_category("segment", rows, SEGMENTS), minlength=4) / len(rows)
    assert np.abs(found - SEGMENTS.weights).max() < 0.004


def test_every_place_in_a_cell_is_as_likely_to_hold_a_category() -> None:
    rows = cells_of((20,) * 10_000)
    premium = (Draw(5, "t").stratified_category("segment", rows, SEGMENTS) == 1).reshape(-1, 20).mean(axis=0)
    assert np.abs(premium - 0.25).max() < 5 * np.sqrt(0.25 * 0.75 / 10_000)


@pytest.mark.parametrize("size", [8, 20, 300])
def test_shares_of_two_columns_are_independent(size: int) -> None:
    rows, draw = cells_of((size,) * (120_000 // size)), Draw(5, "t")
    pair = draw.stratified_category("segment", rows, SEGMENTS) * 4 + draw.stratified_category("status", rows, SEGMENTS)
    expected = np.outer(SEGMENTS.weights, SEGMENTS.weights).ravel() * len(rows)
    assert (((np.bincount(pair, minlength=16) - expected) ** 2 / expected).sum()) < 50


def test_neighbours_may_fall_into_the_same_category() -> None:
    """A low-discrepancy sequence without a shuffle never puts two neighbours into the same half."""
    rows = one_stratum(np.arange(60_000))
    halves = Draw(5, "t").stratified_category("half", rows, Shares.of(left=0.5, right=0.5))
    assert (halves[1:] == halves[:-1]).mean() == pytest.approx(0.5, abs=0.02)


def test_only_those_among_take_part_and_count() -> None:
    rows = cells_of(SIZES)
    for seed in SEEDS:
        draw = Draw(seed, "t")
        among = draw.uniform("who", rows) < 0.4
        codes = draw.stratified_category("segment", rows, SEGMENTS, among=among)
        assert (codes[~among] == NONE).all()
        assert_held(codes[among], rows.where(among), SEGMENTS)
        assert np.array_equal(codes[among], draw.stratified_category("segment", rows.where(among), SEGMENTS))


def test_nobody_among_is_no_error() -> None:
    rows = cells_of((5, 5))
    assert (Draw(1, "t").stratified_category("segment", rows, SEGMENTS, among=np.zeros(10, bool)) == NONE).all()
    assert len(Draw(1, "t").stratified_category("segment", cells_of(()), SEGMENTS)) == 0


@pytest.mark.parametrize("size", [20, 60, 300])
def test_pins_are_kept_and_the_others_make_up_for_them(size: int) -> None:
    rows = cells_of((size,) * 5)
    room = np.floor(size * np.array(SEGMENTS.weights)).astype(int)
    for seed in SEEDS:
        pins = np.full(len(rows), NONE)
        for cell in range(5):
            # As many pins as the share has room for: of another category in each cell, of all in the last.
            told = np.repeat(np.arange(4), room)[:: 1 + seed % 2] if cell == 4 else np.full(room[cell], cell)
            pins[cell * size : cell * size + len(told)] = told
        codes = Draw(seed, "t").stratified_category("segment", rows, SEGMENTS, pinned=pins)
        assert np.array_equal(codes[pins != NONE], pins[pins != NONE])
        assert_held(codes, rows, SEGMENTS)


def test_pins_count_only_among_those_who_take_part() -> None:
    rows = cells_of((60, 60))
    among = np.arange(120) % 3 != 0
    pins = np.where(np.arange(120) % 6 == 0, 3, NONE)
    codes = Draw(3, "t").stratified_category("segment", rows, SEGMENTS, among=among, pinned=pins)
    assert (codes[~among] == NONE).all()
    assert_held(codes[among], rows.where(among), SEGMENTS)


def test_the_first_category_gives_way_to_pins_beyond_a_share() -> None:
    rows = cells_of((60,))
    for seed in SEEDS:
        pins = np.full(60, NONE)
        pins[:10] = SEGMENTS.code("private")
        (found,) = counts(Draw(seed, "t").stratified_category("segment", rows, SEGMENTS, pinned=pins), rows, SEGMENTS)
        assert found[SEGMENTS.code("private")] == 10
        assert (np.abs(found[1:3] - np.array([15, 6])) < 1).all()
        assert found.sum() == 60


def test_pins_of_everybody_leave_nothing_to_draw() -> None:
    rows = cells_of((9,))
    pins = np.arange(9) % 4
    assert np.array_equal(Draw(1, "t").stratified_category("segment", rows, SEGMENTS, pinned=pins), pins)


def suitable(rows: Rows, seed: int, share: float) -> BoolArray:
    return Draw(seed, "t").uniform("suits", rows) < share


@pytest.mark.parametrize("share", [0.0, 0.03, 0.25, 0.7, 1.0])
@pytest.mark.parametrize("able", [0.0, 0.3, 0.8, 1.0])
def test_choosing_takes_a_part_of_all_rows_from_the_suitable_ones(share: float, able: float) -> None:
    rows = cells_of(SIZES)
    for seed in SEEDS:
        suits = suitable(rows, seed, able)
        chosen = Draw(seed, "t").stratified_sample("frozen", rows, part(share), suits)
        assert not (chosen & ~suits).any()
        for cell in np.unique(rows.cell):
            here = rows.cell == cell
            count, wanted, fit = chosen[here].sum(), here.sum() * share, suits[here].sum()
            assert abs(count - wanted) < 1 or (count == fit and fit < wanted), (count, fit, wanted)


def test_neighbouring_parts_hold_their_sum_to_less_than_one_row() -> None:
    rows, everybody = cells_of(SIZES), np.ones(sum(SIZES), bool)
    parts = (part(0.03), part(0.07, after=0.03), part(0.55, after=0.10))
    assert parts[1] == Range(0.03, 0.10)
    for seed in SEEDS:
        draw, free, total = Draw(seed, "t"), everybody, np.zeros(len(rows), bool)
        for number, wanted in enumerate(parts):
            chosen = draw.stratified_sample(f"status/{number}", rows, wanted, free, rounding="status")
            free, total = free & ~chosen, total | chosen
            for cell in np.unique(rows.cell):
                size = (rows.cell == cell).sum()
                assert abs(chosen[rows.cell == cell].sum() - size * (wanted.high - wanted.low)) < 1
                assert abs(total[rows.cell == cell].sum() - size * wanted.high) < 1


def test_rows_besides_count_as_chosen() -> None:
    rows = cells_of(SIZES)
    for seed in SEEDS:
        besides = suitable(rows, seed, 0.1)
        chosen = Draw(seed, "t").stratified_sample("frozen", rows, part(0.3), ~besides, already_selected=besides)
        for cell in np.unique(rows.cell):
            here = rows.cell == cell
            told = besides[here].sum()
            count, wanted = chosen[here].sum() + told, here.sum() * 0.3
            assert abs(count - wanted) < 1 or (count == told and told > wanted), (count, told, wanted)


def test_choosing_from_nobody_is_no_error() -> None:
    assert len(Draw(1, "t").stratified_sample("frozen", cells_of(()), part(0.5), np.zeros(0, bool))) == 0
    nobody = np.zeros(0, bool)
    assert len(Draw(1, "t").stratified_sample("frozen", cells_of(()), part(0.5), nobody, already_selected=nobody)) == 0


def test_everybody_suitable_is_as_likely_to_be_chosen() -> None:
    rows = cells_of((20,) * 10_000)
    suits = np.tile(np.arange(20) % 2 == 0, 10_000)
    chosen = Draw(9, "t").stratified_sample("frozen", rows, part(0.2), suits).reshape(-1, 20).mean(axis=0)
    assert np.abs(chosen[::2] - 0.4).max() < 5 * np.sqrt(0.4 * 0.6 / 10_000)
