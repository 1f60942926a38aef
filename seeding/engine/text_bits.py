"""64 bits per string, computed from its bytes in UTF-8, whatever the layout in which the strings are stored."""

from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from seeding.engine.arrays import IntArray
from seeding.engine.buffers import series_of, validity

Bits: TypeAlias = npt.NDArray[np.uint64]
"""64 bits per value."""

_WORD = 8
"""Bytes that are hashed at a time."""
_INLINE = 12
"""Bytes up to which Arrow stores a string in its view; the rest of the view is zero then."""
_FEWEST_WORDS = 2
"""Words of every string, zeros included: as many as an inline string has, so that short strings need no loop."""
_VIEW_WORDS = 2
_LARGEST_RADIX = np.iinfo(np.uint16).max

_MULTIPLIER = np.uint64(0x9FB21C651E98DF25)
_LENGTHS = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(32)
_HALF = np.uint64(0xFFFFFFFF)
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
"""The bits of the first bytes of a word, by their number."""


def absorb(state: Bits, words: Bits | np.uint64) -> None:
    """Mix a word into each state, in place: exclusive or, a multiplication, and the high half folded onto the low one.

    The order of the words matters. For a given word, different states stay different, and the reverse.
    """
    state ^= words
    state *= _MULTIPLIER
    state ^= state >> _FOLD


def bits_of_strings(array: pa.Array) -> Bits:
    """Return 64 bits for each string of an array of any string type; those of a null are any bits.

    Raises TypeError for an array of another type.
    """
    if not pa.types.is_string_view(array.type):
        if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
            raise TypeError(f"{array.type} is no type of strings")
        array = series_of(array).to_arrow(compat_level=pl.CompatLevel.newest())
    views = np.frombuffer(array.buffers()[1], np.uint64, (array.offset + len(array)) * _VIEW_WORDS)
    views = views[array.offset * _VIEW_WORDS :]
    head, tail = views[::_VIEW_WORDS], views[1::_VIEW_WORDS]
    lengths = head & _HALF
    long = lengths > _INLINE
    valid = validity(array)
    if valid is not None:
        # The view of a null may be anything: it is not followed into a buffer.
        long &= valid
    rows = np.flatnonzero(long)
    if rows.size == len(array):
        return _bits_of_long_views(array.buffers()[2:], lengths.astype(np.int64), tail)
    bits = _bits_of_lengths(lengths)
    absorb(bits, (head >> _FOLD) | (tail << _FOLD))
    absorb(bits, tail >> _FOLD)
    if rows.size:
        bits[rows] = _bits_of_long_views(array.buffers()[2:], lengths[rows].astype(np.int64), tail[rows])
    return bits


def _bits_of_long_views(buffers: list[pa.Buffer], lengths: IntArray, places: Bits) -> Bits:
    """Return the bits of strings that are stored in buffers; `places` holds the number of a buffer and the offset."""
    numbers, offsets = places & _HALF, (places >> _FOLD).astype(np.int64)
    ends = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    if not ends.size:
        return bits_of_slices(buffers[int(numbers[0])] if len(numbers) else b"", offsets, lengths)
    order = np.argsort(numbers, kind="stable")
    ends = np.flatnonzero(np.diff(numbers[order])) + 1
    bits = np.empty(len(lengths), np.uint64)
    for rows in np.split(order, ends):
        bits[rows] = bits_of_slices(buffers[int(numbers[rows[0]])], offsets[rows], lengths[rows])
    return bits


def bits_of_slices(buffer: pa.Buffer | bytes, offsets: IntArray, lengths: IntArray) -> Bits:
    """Return 64 bits for each of some slices of a buffer, such as the strings of a text, from offsets and lengths."""
    if not len(offsets):
        return np.zeros(0, np.uint64)
    counts = np.maximum((lengths + (_WORD - 1)) >> 3, _FEWEST_WORDS)
    fewest, most = int(counts.min()), int(counts.max())
    if fewest == most:
        return _bits_of_sorted(buffer, offsets, lengths, np.append(np.full(most, len(offsets)), 0))
    # Those with the most words come first, so that those that have another word are always the first ones. Small
    # integers are sorted in linear time.
    order = np.argsort((most - counts).astype(np.uint16 if most <= _LARGEST_RADIX else np.int64), kind="stable")
    having = len(counts) - np.cumsum(np.bincount(counts, minlength=most + 1))
    bits = np.empty(len(counts), np.uint64)
    bits[order] = _bits_of_sorted(buffer, offsets[order], lengths[order], having)
    return bits


def _bits_of_sorted(buffer: pa.Buffer | bytes, offsets: IntArray, lengths: IntArray, having: IntArray) -> Bits:
    """Return the bits of slices that are sorted by their words; `having[i]` is the number of those with over i words.

    The last item of `having` is 0: no slice has that many words. Words are read from aligned words and shifted.
    """
    start = int(offsets.min())
    words = _words(buffer, start, int((offsets + lengths).max()))
    starts = offsets - start
    places = starts >> 3
    down = ((starts & 7) << 3).astype(np.uint64)
    up = np.uint64(64) - down
    state = _bits_of_lengths(lengths.astype(np.uint64))
    here = words[places]
    for number, (active, longer) in enumerate(pairwise(having.tolist())):
        places = places[:active]
        places += 1
        following = words[places]
        # A shift by 64 bits gives zero.
        word = here[:active] >> down[:active]
        word |= following << up[:active]
        last = slice(longer, active)
        word[last] &= _MASKS[np.maximum(lengths[last] - number * _WORD, 0)]
        absorb(state[:active], word)
        here = following
    return state


def _bits_of_lengths(lengths: Bits) -> Bits:
    return (lengths + np.uint64(1)) * _LENGTHS


def _words(buffer: pa.Buffer | bytes, start: int, end: int) -> Bits:
    """Return the bytes of a buffer from `start` to `end` as words, and words of zeros behind them for reads beyond."""
    words = np.zeros((end - start) // _WORD + 1 + _FEWEST_WORDS, np.uint64)
    words.view(np.uint8)[: end - start] = np.frombuffer(buffer, np.uint8)[start:end]
    return words
