"""Business numbers that look random and are unique by construction: a keyed bijection of a row's position."""

import numpy as np
import polars as pl

from seeding.engine.arrays import IntArray
from seeding.engine.draw import Draw
from seeding.engine.text import join, padded

_ROUNDS = 4


def business_numbers(draw: Draw, prefix: str, keys: IntArray, digits: int) -> pl.Series:
    """Return numbers such as customers know their contracts by: a prefix and digits that look random, none twice."""
    return join(prefix, padded(permuted(draw, "number", keys, 10**digits), digits))


def permuted(draw: Draw, column: str, positions: IntArray, size: int) -> IntArray:
    """Return each position's image under a keyed permutation of 0 … size - 1.

    A balanced Feistel network over the next even number of bits, walked until the image falls inside the range (Black
    and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
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
