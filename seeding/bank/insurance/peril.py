"""The definition of a peril: its events, their months and costs, and why its claims are rejected."""

from dataclasses import dataclass

ALL_YEAR = tuple(range(1, 13))
WINTER, HAIL_SEASON, WARM_MONTHS, SUMMER = (12, 1, 2, 3), (3, 4, 5, 6, 7, 8), (4, 5, 6, 7, 8, 9), (6, 7, 8)
RUTTING_SEASON = (10, 11, 12)
"""Months, from 1 for January. Hail: NOAA's storm reports peak from March to August. Deer: IIHS, most in November."""

AMOUNT_BANDS = (0, 300, 1_000, 3_000, 8_000)
"""Where each band of claimed amounts begins, in USD; the last has no end."""
SMALL, MODEST, MEDIUM, LARGE, SEVERE = range(len(AMOUNT_BANDS))


class PerilError(ValueError):
    """A peril lacks a part, or its parts do not fit."""


@dataclass(frozen=True, kw_only=True)
class Peril:
    """Something that can happen, in one of `months`, and costs an amount from the band `least` to the band `most`.

    A claim is described by one of `texts`; a rejected one ends with one of `rejections`, why the claim was rejected.
    It happens to policies of persons, of companies, or both.

    Raises PerilError for impossible months or amounts, and for a peril of nobody.
    """

    texts: tuple[str, ...]
    rejections: tuple[str, ...]
    months: tuple[int, ...] = ALL_YEAR
    least: int = SMALL
    most: int = SEVERE
    of_persons: bool = True
    of_companies: bool = True

    def __post_init__(self) -> None:
        if not self.texts or not all(self.texts) or not self.rejections or not all(self.rejections):
            raise PerilError("a peril needs texts and reasons of rejection")
        if not self.months or not set(self.months) <= set(ALL_YEAR):
            raise PerilError(f"the months of {self.texts[0]!r} must be 1 to 12")
        if not SMALL <= self.least <= self.most <= SEVERE:
            raise PerilError(f"the amounts of {self.texts[0]!r} must rise from band {SMALL} to {SEVERE}")
        if not (self.of_persons or self.of_companies):
            raise PerilError(f"{self.texts[0]!r} happens to nobody")

    def can_happen(self, month: int, band: int, corporate: bool) -> bool:
        """Return whether it can happen in a month, from 1, cost an amount of a band, and hit such a policyholder."""
        insured = self.of_companies if corporate else self.of_persons
        return insured and month in self.months and self.least <= band <= self.most
