"""Keyed draws: every random number is a hash of (seed, stream, column, the row's own key).

There is no generator state, so a value does not depend on other draws, on the order of the rows or on their number.
Stratified draws use systematic sampling in keyed order (Madow 1949): in a cell of n rows, a category of share p gets
floor(n p) or ceil(n p) rows. A random number of the cell decides which of the two, the hash of each row decides which
rows.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from seeding.engine.arrays import (
    NONE,
    BoolArray,
    Code,
    FloatArray,
    Index,
    IntArray,
    Key,
    Ordinal,
    order_within,
    ordinals,
    run_lengths,
)
from seeding.engine.quantile import normal_quantile
from seeding.engine.rows import Rows
from seeding.engine.shares import TABLE_BITS, CategoryShares, Range, SamplingTable

_EXACT = 9
"""Decimals to which floats are rounded before they decide anything: math libraries differ in the last bits."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)

_TOP_BITS = np.uint64(64 - TABLE_BITS)
_STANDARD_NORMAL = NormalDist()
_NORMAL_SHARES = 4_096
"""Results that are cached: each block asks for those of the same parameters."""


def _hash(keys: npt.NDArray[np.int64], stream: int) -> npt.NDArray[np.uint64]:
    """Return 64 random bits per key: a golden-ratio step, then the finalizer of MurmurHash3 (Appleby, 2008)."""
    bits = keys.astype(np.uint64)
    bits *= _GOLDEN
    bits += np.uint64(stream)
    shifted = np.empty_like(bits)  # used again, for memory that is touched for the first time costs more than the sums
    for multiplier in (_MIX_1, _MIX_2):
        bits ^= np.right_shift(bits, _SHIFT, out=shifted)
        bits *= multiplier
    bits ^= np.right_shift(bits, _SHIFT, out=shifted)
    return bits


