"""Who the customers are before they own anything: ages, households, the day they joined."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import numbers
from seeding.bank.storylines import in_storyline, pins
from seeding.engine.arrays import BoolArray, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.life import life
from seeding.engine.plan import Block, Plan
from seeding.engine.rows import Rows

_PAIRS_PER_WINDOW = 4
"""Every window of four neighbouring pairs holds one household: a quarter, however the bank is cut."""
_AGE_WINDOW = 20


@dataclass(frozen=True)
class People(Rows):
    """The people of some complete cells, also those for whom the bank is too small.

    What belongs to a person is laid out for whole cells, so that it is the same in every bank. `key` is the customer
    number, `unit` the household's or the person's own; days are day numbers, `joined_at` is a second of the day.
    """

    unit: IntArray
    household: BoolArray
    woman: BoolArray
    born: IntArray
    joined: IntArray
    joined_at: IntArray


@life
def people(block: Block, plan: Plan, calendar: Calendar, draw: Draw) -> People:
    """Lay out everybody for whom the block's cells have room."""
    rows = Rows(block.numbers, block.cells)
    pairs = Rows((rows.key[::2] + 1) // 2, rows.cell[::2])
    told = pins(rows.key, lambda role: int(role.household))
    together = draw.share(
        "household", pairs.windows(_PAIRS_PER_WINDOW), numbers.HOUSEHOLDS, pins=np.maximum(told[::2], told[1::2])
    )
    household = np.repeat(together, 2) == numbers.HOUSEHOLDS.code("together")
    age = draw.normal(
        "age", rows.windows(_AGE_WINDOW), numbers.MEAN_AGE, numbers.AGE_DEVIATION, numbers.AGES, even=True
    )
    story = in_storyline(rows.key)
    age[story] = draw.normal("age", rows, numbers.MEAN_AGE, numbers.AGE_DEVIATION, numbers.STORY_AGES)[story]
    born = plan.last_day - np.floor(np.round(age * numbers.DAYS_PER_YEAR, 6)).astype(np.int64)
    return People(
        key=rows.key,
        cell=rows.cell,
        unit=np.where(household, rows.key - (rows.key + 1) % 2, rows.key),
        household=household,
        woman=draw.uniform("woman", rows) < numbers.WOMEN,
        born=born,
        joined=_joined(rows, born, story, plan, calendar, draw),
        joined_at=draw.integers("joined_at", rows, *numbers.JOINING_HOURS),
    )


def _joined(rows: Rows, born: IntArray, story: BoolArray, plan: Plan, calendar: Calendar, draw: Draw) -> IntArray:
    """Return the day each person joined: in the last seven years, of age; people of storylines long ago."""
    today = np.full(len(rows), plan.last_day)
    earliest, latest = calendar.years_before(today, numbers.JOINED_YEARS), today.copy()
    latest[story] -= numbers.STORY_STANDING_DAYS.low
    earliest[story] = plan.last_day - numbers.STORY_STANDING_DAYS.high
    of_age = calendar.years_before(born, -18)
    return draw.dates("joined", rows.windows(_AGE_WINDOW), np.maximum(earliest, of_age), latest, even=True)
