"""Credit scores: their distribution, and the grade and the probability of default that follow from a score."""

import numpy as np

from seeding.bank.loans import numbers
from seeding.bank.loans.numbers import GRADES, HIGHEST_SCORE, LOWEST_SCORE, LOWEST_SCORES, REJECTED
from seeding.engine.arrays import BasisPoints, Code, FloatArray, IntArray, rank_within, run_lengths
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows

_BASIS_POINTS = 10_000


def drawn_scores(rows: Rows, status: Code, draw: Draw) -> IntArray:
    """Return a score per application: every cell has the country's distribution, rejected applicants rank low.

    `status` is the code of each application in STATUSES.
    """
    uniform = draw.uniform("score", rows)
    merit = np.round(np.where(status == REJECTED, uniform**numbers.REJECTED_SCORE_EXPONENT, uniform), 9)
    order = np.lexsort((rows.key, merit, rows.cell))
    _, sizes = run_lengths(rows.cell)
    rank = np.empty(len(rows), np.int64)
    rank[order] = rank_within(rows.cell)
    return score_at((rank + draw.uniform("score/jitter", rows)) / np.repeat(sizes, sizes))


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
