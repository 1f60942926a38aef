"""Keyed draws: every random number is a hash of (seed, stream, column, the row's own key).

There is no generator state, so a value does not depend on what else is drawn, on the order of rows or on how many there
are. Shares are drawn by systematic sampling in keyed order (Madow 1949): in a cell of n rows a category of share p
gets floor(n p) or ceil(n p) of them, the fraction decided by the cell's own number, the rows by their hash.
"""

import hashlib
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from seeding.engine.arrays import NONE, BoolArray, FloatArray, IntArray, rank_within, run_lengths
from seeding.engine.quantile import normal_quantile
from seeding.engine.rows import Rows
from seeding.engine.shares import TABLE_BITS, Range, Shares

_EXACT = 9
"""Decimals kept before a float decides anything: libraries differ in the last bits."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)

_TOP_BITS = np.uint64(64 - TABLE_BITS)
_BELL = NormalDist()


def _hash(keys: npt.NDArray[np.int64], stream: int) -> npt.NDArray[np.uint64]:
    """Return 64 well-mixed bits per key: a golden-ratio step, then the finalizer of MurmurHash3 (Appleby, 2008)."""
    bits = keys.astype(np.uint64)
    bits *= _GOLDEN
    bits += np.uint64(stream)
    for multiplier in (_MIX_1, _MIX_2):
        bits ^= bits >> _SHIFT
        bits *= multiplier
    bits ^= bits >> _SHIFT
    return bits


@dataclass(frozen=True)
class Draw:
    """The draws of one stream of one bank. A column's name is part of every number: use each name once per stream."""

    seed: int
    stream: str

    def bits(self, column: str, keys: IntArray) -> npt.NDArray[np.uint64]:
        """Return 64 random bits per key."""
        name = f"{self.seed}/{self.stream}/{column}".encode()
        return _hash(keys, int.from_bytes(hashlib.blake2b(name, digest_size=8).digest()))

    def uniform(self, column: str, rows: Rows) -> FloatArray:
        """Return independent numbers in [0, 1)."""
        return self._unit(column, rows.key)

    def between(self, column: str, rows: Rows, within: Range) -> FloatArray:
        """Return independent numbers inside a range, not rounded yet."""
        return within.low + (within.high - within.low) * self.uniform(column, rows)

    def _unit(self, column: str, keys: IntArray) -> FloatArray:
        return (self.bits(column, keys) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def stratified(self, column: str, rows: Rows) -> FloatArray:
        """Return numbers in [0, 1) of which each of the n equal parts of the interval gets one per cell of n rows."""
        sizes, place = self._keyed_places(column, rows)
        return (place + self._unit(column + "/jitter", rows.key)) / sizes

    def _numbers(self, column: str, rows: Rows, even: bool) -> FloatArray:
        return self.stratified(column, rows) if even else self.uniform(column, rows)

    def integers(
        self, column: str, rows: Rows, low: int | IntArray, high: int | IntArray, *, even: bool = False
    ) -> IntArray:
        """Return integers between `low` and `high`, both included: scalars, or one bound per row.

        `even` spreads them over the range within each cell; otherwise they are independent.
        """
        span = np.asarray(high, np.int64) - low + 1
        place = np.floor(np.round(self._numbers(column, rows, even) * span, _EXACT)).astype(np.int64)
        return low + np.minimum(place, span - 1)

    dates = integers
    """Days are integers: the same draw under the name that reads well beside `first` and `last` days."""

    def normal(
        self, column: str, rows: Rows, mean: float, deviation: float, within: Range, *, even: bool = False
    ) -> FloatArray:
        """Return a bell curve cut off at the ends of a range."""
        floor, ceiling = (_BELL.cdf((end - mean) / deviation) for end in (within.low, within.high))
        bell = normal_quantile(floor + self._numbers(column, rows, even) * (ceiling - floor))
        return mean + deviation * np.round(bell, _EXACT)

    def lognormal(
        self,
        column: str,
        rows: Rows,
        median: FloatArray | float,
        spread: FloatArray | float,
        low: FloatArray | float,
        high: FloatArray | float,
        *,
        kind: IntArray | int = 0,
        even: bool = False,
    ) -> FloatArray:
        """Return log-normal numbers inside [low, high]; `spread` is the standard deviation of the logarithm.

        Each of the four is one number, or one per kind of row; `kind` says of which kind each row is.
        """
        centre, width, *ends = np.broadcast_arrays(
            *map(np.atleast_1d, (np.log(median), spread, np.log(low), np.log(high)))
        )
        floor, ceiling = (_normal_share((end - centre) / width) for end in ends)
        numbers = self._numbers(column, rows, even)
        bell = np.round(normal_quantile(floor[kind] + numbers * (ceiling - floor)[kind]), _EXACT)
        return np.round(np.exp(centre[kind] + width[kind] * bell), _EXACT)

    def pick(self, column: str, rows: Rows, sampling_table: IntArray) -> IntArray:
        """Return independent places in a vocabulary, each as often as its weight asks: one look-up a row."""
        return sampling_table[self.bits(column, rows.key) >> _TOP_BITS]

    def categorical(self, column: str, rows: Rows, shares: Shares) -> IntArray:
        """Return independent codes, each the place of a name in `shares`: for events, of which there are many."""
        return self.pick(column, rows, shares.sampling_table)

    def stratified_category(
        self,
        column: str,
        rows: Rows,
        shares: Shares,
        *,
        among: BoolArray | None = None,
        pinned: IntArray | None = None,
    ) -> IntArray:
        """Return one code per row so that each cell holds every share, to less than one row.

        Only rows of `among` take part and count; the others get NONE. A row with a code in `pinned` keeps it, and the
        others make up for it.
        """
        codes = np.full(len(rows), NONE, np.int64)
        chosen = np.ones(len(rows), bool) if among is None else among
        members = Rows(rows.key, rows.cell).where(chosen)
        fixed = np.full(len(members), NONE, np.int64) if pinned is None else pinned[chosen]
        codes[chosen] = self._stratified(column, members, shares, fixed)
        return codes

    def _stratified(self, column: str, rows: Rows, shares: Shares, fixed: IntArray) -> IntArray:
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
        # Counted from the end, so that the first, the most common category gives way to pinned beyond a share.
        members = np.bincount(index[free], minlength=len(cells))
        later = np.cumsum(wanted.clip(0)[:, :0:-1], axis=1)
        cuts = (members[:, None] - later).clip(0)
        _, place = self._keyed_places(column, rows.where(free))
        codes = fixed.copy()
        codes[free] = (place[:, None] >= cuts[index[free]]).sum(axis=1)
        return codes

    def stratified_sample(
        self,
        column: str,
        rows: Rows,
        part: Range,
        eligible: BoolArray,
        *,
        rounding: str | None = None,
        before: BoolArray | None = None,
        already_selected: BoolArray | None = None,
    ) -> BoolArray:
        """Return which of the `eligible` rows are chosen, so that each cell holds a part of its rows, to less than one.

        `part` runs from one share to another: draws that give neighbouring parts the same name for `rounding` hold
        their sum to less than one row, too. Where the part in front was not drawn but came about, `before` are its
        rows, and this one is rounded to make up for it. Rows that are `already_selected` count. Where a cell holds
        fewer eligible rows than are wanted, all of them are chosen.
        """
        chosen = np.zeros(len(rows), bool)
        if not len(rows):
            return chosen
        first, sizes = run_lengths(rows.cell)
        cells = rows.cell[first]
        offset = self._unit((rounding or column) + "/offset", cells)
        below, above = (np.floor(np.round(sizes * end + offset, _EXACT)) for end in (part.low, part.high))
        wanted = above - below
        if before is not None:
            share = np.round(sizes * (part.high - part.low), _EXACT)
            wanted = np.clip(above - np.add.reduceat(before, first, dtype=np.int64), np.floor(share), np.ceil(share))
        if already_selected is not None:
            wanted = wanted - np.add.reduceat(already_selected, first, dtype=np.int64)
        _, place = self._keyed_places(column, Rows(rows.key, rows.cell).where(eligible))
        chosen[eligible] = place < np.repeat(wanted, sizes)[eligible]
        return chosen

    def _keyed_places(self, column: str, rows: Rows) -> tuple[IntArray, IntArray]:
        """Return each row's cell size, and its place in the cell when the cell is sorted by hash."""
        order = np.lexsort((self.bits(column, rows.key), rows.cell))
        _, sizes = run_lengths(rows.cell)
        place = np.empty(len(rows), np.int64)
        place[order] = rank_within(rows.cell)
        return np.repeat(sizes, sizes), place


def _normal_share(deviations: FloatArray) -> FloatArray:
    """Return the share of a bell curve below so many deviations, of which there are few."""
    return np.array([_BELL.cdf(value) for value in deviations.tolist()])
