"""The homes of customers: state, city, ZIP code and phone number agree, and most are near a branch."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from seeding.bank import places
from seeding.bank.accounts import home_numbers as numbers
from seeding.bank.accounts.demographics import Demographics
from seeding.engine.arrays import BoolArray, Code, FloatArray, Index, IntArray, Key
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.numbering import permuted
from seeding.engine.rows import ParallelArrays, Rows
from seeding.engine.text import gather, join, padded, string_series


@dataclass(frozen=True)
class Homes:
    """The place of each customer of a block, the same for both adults of a household.

    `branch` is the code of the nearest branch in `places.BRANCHES`. `former_phone` is the number that a customer who
    changes it had before, of the same area code.
    """

    branch: Code
    city: pl.Series
    state: pl.Series
    postal_code: pl.Series
    phone: pl.Series
    former_phone: pl.Series


@dataclass(frozen=True)
class _PhoneLines(ParallelArrays):
    """The phone of each customer: the area code, as an index of SERVED_AREA_CODES, and two lines of it, 0 to 99."""

    area_code: Code
    line: IntArray
    former_line: IntArray


@node(stream="homes")
def homes(demographics: Demographics, layout: Layout, draw: Draw) -> Homes:
    """Return where each customer lives.

    The phone number comes first, for it is unique; its area code decides the state, and that the cities to draw from.
    Who lives near a branch is drawn before people beyond the size of the bank are left out, so that a larger bank has
    the same homes.
    """
    phones = _phone_lines(demographics, draw)
    has_branch = _city_groups().branches[phones.area_code] > 0
    is_near = _near_branch(demographics, has_branch, draw)
    exists = demographics.key <= layout.customers
    return _homes(demographics.where(exists), phones.where(exists), is_near[exists], draw)


def _near_branch(people: Demographics, has_branch: BoolArray, draw: Draw) -> BoolArray:
    """Return who lives near a branch, the documented share of every window: both adults of a household or neither."""
    first = people.in_household & (people.key == people.household_id)
    second = people.in_household & ~first
    windows = people.windows(numbers.NEAR_WINDOW)
    is_near = np.zeros(len(people), bool)
    couples = windows.where(first)
    is_near[first] = draw.stratified_sample("near/couple", couples, numbers.NEAR_SHARE, has_branch[first])
    is_near[second] = is_near[first]
    is_near |= draw.stratified_sample(
        "near", windows, numbers.NEAR_SHARE, has_branch & ~people.in_household, already_selected=is_near
    )
    return is_near


def _homes(customers: Demographics, phones: _PhoneLines, is_near: BoolArray, draw: Draw) -> Homes:
    """Return the homes of customers, given their phone lines and who lives near a branch."""
    area_code = phones.area_code
    households = Rows(customers.household_id, customers.cell)
    groups = _city_groups()
    branch_of_state = draw.integers("branch", households, 0, np.maximum(groups.branches[area_code], 1) - 1)
    near = groups.first[area_code] + branch_of_state
    far = groups.first[area_code] + groups.branches[area_code]
    group = np.where(is_near, near, far)
    city = groups.pick(group, draw.uniform("city", households))
    zip_code = groups.first_zip[city] + draw.integers("zip", households, 0, groups.zip_codes[city] - 1)
    return Homes(
        branch=groups.nearest_branch[city],
        city=gather(groups.name, city),
        state=gather(groups.state, city),
        postal_code=padded(zip_code, 5),
        phone=_numbers(area_code, phones.line),
        former_phone=_numbers(area_code, phones.former_line),
    )


def _numbers(area_code: Code, line: IntArray) -> pl.Series:
    """Return phone numbers reserved for fiction."""
    return join("+1-", gather(string_series(*places.SERVED_AREA_CODES), area_code), "-555-01", padded(line, 2))


def _phone_lines(customers: Demographics, draw: Draw) -> _PhoneLines:
    """Return the lines of each customer.

    Customers with odd numbers and those with even ones have lines of their own, each by a keyed permutation. The second
    adult of a household has the line of the first, or one beside it that no other has. The former line is the one at
    the same place in the other half of the lines (see `HALVES`).
    """
    area_codes, lines = len(places.SERVED_AREA_CODES), numbers.LINES_OF_FIRST // numbers.HALVES
    is_second_adult = customers.in_household & (customers.key != customers.household_id)
    is_odd = (customers.key % 2 == 1) | is_second_adult
    pair = (customers.key - 1) // 2
    slot = _slots(draw, pair, is_odd, area_codes * lines)
    half = pair // (area_codes * lines) % numbers.HALVES
    area_code, place = slot % area_codes, slot // area_codes
    lines_of_partners = numbers.LINES_OF_PARTNERS // numbers.HALVES
    has_own = is_second_adult & (place < lines_of_partners)

    def lines_in(half: IntArray) -> IntArray:
        line = np.where(is_odd, 0, numbers.LINES_OF_FIRST) + half * lines + place
        of_partners = numbers.LINES_OF_FIRST + numbers.LINES_OF_SECOND + half * lines_of_partners + place
        return (np.where(has_own, of_partners, line) * numbers.SHUFFLE + area_code) % numbers.LINES

    return _PhoneLines(area_code, lines_in(half), lines_in(1 - half))


def _slots(draw: Draw, pair: Key, is_odd: BoolArray, size: int) -> IntArray:
    slot = np.empty(len(pair), np.int64)
    for column, mask in (("odd", is_odd), ("even", ~is_odd)):
        slot[mask] = permuted(draw, f"phone/{column}", pair[mask] % size, size)
    return slot


@dataclass(frozen=True)
class _CityGroups:
    """Cities in groups: for each state those near each of its branches, then those that are near no branch.

    `first` and `branches` have an item per served area code: the first group of its state, and the number of branches
    there. The other arrays have an item per city, in the order of the groups; `cumulative` sums the inhabitants.
    `ends` are the ends of the groups in that sum, after a zero.
    """

    first: Code
    branches: IntArray
    ends: IntArray
    cumulative: IntArray
    name: pl.Series
    state: pl.Series
    nearest_branch: Code
    first_zip: IntArray
    zip_codes: IntArray

    def pick(self, group: Code, share: FloatArray) -> Index:
        """Return a city of each group, with a probability in proportion to its inhabitants; `share` is in [0, 1)."""
        low, high = self.ends[group], self.ends[group + 1]
        inhabitant = low + np.floor(np.round(share * (high - low), 6)).astype(np.int64)
        return np.searchsorted(self.cumulative, np.minimum(inhabitant, high - 1), side="right")


@cache
def _city_groups() -> _CityGroups:
    """Return the groups of the cities of all states in which customers live."""
    state = np.array([city.state for city in places.CITIES])
    branch_state = np.array([city.state for city in places.BRANCHES.values()])
    miles = places.miles_to_branches()
    is_near = miles.min(axis=1) <= places.NEAR_MILES
    same_state = np.where(state[:, None] == branch_state, miles, np.inf)
    members: list[Index] = []
    first: dict[str, int] = {}
    for name in (*places.BRANCH_STATES, *places.OTHER_STATES):
        first[name] = len(members)
        for branch in np.flatnonzero(branch_state == name):
            nearest = (same_state.argmin(axis=1) == branch) & (same_state.min(axis=1) <= places.NEAR_MILES)
            members.append(np.flatnonzero(nearest & (state == name)))
        members.append(np.flatnonzero(~is_near & (state == name)))
    cities = [places.CITIES[index] for index in np.concatenate(members)]
    cumulative = np.cumsum([city.population for city in cities])
    own_branch = np.where(
        np.isfinite(same_state.min(axis=1)) & is_near, same_state.argmin(axis=1), miles.argmin(axis=1)
    )
    states = [places.STATE_OF_AREA_CODE[code] for code in places.SERVED_AREA_CODES]
    return _CityGroups(
        first=np.array([first[name] for name in states]),
        branches=np.array([int((branch_state == name).sum()) for name in states]),
        ends=np.append(0, cumulative[np.cumsum([len(group) for group in members]) - 1]),
        cumulative=cumulative,
        name=string_series(*(city.name for city in cities)),
        state=string_series(*(city.state for city in cities)),
        nearest_branch=own_branch[np.concatenate(members)],
        first_zip=np.array([city.first_zip for city in cities]),
        zip_codes=np.array([city.zip_codes for city in cities]),
    )
