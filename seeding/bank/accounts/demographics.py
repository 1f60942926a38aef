"""Who the customers are before they own anything: ages, households, the day they joined."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import numbers
from seeding.bank.storylines import storyline_codes, storyline_mask
from seeding.engine.arrays import BoolArray, IntArray
from seeding.engine.blocks import Block
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_PAIRS_PER_WINDOW = 4
"""Every window of four neighbouring pairs holds one household: a quarter, however the bank is cut."""
_AGE_WINDOW = 20


@dataclass(frozen=True)
class Demographics(Rows):
    """The people of some complete cells, also those for whom the bank is too small.

    What belongs to a person is laid out for whole cells, so that it is the same in every bank. `key` is the customer
    number, `household_id` the household's or the person's own;
    days are day numbers, `joined_at` is a second of the day.
    """

    household_id: IntArray
    in_household: BoolArray
    woman: BoolArray
    born: IntArray
    joined: IntArray
    joined_at: IntArray


@node(stream="people")
def demographics(block: Block, plan: Plan, calendar: Calendar, draw: Draw) -> Demographics:
    """Lay out everybody for whom the block's cells have room."""
    rows = Rows(block.numbers, block.cells)
    pairs = Rows((rows.key[::2] + 1) // 2, rows.cell[::2])
    pinned = storyline_codes(rows.key, lambda role: int(role.household))
    together = draw.stratified_category(
        "household", pairs.windows(_PAIRS_PER_WINDOW), numbers.HOUSEHOLDS, pinned=np.maximum(pinned[::2], pinned[1::2])
    )
    household = np.repeat(together, 2) == numbers.HOUSEHOLDS.code("together")
    age = draw.normal(
        "age", rows.windows(_AGE_WINDOW), numbers.MEAN_AGE, numbers.AGE_DEVIATION, numbers.AGES, even=True
    )
    in_storyline = storyline_mask(rows.key)
    age[in_storyline] = draw.normal("age", rows, numbers.MEAN_AGE, numbers.AGE_DEVIATION, numbers.STORY_AGES)[
        in_storyline
    ]
    born = plan.last_day - np.floor(np.round(age * numbers.DAYS_PER_YEAR, 6)).astype(np.int64)
    return Demographics(
        key=rows.key,
        cell=rows.cell,
        household_id=np.where(household, rows.key - (rows.key + 1) % 2, rows.key),
        in_household=household,
        woman=draw.uniform("woman", rows) < numbers.WOMEN,
        born=born,
        joined=_joined(rows, born, in_storyline, plan, calendar, draw),
        joined_at=draw.integers("joined_at", rows, *numbers.JOINING_HOURS),
    )


def _joined(
    rows: Rows, born: IntArray, in_storyline: BoolArray, plan: Plan, calendar: Calendar, draw: Draw
) -> IntArray:
    """Return the day each person joined: in the last seven years, of age; people of storylines long ago."""
    today = np.full(len(rows), plan.last_day)
    earliest, latest = calendar.years_before(today, numbers.JOINED_YEARS), today.copy()
    latest[in_storyline] -= numbers.STORY_STANDING_DAYS.low
    earliest[in_storyline] = plan.last_day - numbers.STORY_STANDING_DAYS.high
    of_age = calendar.years_before(born, -18)
    return draw.dates("joined", rows.windows(_AGE_WINDOW), np.maximum(earliest, of_age), latest, even=True)
