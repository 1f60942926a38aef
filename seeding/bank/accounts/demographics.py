"""Who the customers are before they hold anything: age, household, and the day on which they joined."""

from dataclasses import dataclass

import numpy as np

from datahub.households import first_adult
from seeding.bank.accounts import numbers
from seeding.bank.storyline_codes import storyline_codes, storyline_mask
from seeding.engine.arrays import BoolArray, DayNumber, Key, SecondOfDay
from seeding.engine.blocks import Block
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_PAIRS_PER_WINDOW = 4
"""Each window of four neighboring pairs has one household: a quarter of the pairs, wherever the bank ends."""
_AGE_WINDOW = 20
"""Customers per window in which ages and joining days are spread over their range."""


@dataclass(frozen=True)
class Demographics(Rows):
    """The people for whom the block's cells have room, including those whose number is beyond the size of the bank.

    What belongs to a person is drawn for whole cells, so that it is the same in every bank. `key` is the customer
    number; `household_id` is the customer number of the household's first adult, or the person's own number;
    `joined_at` is the second of the day on which the person `joined`.
    """

    household_id: Key
    in_household: BoolArray
    woman: BoolArray
    born: DayNumber
    joined: DayNumber
    joined_at: SecondOfDay


@node(stream="people")
def demographics(block: Block, plan: Plan, calendar: Calendar, draw: Draw) -> Demographics:
    """Return one person per customer number of the block's cells."""
    rows = Rows(block.customer_numbers, block.cells)
    in_storyline = storyline_mask(rows.key)
    in_household = np.repeat(_shared_households(rows, draw), 2)
    born = _birthdays(rows, in_storyline, plan, draw)
    return Demographics(
        key=rows.key,
        cell=rows.cell,
        household_id=np.where(in_household, first_adult(rows.key), rows.key),
        in_household=in_household,
        woman=draw.uniform("woman", rows) < numbers.WOMEN,
        born=born,
        joined=_joining_days(rows, born, in_storyline, plan, calendar, draw),
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


def _birthdays(rows: Rows, in_storyline: BoolArray, plan: Plan, draw: Draw) -> DayNumber:
    """Return the day on which each person was born; ages follow a bell curve."""
    age = draw.normal(
        "age", rows.windows(_AGE_WINDOW), numbers.MEAN_AGE, numbers.AGE_DEVIATION, numbers.AGES, stratified=True
    )
    storyline_age = draw.normal("age", rows, numbers.MEAN_AGE, numbers.AGE_DEVIATION, numbers.STORYLINE_AGES)
    age[in_storyline] = storyline_age[in_storyline]
    return plan.last_day - np.floor(np.round(age * numbers.DAYS_PER_YEAR, 6)).astype(np.int64)


def _joining_days(
    rows: Rows, born: DayNumber, in_storyline: BoolArray, plan: Plan, calendar: Calendar, draw: Draw
) -> DayNumber:
    """Return the day on which each person joined: in the last seven years, and of age; storylines joined long ago."""
    today = np.full(len(rows), plan.last_day)
    earliest, latest = calendar.years_before(today, numbers.JOINED_YEARS), today.copy()
    latest[in_storyline] -= numbers.STORYLINE_JOINED_DAYS_AGO.low
    earliest[in_storyline] = plan.last_day - numbers.STORYLINE_JOINED_DAYS_AGO.high
    of_age = calendar.years_before(born, -numbers.AGE_OF_MAJORITY)
    first = np.maximum(earliest, of_age)
    joined = draw.dates("joined", rows.windows(_AGE_WINDOW), first, latest, stratified=True)
    # An employee registers customers, on a business day: the last one before, unless that is too early.
    before, after = calendar.last_business(joined), calendar.next_business(joined)
    return np.where(before >= first, before, np.where(after <= plan.last_day, after, joined))
