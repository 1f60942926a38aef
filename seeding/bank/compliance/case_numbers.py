"""Planted cases of money laundering and their innocent twins in numbers: how often, how much and when."""

from dataclasses import dataclass

from seeding.engine.money import CENTS
from seeding.engine.shares import CategoryShares, Range, share_range


@dataclass(frozen=True)
class AmountSteps:
    """The amounts that a row can have: `low` to `high` steps of `step` cents each.

    Raises ValueError for impossible limits or steps.
    """

    low: int
    high: int
    step: int

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.high or self.step < 1:
            raise ValueError(f"amounts need 0 < low <= high and a step of at least 1 cent: {self}")


TYPOLOGIES = CategoryShares.of(structuring=0.40, high_risk_wires=0.25, fan_in=0.12, fan_out=0.12, cycle=0.11)
"""40 % structuring, 25 % wires with a high-risk country, 35 % other unusual patterns."""

# Structuring; the innocent twin is a store that deposits its receipts

DEPOSITS, SHOP_DEPOSITS = (3, 4), (6, 7)
"""Fewest and most deposits: of a depositor, on consecutive business days; of a store, on every other business day."""
STRUCTURED_AMOUNTS = AmountSteps(80, 99, 100 * CENTS)
"""They stay just below the reporting threshold: two of them exceed it, none reaches it."""
SMALL_DEPOSITS = 0.15
"""Share of the deposits that are smaller, for not every depositor comes with the same sum."""
SMALL_AMOUNTS = AmountSteps(50, 79, 100 * CENTS)
SHOP_AMOUNTS = AmountSteps(3_401, 6_900, CENTS)
"""A store deposits the receipts of a few days, to the dollar."""
MACHINE_DEPOSITS = 0.25
"""Share of the deposits made at an ATM."""
FORWARDED_PART, SUPPLIER_PART = Range(0.90, 0.97), Range(0.45, 0.75)
"""Part of the deposits that a depositor forwards, and that a store pays a supplier."""
FORWARDED_AFTER_DAYS = (1, 4)
"""Days from the last deposit to that payment."""

# Fan-in and fan-out; the innocent twin is a family that pools or shares money

FAN_AMOUNTS, FAMILY_AMOUNTS = AmountSteps(1_310, 2_450, CENTS), AmountSteps(27, 46, 50 * CENTS)
"""Four of them reach 5,000. All members of a family give the same amount."""
FAN_DAYS = 5
"""The transfers happen from the first day of a case to this many days later."""

# Cycles; the innocent twin is a group of friends who help each other out

CYCLE_AMOUNTS = AmountSteps(3_200, 6_400, CENTS)
CYCLE_KEPT = Range(0.01, 0.035)
"""Part of the amount that each account of a cycle keeps; friends keep nothing."""
CYCLE_GAP_DAYS = (1, 2)
"""Days from one transfer of a cycle to the next."""
CYCLE_DAYS = 9
"""Most days from the first to the last transfer of a cycle."""

# High-risk wires; the innocent twin is a customer who supports a family abroad

WIRES = (2, 3)
"""Fewest and most wires of a case."""
WIRE_AMOUNTS, SUPPORT_AMOUNTS = AmountSteps(26, 64, 100 * CENTS), AmountSteps(26, 48, 100 * CENTS)
WIRE_GAP_DAYS = 4
"""Days from one wire to the next."""

# When cases happen, and which are reported

CASE_DAYS_AGO = (690, 48)
"""Most days before the bank is first seen, and fewest days before the last day of its history, on which a case begins
that is reported: the report is filed by the last day."""
UNREPORTED_DAYS_AGO = 26
"""Fewest days before the last day on which a case or a twin begins that is not reported: it has ended by then."""
AFTER_OPENING_DAYS = 20
"""Days for which every account of a case has been open when the case begins."""
LATE_CASE_DAYS_AGO = (44, 40)
"""The same as `CASE_DAYS_AGO`, for the three cases whose reports are still being written."""
LONGEST_CASE_DAYS = 24
"""Most days from the first to the last row of a case."""
RING_DAYS_AGO, SHOP_DAYS_AGO = 210, 236
"""Days before the last day on which the structuring ring of the storylines and its twin, the store, begin to
deposit."""
REPORTED = share_range(0.80)
"""Share of the cases that are reported. The twin of an unreported case is reported instead, and that report closed."""
