"""Money: interest and rounding in integers agree with exact decimals that round half up."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from seeding.engine.money import cents, monthly_interest

CENT = Decimal("0.01")


def half_up(amount: Decimal, unit: int) -> int:
    """Return an amount of money as cents, rounded to a multiple of `unit` cents."""
    return int((amount * 100 / unit).quantize(Decimal(1), ROUND_HALF_UP)) * unit


def test_monthly_interest_is_the_exact_decimal_rounded_half_up() -> None:
    numbers = np.random.default_rng(3)
    balances = np.concatenate(
        (numbers.integers(0, 10**8, 20_000), numbers.integers(0, 10**13, 2_000), np.arange(3_000))
    )
    rates = numbers.integers(0, 2_500, len(balances))
    expected = [
        int(((Decimal(balance) * CENT * rate / 10_000 / 12).quantize(CENT, ROUND_HALF_UP)) * 100)
        for balance, rate in zip(balances.tolist(), rates.tolist(), strict=True)
    ]
    assert monthly_interest(balances, rates).tolist() == expected


def test_half_a_cent_of_interest_rounds_up_to_a_cent() -> None:
    # 5.25 % of 114.2857… a year; 6 % of 1.00 gives exactly half a cent a month.
    assert monthly_interest(np.array([100, 99, 300]), np.array([600, 600, 600])).tolist() == [1, 0, 2]


def test_the_largest_balance_of_the_schema_earns_interest_without_overflow() -> None:
    largest = 10**15 - 1
    found = monthly_interest(np.array([largest]), np.array([1_799]))
    assert found.tolist() == [(largest * 1_799 + 60_000) // 120_000]


def test_without_balance_or_rate_there_is_no_interest() -> None:
    assert monthly_interest(np.array([0, 10**9]), np.array([1_799, 0])).tolist() == [0, 0]


@pytest.mark.parametrize("unit", [1, 5, 100, 500, 2_000, 10_000, 100_000])
def test_amounts_round_half_up_to_their_unit(unit: int) -> None:
    numbers = np.random.default_rng(4)
    # Half cents and half units among them: 0.005, 0.015 … are the cases that floats get wrong.
    written = np.concatenate((
        np.arange(0, 20_000) * 5,
        numbers.integers(0, 10**10, 10_000),
        numbers.integers(0, 10**6, 5_000) * unit * 5,
    ))  # fmt: skip
    amounts = written / 1_000
    expected = [half_up(Decimal(thousandths) / 1_000, unit) for thousandths in written.tolist()]
    assert cents(amounts, unit).tolist() == expected


@pytest.mark.parametrize(("amount", "expected"), [(1.005, 101), (2.675, 268), (1.115, 112), (0.285, 29), (8.575, 858)])
def test_amounts_that_floats_cannot_represent_round_as_written(amount: float, expected: int) -> None:
    assert cents(np.array([amount])).tolist() == [expected]


def test_each_amount_can_have_another_unit() -> None:
    assert cents(np.array([12.5, 12.5, 149.99]), np.array([1, 1_000, 10_000])).tolist() == [1_250, 1_000, 10_000]


def test_whole_cents_do_not_change() -> None:
    whole = np.concatenate((np.arange(200_000), np.arange(10**12, 10**12 + 1_000)))
    assert np.array_equal(cents(whole / 100), whole)
