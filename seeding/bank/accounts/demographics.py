"""The demographics of customers: age, household, and the day on which they joined."""

from dataclasses import dataclass

import numpy as np

from datahub.households import first_adult
from seeding.bank.accounts import numbers
from seeding.bank.storyline_codes import storyline_codes, storyline_mask
from seeding.engine.arrays import NONE, BoolArray, DayNumber, FloatArray, Key, SecondOfDay, order_within, rank_within
from seeding.engine.blocks import Block
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_PAIRS_PER_WINDOW = 4
"""Each window of four neighboring pairs has one household: a quarter of the pairs, wherever the bank ends."""
_AGE_WINDOW = 20
"""Customers per window in which ages and joining days are spread over their range."""


@dataclass(frozen=True)
class Demographics(Rows):
    """The people for whom the block's cells have room, including those whose number is beyond the size of the bank.

    Attributes of a person are drawn for whole cells, so that it is the same in every bank. `key` is the customer
    number; `household_id` is the customer number of the household's first adult, or the person's own number;
    `family_id` is the `household_id` of one of several related households, which share a last name; `joined_at` is the
    second of the day on which the person `joined`.
    """

    household_id: Key
    family_id: Key
    in_household: BoolArray
    woman: BoolArray
    born: DayNumber
    joined: DayNumber
    joined_at: SecondOfDay


@node(stream="people")
def demographics(block: Block, layout: Layout, calendar: Calendar, draw: Draw) -> Demographics:
    """Return one person per customer number of the block's cells."""
    rows = Rows(block.customer_numbers, block.cells)
    in_storyline = storyline_mask(rows.key)
    in_household = np.repeat(_shared_households(rows, draw), 2)
    household_id = np.where(in_household, first_adult(rows.key), rows.key)
    is_second_adult = rows.key != household_id
    woman = _women(rows, is_second_adult, draw)
    born = _birthdays(rows, in_storyline, is_second_adult, woman, layout, draw)
    return Demographics(
        key=rows.key,
        cell=rows.cell,
        household_id=household_id,
        family_id=_families(rows, household_id, in_storyline, draw),
        in_household=in_household,
        woman=woman,
        born=born,
        joined=_joining_days(rows, born, in_storyline, layout, calendar, draw),
        joined_at=draw.integers("joined_at", rows, *numbers.JOINING_HOURS),
    )


def _shared_households(rows: Rows, draw: Draw) -> BoolArray:
    """Return whether each pair of customer numbers, of which a cell has an even count, is a household."""
    pairs = Rows((rows.key[::2] + 1) // 2, rows.cell[::2])
    of_storylines = storyline_codes(rows.key, lambda role: int(role.household))
    pinned = np.maximum(of_storylines[::2], of_storylines[1::2])
    household = draw.stratified_category(
        "household", pairs.windows(_PAIRS_PER_WINDOW), numbers.HOUSEHOLDS, pinned=pinned
    )
    return household == numbers.HOUSEHOLDS.code("together")


def _women(rows: Rows, is_second_adult: BoolArray, draw: Draw) -> BoolArray:
    """Return whether each person is a woman; most couples are a woman and a man."""
    woman: BoolArray = draw.uniform("woman", rows) < numbers.WOMEN
    same_sex = draw.uniform("same_sex", rows) < numbers.SAME_SEX_COUPLES
    return np.where(is_second_adult, np.roll(woman, 1) ^ ~same_sex, woman)


def _families(rows: Rows, household_id: Key, in_storyline: BoolArray, draw: Draw) -> Key:
    """Return the family of each person: the related households of a cell, in groups of a few, by hash.

    Households of storylines have no relatives.
    """
    first = rows.key == household_id
    households = Rows(rows.key[first], rows.cell[first])
    alone = numbers.RELATED_HOUSEHOLDS.code("alone")
    pinned = np.where(in_storyline[first], alone, NONE)
    related = draw.stratified_category("related", households, numbers.RELATED_HOUSEHOLDS, pinned=pinned) != alone
    index = np.flatnonzero(related)
    order = index[order_within(households.cell[index], draw.bits("family", households.key[index]))]
    rank = rank_within(households.cell[order])
    family = households.key.copy()
    family[order] = households.key[order[np.arange(len(order)) - rank % numbers.FAMILY_SIZE]]
    return family[np.cumsum(first) - 1]


def _birthdays(
    rows: Rows, in_storyline: BoolArray, is_second_adult: BoolArray, woman: BoolArray, layout: Layout, draw: Draw
) -> DayNumber:
    """Return the day on which each person was born; ages follow a bell curve, those of partners are close."""
    age = draw.normal(
        "age", rows.windows(_AGE_WINDOW), numbers.MEAN_AGE, numbers.AGE_DEVIATION, numbers.AGES, stratified=True
    )
    storyline_age = draw.normal("age", rows, numbers.MEAN_AGE, numbers.AGE_DEVIATION, numbers.STORYLINE_AGES)
    age[in_storyline] = storyline_age[in_storyline]
    age[is_second_adult] = _ages_of_partners(rows, age, in_storyline, woman, draw)[is_second_adult]
    return layout.until - np.floor(np.round(age * numbers.DAYS_PER_YEAR, 6)).astype(np.int64)


def _ages_of_partners(rows: Rows, age: FloatArray, in_storyline: BoolArray, woman: BoolArray, draw: Draw) -> FloatArray:
    """Return the age that each person has as the partner of the person before.

    An age beyond the youngest or the oldest age is mirrored: the partner is then older instead of younger, or the other
    way round.
    """
    ends = np.array(numbers.AGE_GAP_ENDS)
    gap_code = draw.categorical("gap", rows, numbers.AGE_GAPS)
    gap = ends[gap_code] + (ends[gap_code + 1] - ends[gap_code]) * draw.uniform("gap/within", rows)
    is_older = (draw.uniform("older", rows) < numbers.OLDER_MEN) ^ woman
    low = np.where(in_storyline, numbers.STORYLINE_AGES.low, numbers.AGES.low)
    high = np.where(in_storyline, numbers.STORYLINE_AGES.high, numbers.AGES.high)
    first_age = np.roll(age, 1)
    own = first_age + np.where(is_older, gap, -gap)
    return np.where((own < low) | (own > high), 2 * first_age - own, own)


def _joining_days(
    rows: Rows, born: DayNumber, in_storyline: BoolArray, layout: Layout, calendar: Calendar, draw: Draw
) -> DayNumber:
    """Return the day on which each person joined: in the last seven years, and of age; storylines joined long ago."""
    today = np.full(len(rows), layout.until)
    earliest, latest = calendar.years_before(today, numbers.JOINED_YEARS), today.copy()
    latest[in_storyline] = layout.start - numbers.STORYLINE_JOINED_DAYS_AGO.low
    earliest[in_storyline] = layout.start - numbers.STORYLINE_JOINED_DAYS_AGO.high
    of_age = calendar.years_before(born, -numbers.AGE_OF_MAJORITY)
    first = np.maximum(earliest, of_age)
    joined = draw.dates("joined", rows.windows(_AGE_WINDOW), first, latest, stratified=True)
    # An employee registers customers, on a business day: the last one before, unless that is too early.
    before, after = calendar.last_business(joined), calendar.next_business(joined)
    return np.where(before >= first, before, np.where(after <= layout.until, after, joined))
