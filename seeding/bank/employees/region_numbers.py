"""Regions of staff in numbers: their branches, their directors, and who reports to whom across regions."""

from seeding.bank import places
from seeding.bank.employees.numbers import BRANCHES
from seeding.engine.shares import Range

LED_BY_OPERATIONS = "Human Resources"
"""The department whose manager reports to the manager of Operations in a complete region, so that its head has room
for the directors of further regions."""
DIRECTORS_OF_PRESIDENT, DIRECTORS_OF_DIRECTOR = 1, 5
"""Regional directors who report to the president, and to each other director: both then lead 15 people."""

DIRECTORS_HIRED_YEARS_AGO = Range(9.847, 9.847)
"""Regional directors, all on one day, since they report to each other: after the president and before all others. Their
years, too, end on the first day on which the bank is seen."""


def director_above(region: int) -> int:
    """Return the number of the region to whose head the director of a later region reports: a tree of directors."""
    return 0 if region <= DIRECTORS_OF_PRESIDENT else 1 + (region - 2) // DIRECTORS_OF_DIRECTOR


def levels_of_directors(region_count: int) -> int:
    """Return the number of levels of directors in a bank with a number of regions."""
    levels, region = 0, region_count - 1
    while region > 0:
        levels, region = levels + 1, director_above(region)
    return levels


def branches_of(region: int) -> tuple[str, ...]:
    """Return the branch codes of a region, by its number from 0, in the order of the cities of `places.BRANCHES`."""
    return tuple(places.branch_code(region * len(BRANCHES) + place) for place in range(len(BRANCHES)))
