"""Market rates since 2019, month by month: what borrowers paid in the United States when a loan was decided on."""

from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import BasisPoints, IntArray

_FIRST_MONTH = (2019 - 1900) * 12
"""January 2019, as the calendar counts months: from January 1900."""
_MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class MarketRates:
    """The mean yearly rate of each month from January 2019 on, in basis points; flat before and after.

    Raises ValueError without a source, and for rates outside 0 to 25 % a year.
    """

    source: str
    basis_points: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.source or not self.basis_points or not all(0 < rate < 2_500 for rate in self.basis_points):
            raise ValueError("market rates need a source, and lie between 0 and 25 % a year")

    def in_months(self, month: IntArray) -> BasisPoints:
        """Return the rate of each month, counted from January 1900."""
        return np.array(self.basis_points)[(month - _FIRST_MONTH).clip(0, len(self.basis_points) - 1)]


def _repeated(times: int, rates: tuple[int, ...]) -> tuple[int, ...]:
    """Return each rate repeated, for series that are published by the quarter or by the year."""
    return tuple(rate for rate in rates for _ in range(times))


MORTGAGE_RATES = MarketRates(
    "Freddie Mac, Primary Mortgage Market Survey: fixed rate over 30 years",
    (
        446, 437, 427, 414, 407, 380, 377, 362, 361, 369, 370, 372,  # 2019
        362, 347, 345, 331, 323, 316, 302, 294, 289, 283, 277, 268,
        274, 281, 308, 306, 296, 298, 287, 284, 290, 307, 307, 310,  # 2021
        345, 376, 417, 498, 523, 552, 541, 522, 611, 690, 681, 636,
        627, 626, 654, 634, 643, 671, 684, 707, 720, 762, 744, 682,  # 2023
        664, 678, 682, 699, 706, 692, 685, 650, 618, 643, 681, 685,
        696, 684, 665, 673, 682, 682, 672, 658, 635, 619,  # 2025, until October
    ),
)  # fmt: skip
"""Means of the month's weeks, approximate to a few basis points; single weeks in December 2024 (the 26th), August 2025
(the 21st) and October 2025 (the 23rd)."""

PERSONAL_RATES = MarketRates(
    "Federal Reserve, G.19 Consumer Credit: personal loans of commercial banks, 24 months",
    _repeated(
        3,
        (
            1036, 1063, 1007, 1021, 963, 950, 934, 946, 946, 958, 939, 909, 941, 873, 1016, 1123,
            1148, 1148, 1217, 1235, 1249, 1192, 1233, 1232, 1166, 1157, 1114,
        ),
    ),
)  # fmt: skip
"""By the quarter, as surveyed in its second month; approximate."""

AUTO_RATES = MarketRates(
    "Federal Reserve, G.19 Consumer Credit: new car loans of commercial banks, 60 months",
    _repeated(
        3,
        (
            550, 535, 527, 537, 529, 514, 498, 498, 521, 505, 482, 478, 452, 485, 552, 655,
            746, 781, 751, 788, 822, 820, 840, 802, 804, 767, 764,
        ),
    ),
)  # fmt: skip
"""By the quarter, as surveyed in its second month; approximate."""

BUSINESS_RATES = MarketRates(
    "Federal Reserve, H.15 Selected Interest Rates: bank prime loan",
    (
        550, 550, 550, 550, 550, 550, 550, 525, 515, 499, 475, 475,  # 2019
        475, 475, 378, 325, 325, 325, 325, 325, 325, 325, 325, 325,
        325, 325, 325, 325, 325, 325, 325, 325, 325, 325, 325, 325,  # 2021
        325, 325, 337, 350, 394, 438, 485, 550, 573, 625, 695, 737,
        750, 774, 782, 800, 823, 825, 829, 850, 850, 850, 850, 850,  # 2023
        850, 850, 850, 850, 850, 850, 850, 850, 830, 800, 781, 765,
        750, 750, 750, 750, 750, 750, 750, 750, 738, 724, 700, 688,  # 2025
    ),
)  # fmt: skip
"""Means of the month's days. G.19 has no loans to companies, which are priced by the prime rate."""

EDUCATION_RATES = MarketRates(
    "U.S. Department of Education, Direct Loans for undergraduates",
    (505,) * 6 + _repeated(_MONTHS_PER_YEAR, (453, 275, 373, 499, 550, 653, 639)),
)
"""From July to June, by the academic year. G.19 has no rate of loans for education."""