@dataclass(frozen=True)
class Draw:
    """The random draws of one stream of one bank.

    The name of the column is part of every draw: two draws of a stream need different names to be independent. Unless
    stated otherwise, a draw returns one value per row, and `stratified` spreads the values: each of n equal parts
    of the distribution then gets one row of a cell of n rows. Otherwise the rows are independent.
    """

    seed: int
    stream: str

    def bits(self, column: str, keys: Key) -> npt.NDArray[np.uint64]:
        """Return 64 random bits for each key."""
        name = f"{self.seed}/{self.stream}/{column}".encode()
        return _hash(keys, int.from_bytes(hashlib.blake2b(name, digest_size=8).digest()))

    def uniform(self, column: str, rows: Rows) -> FloatArray:
        """Return independent numbers in [0, 1)."""
        return self._unit(column, rows.key)

    def between(self, column: str, rows: Rows, within: Range) -> FloatArray:
        """Return independent numbers, uniformly distributed over a range, as unrounded floats."""
        return within.low + (within.high - within.low) * self.uniform(column, rows)

    def _unit(self, column: str, keys: Key) -> FloatArray:
        """Return a number in [0, 1) for each key."""
        return (self.bits(column, keys) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def stratified(self, column: str, rows: Rows) -> FloatArray:
        """Return numbers in [0, 1): in a cell of n rows, each of n equal parts of the interval gets one number."""
        sizes, ranks = self._keyed_ranks(column, rows)
        return (ranks + self._unit(column + "/jitter", rows.key)) / sizes

    def _numbers(self, column: str, rows: Rows, stratified: bool) -> FloatArray:
        return self.stratified(column, rows) if stratified else self.uniform(column, rows)

    def integers(
        self, column: str, rows: Rows, low: int | IntArray, high: int | IntArray, *, stratified: bool = False
    ) -> IntArray:
        """Return integers from `low` to `high`, both included; each bound is one number or one per row."""
        span = np.asarray(high, np.int64) - low + 1
        offset = np.floor(np.round(self._numbers(column, rows, stratified) * span, _EXACT)).astype(np.int64)
        return low + np.minimum(offset, span - 1)

    dates = integers
    """The same as `integers`, for bounds that are day numbers."""

    def normal(
        self, column: str, rows: Rows, mean: float, deviation: float, within: Range, *, stratified: bool = False
    ) -> FloatArray:
        """Return normally distributed numbers, truncated to a range; `mean` and `deviation` are those before this."""
        floor, ceiling = (_STANDARD_NORMAL.cdf((end - mean) / deviation) for end in (within.low, within.high))
        deviations = normal_quantile(floor + self._numbers(column, rows, stratified) * (ceiling - floor))
        return mean + deviation * np.round(deviations, _EXACT)

    def lognormal(
        self,
        column: str,
        rows: Rows,
        median: FloatArray | float,
        spread: FloatArray | float,
        low: FloatArray | float,
        high: FloatArray | float,
        *,
        group: Index | int = 0,
        stratified: bool = False,
    ) -> FloatArray:
        """Return log-normally distributed numbers, truncated to [low, high].

        `spread` is the standard deviation of the logarithm. Each parameter is one number, or an array with one item per
        group of rows; `group` is then the group of each row, as an index into these arrays.
        """
        center, width, *ends = np.broadcast_arrays(
            *map(np.atleast_1d, (np.log(median), spread, np.log(low), np.log(high)))
        )
        floor, ceiling = (_normal_share((end - center) / width) for end in ends)
        numbers = self._numbers(column, rows, stratified)
        deviations = np.round(normal_quantile(floor[group] + numbers * (ceiling - floor)[group]), _EXACT)
        return np.round(np.exp(center[group] + width[group] * deviations), _EXACT)

    def pick(self, column: str, rows: Rows, sampling_table: SamplingTable) -> Code:
        """Return independent codes, distributed as the sampling table says (see `sampling_table`)."""
        return sampling_table[self.bits(column, rows.key) >> _TOP_BITS].astype(np.int64)

    def categorical(self, column: str, rows: Rows, shares: CategoryShares) -> Code:
        """Return independent codes: indexes into the names of `shares`. For events, of which there are many."""
        return self.pick(column, rows, shares.sampling_table)

    def stratified_category(
        self,
        column: str,
        rows: Rows,
        shares: CategoryShares,
        *,
        subset: BoolArray | None = None,
        pinned: Code | None = None,
    ) -> Code:
        """Return one code per row, an index into the names of `shares`, so that each cell has every share.

        A share deviates by less than one row per cell. Only rows in `subset` take part and count; the others get NONE.
        A row with a code in `pinned` keeps that code, and the other rows of the cell compensate.
        """
        codes = np.full(len(rows), NONE, np.int64)
        included = np.ones(len(rows), bool) if subset is None else subset
        population = Rows(rows.key, rows.cell).where(included)
        fixed = np.full(len(population), NONE, np.int64) if pinned is None else pinned[included]
        codes[included] = self._stratified(column, population, shares, fixed)
        return codes

    def _stratified(self, column: str, rows: Rows, shares: CategoryShares, fixed: Code) -> Code:
        """Return the code of each row; `fixed` are the pinned codes, NONE for all other rows."""
        if not len(rows):
            return fixed
        first, sizes = run_lengths(rows.cell)
        cells = rows.cell[first]
        index = np.repeat(np.arange(len(cells)), sizes)
        offset = self._unit(column + "/offset", cells)
        bounds = np.floor(np.round(sizes[:, None] * shares.cumulative + offset[:, None], _EXACT)).astype(np.int64)
        wanted = np.diff(bounds, axis=1, prepend=0)
        for code in range(len(shares)):
            wanted[:, code] -= np.bincount(index[fixed == code], minlength=len(cells))
        free = fixed == NONE
        # Counted from the last category: if more rows are pinned than a share allows, the first category, which is the
        # most common one, gets fewer rows.
        free_counts = np.bincount(index[free], minlength=len(cells))
        later = np.cumsum(wanted.clip(0)[:, :0:-1], axis=1)
        cuts = (free_counts[:, None] - later).clip(0)
        _, ranks = self._keyed_ranks(column, rows.where(free))
        codes = fixed.copy()
        codes[free] = (ranks[:, None] >= cuts[index[free]]).sum(axis=1)
        return codes

    def stratified_sample(
        self,
        column: str,
        rows: Rows,
        share: Range,
        eligible: BoolArray,
        *,
        rounding: str | None = None,
        part_below: BoolArray | None = None,
        already_selected: BoolArray | None = None,
        weight: IntArray | None = None,
    ) -> BoolArray:
        """Return which rows are selected from the `eligible` rows, so that each cell has a given share of all its rows.

        The share deviates by less than one row per cell. If a cell has fewer eligible rows than that, all are selected.

        `share` is the range from one cumulative share to another: its length is the share, and adjacent parts exclude
        each other. If draws of adjacent parts use the same name for `rounding`, their sum deviates by less than one
        row, too. If the part below was not drawn, `part_below` says which rows are in it, and this part compensates for
        its rounding. Rows that are `already_selected` count toward the share. `weight`, positive integers, makes rows
        more likely in proportion; a cell gets fewer rows than its share where a weight is above an nth of the sum.
        """
        selected = np.zeros(len(rows), bool)
        if not len(rows):
            return selected
        first, sizes = run_lengths(rows.cell)
        cells = rows.cell[first]
        offset = self._unit((rounding or column) + "/offset", cells)
        below, above = (np.floor(np.round(sizes * end + offset, _EXACT)) for end in (share.low, share.high))
        wanted = above - below
        if part_below is not None:
            exact = np.round(sizes * (share.high - share.low), _EXACT)
            wanted = np.clip(
                above - np.add.reduceat(part_below, first, dtype=np.int64), np.floor(exact), np.ceil(exact)
            )
        if already_selected is not None:
            wanted = wanted - np.add.reduceat(already_selected, first, dtype=np.int64)
        among, wanted_here = Rows(rows.key, rows.cell).where(eligible), np.repeat(wanted, sizes)[eligible]
        if weight is not None:
            selected[eligible] = self._weighted(column, among, weight[eligible], wanted_here)
            return selected
        _, ranks = self._keyed_ranks(column, among)
        selected[eligible] = ranks < wanted_here
        return selected

    def _weighted(self, column: str, rows: Rows, weight: IntArray, wanted: FloatArray) -> BoolArray:
        """Return which rows are selected in proportion to their weight: `wanted` is how many of each row's cell.

        Systematic sampling in the order of the weights, so that light and heavy rows both get their part in every cell.
        """
        selected = np.zeros(len(rows), bool)
        if not len(rows):
            return selected
        order = np.lexsort((self.bits(column, rows.key), weight, rows.cell))
        first, sizes = run_lengths(rows.cell)
        sums = np.repeat(np.add.reduceat(weight[order], first), sizes)
        until = np.cumsum(weight[order])
        until -= np.repeat(until[first] - weight[order][first], sizes)
        start = np.floor(self._unit(column + "/start", rows.cell) * sums).astype(np.int64)
        count = wanted[order].clip(0).astype(np.int64)
        hits = (until * count + start) // sums - ((until - weight[order]) * count + start) // sums
        selected[order] = (hits > 0) | (count >= np.repeat(sizes, sizes))
        return selected

    def _keyed_ranks(self, column: str, rows: Rows) -> tuple[IntArray, Ordinal]:
        """Return the size of each row's cell, and the row's rank in its cell when the cell is sorted by hash."""
        _, sizes = run_lengths(rows.cell)
        ranks = np.empty(len(rows), np.int64)
        ranks[order_within(rows.cell, self.bits(column, rows.key))] = ordinals(sizes)
        return np.repeat(sizes, sizes), ranks


def _normal_share(deviations: FloatArray) -> FloatArray:
    """Return the cumulative normal probability of each number of standard deviations, one number at a time."""
    return np.array([_standard_normal_share(value) for value in deviations.tolist()])


@lru_cache(_NORMAL_SHARES)
def _standard_normal_share(deviations: float) -> float:
    return _STANDARD_NORMAL.cdf(deviations)
