"""Business numbers that look random and are unique by construction: a keyed permutation of the rows' keys."""

import numpy as np
import polars as pl

from seeding.engine.arrays import IntArray, Key
from seeding.engine.draw import Draw
from seeding.engine.keys import KeyOverflowError
from seeding.engine.text import join, padded

_ROUNDS = 4


def business_numbers(draw: Draw, prefix: str, keys: Key, digits: int) -> pl.Series:
    """Return a business number per key, such as a loan number: a prefix and `digits` digits. No two are equal.

    Keys from 10 ** digits on have numbers of one digit more. Raises KeyOverflowError for keys that need yet another.
    """
    room, is_short = 10**digits, keys < 10**digits
    if is_short.all():
        return join(prefix, padded(permuted(draw, "number", keys, room), digits))
    if int(keys.max()) >= 10 * room:
        raise KeyOverflowError(f"no room for {prefix} number {int(keys.max()):,}: there are {10 * room:,}")
    numbers = np.empty_like(keys)
    numbers[is_short] = permuted(draw, "number", keys[is_short], room)
    numbers[~is_short] = room + permuted(draw, "longer number", keys[~is_short] - room, 9 * room)
    return join(prefix, padded(numbers, digits))


def permuted(draw: Draw, column: str, positions: IntArray, size: int) -> IntArray:
    """Return the image of each position under a keyed permutation of 0 … size - 1.

    It is a balanced Feistel network over the next even number of bits, applied again until the image is in the range
    (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
    """
    half = np.int64(-(-(size - 1).bit_length() // 2))
    images = _feistel(draw, column, positions, half)
    while (outside := images >= size).any():
        images[outside] = _feistel(draw, column, images[outside], half)
    return images


def _feistel(draw: Draw, column: str, values: IntArray, half: np.int64) -> IntArray:
    mask = np.int64((1 << int(half)) - 1)
    left, right = values >> half, values & mask
    for round_number in range(_ROUNDS):
        noise = draw.bits(f"{column}/{round_number}", right).astype(np.int64) & mask
        left, right = right, left ^ noise
    return (left << half) | right
