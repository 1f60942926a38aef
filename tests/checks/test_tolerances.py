"""How far shares may be off: no further than chance explains, and no less."""

from math import comb

import pytest

from seeding.checks.shares import Tolerance

BEYOND_THREE_ERRORS = 0.00135


def probability_of_at_least(count: int, draws: int, share: float) -> float:
    """Return the probability that so many or more of independent draws have a property."""
    fewer = sum(comb(draws, k) * share**k * (1 - share) ** (draws - k) for k in range(count))
    return 1 - fewer


@pytest.mark.parametrize("share", [0.005, 0.02])
@pytest.mark.parametrize("rows", [20, 54, 100, 200, 400])
def test_few_clusters_of_a_rare_kind_exceed_their_bound_as_seldom_as_three_standard_errors(
    rows: int, share: float
) -> None:
    highest = share + Tolerance.CLUSTERS.of(rows, share)
    beyond = int(highest * rows / 2 + 1e-9) + 1
    assert probability_of_at_least(beyond, rows // 2, share) <= BEYOND_THREE_ERRORS


def test_two_clusters_of_two_open_violations_among_54_are_within_the_bound() -> None:
    assert 4 / 54 <= 0.005 + Tolerance.CLUSTERS.of(54, 0.005) < 8 / 54


@pytest.mark.parametrize(("cells", "rows_off"), [(1, 4), (4, 4), (9, 6), (16, 8)])
def test_shares_of_sub_populations_may_be_off_by_the_rounding_of_their_cells(cells: int, rows_off: float) -> None:
    assert Tolerance.SUB_POPULATION.of(100, 0.1, cells) == pytest.approx(rows_off / 100)
