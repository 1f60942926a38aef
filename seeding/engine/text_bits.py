"""64 bits per string, computed from its bytes in UTF-8, whatever the layout in which the strings are stored."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from seeding.engine.arrays import IntArray
from seeding.engine.buffers import series_of, validity

Bits: TypeAlias = npt.NDArray[np.uint64]
"""64 bits per value."""

STRINGS_AT_A_TIME = 16_384
"""Strings hashed at a time: arrays of this length stay in the cache of a core."""

_WORD = 8
"""Bytes that are hashed at a time."""
_FEWEST_WORDS = 1
"""Words of every string: an empty one has a word of zeros."""
_LARGEST_RADIX = np.iinfo(np.uint16).max

_VIEW = 16
"""Bytes of a string view: 4 of the length, then the string, or 4 of its beginning, 4 of a buffer's number, 4 of the
offset in it."""
_INLINE, _INLINE_START = 12, 4
"""Bytes up to which a view holds the string itself, and where that begins."""
_WASTE = 4
"""How many times as large as the strings the buffers of views may be before the strings are copied out of them."""

_MULTIPLIER = np.uint64(0x9FB21C651E98DF25)
_LENGTHS = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(32)
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
"""The bits of the first bytes of a word, by their number."""


def absorb(state: Bits, words: Bits | np.uint64) -> None:
    """Mix a word into each state, in place: exclusive or, a multiplication, and the high half folded onto the low one.

    The order of the words matters. For a given word, different states stay different, and the reverse.
    """
    state ^= words
    state *= _MULTIPLIER
    state ^= state >> _FOLD


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings as slices of bytes: where each begins, its length in bytes, and the word that begins at each byte.

    The words overlap: they are a view of the bytes. NumPy gathers unaligned words faster than it shifts aligned ones.
    """

    words: Bits
    starts: IntArray
    lengths: IntArray

    @classmethod
    def of(cls, array: pa.Array) -> "Strings":
        """Return the strings of an array of any string type; a null is any string."""
        if pa.types.is_string_view(array.type):
            return cls._of_views(array)
        width = np.dtype(np.int64 if pa.types.is_large_string(array.type) else np.int32)
        offsets = np.frombuffer(array.buffers()[1], width, len(array) + 1, array.offset * width.itemsize)
        offsets = offsets.astype(np.int64)
        return cls.slices(
            [_bytes(array.buffers()[2])[offsets[0] : offsets[-1]]], offsets[:-1] - offsets[0], np.diff(offsets)
        )

    @classmethod
    def _of_views(cls, array: pa.Array) -> "Strings":
        views = _bytes(array.buffers()[1])[_VIEW * array.offset : _VIEW * (array.offset + len(array))]
        length, _, number, offset = views.view("<i4").astype(np.int64).reshape(-1, 4).T
        valid = validity(array)
        is_long = length > _INLINE if valid is None else (length > _INLINE) & valid
        buffers = [_bytes(buffer) for buffer in array.buffers()[2:]]
        sizes = [len(views), *(len(buffer) for buffer in buffers)]
        if sum(sizes[1:]) > _WASTE * (int(length[is_long].sum()) + len(views)):
            return cls.of(series_of(array).to_arrow(compat_level=pl.CompatLevel.oldest()))
        bases = np.cumsum(sizes)
        starts = np.arange(_INLINE_START, len(views), _VIEW)
        starts[is_long] = bases[number[is_long]] + offset[is_long]
        return cls.slices([views, *buffers], starts, length if valid is None else np.where(valid, length, 0))

    @classmethod
    def slices(cls, parts: list[npt.NDArray[np.uint8]], starts: IntArray, lengths: IntArray) -> "Strings":
        """Return the strings that are slices of bytes, which are given in parts that follow each other."""
        padded = np.concatenate([*parts, np.zeros(_FEWEST_WORDS * _WORD, np.uint8)])
        words = np.lib.stride_tricks.as_strided(padded[:_WORD].view("<u8"), (len(padded) - _WORD + 1,), (1,))
        return cls(words, starts, lengths)

    def all_bits(self) -> Bits:
        """Return 64 bits for each string."""
        steps = range(0, len(self.starts), STRINGS_AT_A_TIME)
        return np.concatenate([self.bits(start, STRINGS_AT_A_TIME) for start in steps])

    def bits(self, start: int, count: int) -> Bits:
        """Return 64 bits for each of some neighboring strings."""
        starts, lengths = self.starts[start : start + count], self.lengths[start : start + count]
        if not len(lengths):
            return np.zeros(0, np.uint64)
        counts = np.maximum((lengths + (_WORD - 1)) >> 3, _FEWEST_WORDS)
        fewest, most = int(counts.min()), int(counts.max())
        if fewest == most:
            return self._bits(starts, lengths, [len(counts)] * most + [0])
        # Those with the most words come first, so that those that have another word are always the first ones.
        # Small integers are sorted in linear time.
        order = np.argsort((most - counts).astype(np.uint16 if most <= _LARGEST_RADIX else np.int64), kind="stable")
        having = len(counts) - np.cumsum(np.bincount(counts, minlength=most + 1))
        bits = np.empty(len(counts), np.uint64)
        bits[order] = self._bits(starts[order], lengths[order], having.tolist())
        return bits

    def _bits(self, starts: IntArray, lengths: IntArray, having: list[int]) -> Bits:
        """Return the bits of strings that are sorted by their words; `having[i]` is the number of those with over i.

        The last item of `having` is 0: no string has that many words.
        """
        state = (lengths + 1).view(np.uint64) * _LENGTHS
        for number, (active, longer) in enumerate(pairwise(having)):
            word = self.words[starts[:active] + number * _WORD]
            last = slice(longer, active)
            word[last] &= _MASKS[lengths[last] - number * _WORD]
            absorb(state[:active], word)
        return state


def _bytes(buffer: pa.Buffer | None) -> npt.NDArray[Any]:
    return np.zeros(0, np.uint8) if buffer is None else np.frombuffer(buffer, np.uint8)
