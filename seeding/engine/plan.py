"""The plan of a bank: everything its rows depend on, how options and a stored plan become one, and its blocks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Self

import numpy as np

from seeding.engine.arrays import IntArray
from seeding.engine.calendar import day_number

DEFAULT_SEED = 20_240_229
DEFAULT_SCALE = Decimal(1)
EMPLOYEES_PER_SCALE = 150
CUSTOMERS_PER_SCALE = 1_200
MIN_EMPLOYEES, MAX_EMPLOYEES = 5, 99_999
MIN_CUSTOMERS, MAX_CUSTOMERS = 1, 2_900_000
"""The upper limits are the widths of the keys: EMP-99999, and the serial keys of instalments, 720 per customer."""
MAX_SEED = 2**63 - 1
EARLIEST, LATEST = date(2000, 1, 1), date(2150, 12, 31)
"""Days a bank can be seen on: births lie 85 years before and loans end 30 years after, inside the calendar."""

FIRST_CELL = 60
CELL = 300
"""Customers of cell 0, which holds the storylines, and of every later cell: what people do together stays inside."""


class PlanError(ValueError):
    """A plan that cannot be made, in one line for the user."""


@dataclass(frozen=True)
class Options:
    """What a user asked for; None means not given. Scale, customers and employees are one group."""

    scale: Decimal | None = None
    customers: int | None = None
    employees: int | None = None
    seed: int | None = None
    as_of: date | None = None

    @property
    def sizes_given(self) -> bool:
        """Whether any of the group of sizes was given."""
        return (self.scale, self.customers, self.employees) != (None, None, None)


@dataclass(frozen=True)
class Plan:
    """A bank: seed, sizes and days. Equal plans give equal bytes.

    `epoch` is the day history is laid out from and decides what happens; `as_of` is the day the bank is seen on.
    """

    seed: int
    customers: int
    employees: int
    as_of: date
    epoch: date
    scale: Decimal | None = None

    @property
    def last_day(self) -> int:
        """`epoch` as a day number."""
        return day_number(self.epoch)

    def same_bank(self, other: "Plan") -> bool:
        """Return whether both plans give the same rows; how the sizes were said does not matter."""
        return replace(self, scale=None) == replace(other, scale=None)

    def __str__(self) -> str:
        scale = "" if self.scale is None else f"scale {self.scale.normalize():f}, "
        return (
            f"{scale}{self.customers:,} customer{'' if self.customers == 1 else 's'}, {self.employees:,} employees, "
            f"as of {self.as_of.isoformat()}, seed {self.seed}"
        )

    def to_record(self) -> dict[str, Any]:
        """Return the plan as JSON values."""
        return {
            "seed": self.seed,
            "customers": self.customers,
            "employees": self.employees,
            "as_of": self.as_of.isoformat(),
            "epoch": self.epoch.isoformat(),
            "scale": None if self.scale is None else str(self.scale),
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """Return the plan that `to_record` wrote."""
        return cls(
            seed=record["seed"],
            customers=record["customers"],
            employees=record["employees"],
            as_of=date.fromisoformat(record["as_of"]),
            epoch=date.fromisoformat(record["epoch"]),
            scale=None if record["scale"] is None else Decimal(record["scale"]),
        )


def resolve(options: Options, stored: Plan | None, today: date, *, allow_future: bool = False) -> Plan:
    """Return the plan that `options` mean where `stored` is there already.

    An option that is not given means what the stored plan says, or the default. Raises PlanError.
    """
    as_of = options.as_of or (stored.as_of if stored else today)
    epoch = stored.epoch if stored and options.as_of is None else as_of
    seed = options.seed if options.seed is not None else (stored.seed if stored else DEFAULT_SEED)
    if not 0 <= seed <= MAX_SEED:
        raise PlanError(f"--seed {seed} lies outside 0 to {MAX_SEED}; give a whole number in that range")
    if not EARLIEST <= as_of <= LATEST:
        raise PlanError(f"--as-of {as_of} lies outside {EARLIEST} to {LATEST}, the days a bank can be seen on")
    if options.as_of is not None and as_of > today and not allow_future:
        raise PlanError(f"--as-of {as_of} lies in the future (today is {today}); give an earlier day or --allow-future")
    if stored and not options.sizes_given:
        return replace(stored, seed=seed, as_of=as_of, epoch=epoch)
    scale, customers, employees = _sizes(options)
    return Plan(seed, customers, employees, as_of, epoch, scale)


def _sizes(options: Options) -> tuple[Decimal | None, int, int]:
    scale = DEFAULT_SCALE if options.scale is None else options.scale
    if not scale.is_finite() or scale <= 0:
        raise PlanError(f"--scale {scale} is not a size; give a number above 0, such as 0.5")
    customers = _size("customers", options.customers, scale, CUSTOMERS_PER_SCALE, MIN_CUSTOMERS, MAX_CUSTOMERS)
    employees = _size("employees", options.employees, scale, EMPLOYEES_PER_SCALE, MIN_EMPLOYEES, MAX_EMPLOYEES)
    by_scale_alone = options.customers is None and options.employees is None
    return (scale if by_scale_alone else None), customers, employees


def _size(name: str, given: int | None, scale: Decimal, per_scale: int, low: int, high: int) -> int:
    """Return the number that was given, which is final, or that of the scale, rounded up to the fewest there can be."""
    if given is None:
        # Compared before it is multiplied: a decimal may be too large for that, or for being written out.
        if scale >= Decimal(high + 1) / per_scale:
            raise PlanError(f"--scale {scale:.4g} is too large: too many {name}, ids have room for {high:,}")
        return max(low, _floor(per_scale * scale))
    if given < low:
        raise PlanError(f"--{name} {given} is too few; a bank has at least {low}")
    if given > high:
        raise PlanError(f"--{name} {given:,} is too many; ids have room for {high:,}")
    return given


def _floor(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_FLOOR))


@dataclass(frozen=True)
class Block:
    """Some neighbouring cells: what is baked and held in memory at a time. `end` is one past the last cell."""

    first: int
    end: int

    @property
    def numbers(self) -> IntArray:
        """The numbers, from 1, of the customers for whom the block's cells have room."""
        return np.arange(_customers_before(self.first), _customers_before(self.end)) + 1

    @property
    def cells(self) -> IntArray:
        """The cell of each of `numbers`."""
        return cell_of(self.numbers)


def _customers_before(cell: int) -> int:
    return 0 if cell == 0 else FIRST_CELL + (cell - 1) * CELL


def cell_of(numbers: IntArray) -> IntArray:
    """Return the cell of each customer number."""
    return np.where(numbers <= FIRST_CELL, 0, (numbers - FIRST_CELL - 1) // CELL + 1)


def blocks(plan: Plan, cells_per_block: int) -> Iterator[Block]:
    """Yield the blocks of a bank in order. How many cells a block holds changes no byte."""
    cells = int(cell_of(np.array([plan.customers]))[0]) + 1
    for first in range(0, cells, cells_per_block):
        yield Block(first, min(first + cells_per_block, cells))
