"""The normal quantile of arrays agrees with Python's for single numbers."""

from statistics import NormalDist

import numpy as np
import pytest

from seeding.engine.quantile import normal_quantile

STANDARD = NormalDist()
PROBABILITIES = np.concatenate((
    np.linspace(0, 1, 10_001)[1:-1],
    0.5 + np.array([-1, 1]) * 0.425,
    np.nextafter([0.075, 0.925], 0),
    np.nextafter([0.075, 0.925], 1),
    10.0 ** -np.arange(1, 300, 7),
    1 - 10.0 ** -np.arange(1, 16),
    np.exp(-np.array([4.999, 5.0, 5.001]) ** 2),
))  # fmt: skip


def test_it_equals_the_quantile_of_the_standard_library() -> None:
    expected = np.array([STANDARD.inv_cdf(float(part)) for part in PROBABILITIES])
    assert np.allclose(normal_quantile(PROBABILITIES), expected, rtol=1e-13, atol=1e-15)


def test_it_is_the_inverse_of_the_cumulative_distribution() -> None:
    deviations = np.linspace(-5, 5, 2_001)
    shares = np.array([STANDARD.cdf(float(deviation)) for deviation in deviations])
    assert np.allclose(normal_quantile(shares), deviations, atol=1e-9)


def test_the_median_is_zero_and_the_tails_are_symmetric() -> None:
    assert normal_quantile(np.array([0.5]))[0] == 0
    low = np.array([2.0**-k for k in range(2, 40)])
    assert np.array_equal(normal_quantile(low), -normal_quantile(1 - low))


def test_it_is_increasing() -> None:
    assert (np.diff(normal_quantile(np.linspace(1e-9, 1 - 1e-9, 50_000))) > 0).all()


@pytest.mark.parametrize("edge", [0.0, 1.0])
def test_the_ends_are_finite(edge: float) -> None:
    """A draw of exactly 0 over an unbounded range must not write infinity into a row."""
    assert np.isfinite(normal_quantile(np.array([edge]))[0])


def test_it_does_not_change_its_argument() -> None:
    given = np.array([0.1, 0.5, 0.9])
    normal_quantile(given)
    assert given.tolist() == [0.1, 0.5, 0.9]
