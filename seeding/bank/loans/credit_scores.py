"""Credit scores: their distribution, and the grade and the probability of default that follow from a score."""

from collections.abc import Sequence

import numpy as np

from seeding.bank.loans import numbers
from seeding.bank.loans.numbers import GRADES, HIGHEST_SCORE, LOWEST_SCORE, LOWEST_SCORES
from seeding.bank.loans.underwriting_numbers import COUNTRY, ScoreProfile
from seeding.engine.arrays import BasisPoints, BoolArray, Code, FloatArray, IntArray, rank_within, run_lengths
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows

_BASIS_POINTS = 10_000
_WEIGHT_AT_HIGHEST = 100
"""The weight of the highest score: weights are integers, and its rounding must not matter."""


def drawn_scores(
    applicants: Rows, rows: Rows, groups: Sequence[tuple[BoolArray, ScoreProfile]], draw: Draw
) -> IntArray:
    """Return a score per application, so that every cell has the country's distribution.

    `applicants` are the customers of the applications `rows`: a customer who applies twice ranks alike both times. Each
    group of applications, given as a mask, is spread over the scores as its profile says.
    """
    merit, jitter = draw.uniform("score", applicants), draw.uniform("score/jitter", rows)
    quantile = np.empty(len(rows))
    for group, profile in groups:
        cell = rows.cell[group]
        order = np.lexsort((rows.key[group], merit[group], cell))
        _, sizes = run_lengths(cell)
        rank = np.empty(len(cell), np.int64)
        rank[order] = rank_within(cell)
        place = (rank + jitter[group]) / np.repeat(sizes, sizes)
        quantile[group] = np.interp(place, np.cumsum((0.0, *profile.masses)), np.cumsum((0.0, *COUNTRY)))
    return score_at(quantile)


def score_at(quantile: FloatArray) -> IntArray:
    """Return the score at each quantile, from 0 to 1, of the country's distribution."""
    ends = [grade.lowest for grade in GRADES] + [HIGHEST_SCORE + 1]
    below = np.concatenate(([0.0], np.cumsum([grade.share for grade in GRADES])))
    score = np.interp(np.round(quantile, 9), below, ends)
    return np.minimum(np.floor(np.round(score, 6)), HIGHEST_SCORE).astype(np.int64)


def grades(score: IntArray) -> Code:
    """Return the code of each score's grade in GRADES."""
    return np.searchsorted(LOWEST_SCORES, score, side="right") - 1


def default_probability(score: IntArray) -> BasisPoints:
    """Return the probability of default within a year at each score."""
    decay = np.exp(-(score - LOWEST_SCORE) / numbers.DEFAULT_DECAY_POINTS)
    return np.floor(np.round(numbers.DEFAULT_AT_LOWEST * decay * _BASIS_POINTS, 6) + 0.5).astype(np.int64)


def default_weights(score: IntArray) -> IntArray:
    """Return how likely borrowers of each score default, relative to each other, as positive integers."""
    decay = np.exp((HIGHEST_SCORE - score) / numbers.RISK_DECAY_POINTS)
    return np.round(_WEIGHT_AT_HIGHEST * decay).astype(np.int64)


def late_shares(score: IntArray) -> FloatArray:
    """Return the part of the installments that borrowers of each score pay late."""
    scores, shares = zip(*numbers.LATE_SHARES, strict=True)
    return np.round(np.interp(score, scores, shares), 9)
