"""The plan of a bank: everything that its rows depend on."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from seeding.engine.days import day_number
from seeding.engine.layout import CELLS_PER_REGION, AsOf, History, Layout

DEFAULT_SEED = 20_240_229
DEFAULT_SCALE = Decimal(1)
EMPLOYEES_PER_SCALE = 150
CUSTOMERS_PER_SCALE = 1_200
MIN_CUSTOMERS, MAX_CUSTOMERS = 1, 99_999_999
"""Customer ids have eight digits."""
MIN_EMPLOYEES, MAX_EMPLOYEES = 5, 12_500_000
"""As many employees for each customer in the largest bank as at every scale."""
MOST_EMPLOYEES_OF_FEW = 899_999
"""More employees than this need as many customers: the staff of a region is in memory, and its keys have a room."""
MAX_SEED = 2**63 - 1
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""The range of `as_of`: the bank holidays of the ten years before it are known, and loans end inside the calendar."""

MAX_YEARS_AHEAD = 5
"""The most years between `start` and `until`."""

FIRST_CELL = 60
CELL = 300
"""The number of customers of cell 0, which contains the storylines, and of every later cell (see `blocks`)."""


@dataclass(frozen=True)
class Plan:
    """Everything that the rows of a bank depend on: equal plans give equal bytes.

    `start` is the day on which the bank was first seen, `as_of` the day on which it is seen, `until` the last day of
    its history: start <= as_of <= until. What happens follows from the layout, which has no `as_of`. Only tests change
    `cells_per_region`: a small bank then has several regions of staff.
    """

    seed: int
    customers: int
    employees: int
    start: date
    as_of: date
    until: date
    scale: Decimal | None = None
    history: History = History.BRIEF
    cells_per_region: int = CELLS_PER_REGION

    @classmethod
    def of_one_day(
        cls, day: date, *, seed: int, customers: int, employees: int, history: History = History.BRIEF
    ) -> Self:
        """Return the plan of a bank whose history ends on the day on which it is seen."""
        return cls(seed, customers, employees, day, day, day, history=history)

    @property
    def layout(self) -> Layout:
        """The part of the plan that decides what happens."""
        return Layout(
            self.seed,
            self.customers,
            self.employees,
            day_number(self.start),
            day_number(self.until),
            self.history,
            self.cells_per_region,
        )

    @property
    def is_full(self) -> bool:
        """Whether everyday rows fill the whole life of every account."""
        return self.history is History.FULL

    @property
    def seen_on(self) -> AsOf:
        """The day `as_of`, as nodes take it."""
        return AsOf(day_number(self.as_of))

    @property
    def shows_all(self) -> bool:
        """Whether the bank is seen on the last day of its history."""
        return self.as_of == self.until

    @property
    def next_day(self) -> date:
        """The day after the one on which the bank is seen."""
        return self.as_of + timedelta(days=1)

    def same_bank(self, other: "Plan") -> bool:
        """Return whether both plans give the same rows: all but `scale`, which the sizes already reflect, is equal."""
        return replace(self, scale=None) == replace(other, scale=None)

    def __str__(self) -> str:
        scale = "" if self.scale is None else f"scale {self.scale.normalize():f}, "
        return (
            f"{scale}{self.customers:,} customer{'' if self.customers == 1 else 's'}, {self.employees:,} employees, "
            f"{self.days}, seed {self.seed}, {self.history} history"
        )

    @property
    def days(self) -> str:
        """The days of the plan in words: `as of` a day, and the other two where they differ from it."""
        words = f"as of {self.as_of.isoformat()}"
        if self.start < self.as_of:
            words += f", first seen on {self.start.isoformat()}"
        return words if self.shows_all else f"{words}, laid out until {self.until.isoformat()}"

    def to_record(self) -> dict[str, Any]:
        """Return the plan as JSON values."""
        of_tests = {} if self.cells_per_region == CELLS_PER_REGION else {"cells_per_region": self.cells_per_region}
        return of_tests | {
            "seed": self.seed,
            "customers": self.customers,
            "employees": self.employees,
            "start": self.start.isoformat(),
            "as_of": self.as_of.isoformat(),
            "until": self.until.isoformat(),
            "scale": None if self.scale is None else str(self.scale),
            "history": self.history.value,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """Return the plan that `to_record` wrote, in this version or an earlier one.

        A plan without a history is brief; one without `start` and `until` ends on the day on which the bank is seen.
        """
        as_of = record["as_of"]
        return cls(
            seed=record["seed"],
            customers=record["customers"],
            employees=record["employees"],
            start=date.fromisoformat(record.get("start", as_of)),
            as_of=date.fromisoformat(as_of),
            until=date.fromisoformat(record.get("until", as_of)),
            scale=None if record["scale"] is None else Decimal(record["scale"]),
            history=History(record.get("history", History.BRIEF)),
            cells_per_region=record.get("cells_per_region", CELLS_PER_REGION),
        )
