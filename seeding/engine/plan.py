"""The plan of a bank: everything that its rows depend on, and how it follows from options and the stored plan."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
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


class PlanError(ValueError):
    """A plan that is not possible. Subclasses have the facts: the part of the plan, the value, what is possible.

    `part` is `scale`, `customers`, `employees`, `seed`, `start`, `as_of` or `until`.
    """


@dataclass
class OutOfRangeError(PlanError):
    """A number or day is outside of its range; `low` and `high` are still possible."""

    part: str
    asked: object
    low: object
    high: object

    def __str__(self) -> str:
        return f"{self.part} {self.asked} is outside {self.low} to {self.high}"


@dataclass
class FutureDayError(PlanError):
    """The day `as_of` is in the future."""

    asked: date
    current_day: date

    def __str__(self) -> str:
        return f"as_of {self.asked} is not over (it is {self.current_day} in UTC)"


@dataclass
class DaysOutOfOrderError(PlanError):
    """A day of the plan is before one that it must follow: start <= as_of <= until."""

    part: str
    asked: date
    other_part: str
    other: date

    def __str__(self) -> str:
        return f"{self.part} {self.asked} is before {self.other_part} {self.other}"


@dataclass
class TooFarError(PlanError):
    """The history is laid out too far beyond the day on which the bank is first seen."""

    asked: date
    latest: date

    def __str__(self) -> str:
        return f"until {self.asked} is more than {MAX_YEARS_AHEAD} years after start; {self.latest} is the latest"


@dataclass
class NotASizeError(PlanError):
    """The scale is zero, negative, infinite or not a number."""

    asked: Decimal

    def __str__(self) -> str:
        return f"scale {self.asked} is not a size"


@dataclass
class TooLargeError(PlanError):
    """There are more customers than ids, or more employees than that many customers can have.

    They are asked for directly or by a scale.
    """

    part: str
    asked: int | Decimal
    people: str
    most: int

    def __str__(self) -> str:
        return f"{self.part} {self.asked} is too large: there is room for {self.most:,} {self.people}"


@dataclass
class TooSmallError(PlanError):
    """There are fewer customers or employees than the minimum."""

    part: str
    asked: int
    fewest: int

    def __str__(self) -> str:
        return f"{self.part} {self.asked} is too few; a bank has at least {self.fewest}"


@dataclass(frozen=True)
class Options:
    """The options that a user gave; None means not given. `scale`, `customers` and `employees` are the sizes."""

    scale: Decimal | None = None
    customers: int | None = None
    employees: int | None = None
    seed: int | None = None
    start: date | None = None
    as_of: date | None = None
    until: date | None = None
    history: History | None = None

    @property
    def sizes_given(self) -> bool:
        """Whether any of the sizes was given."""
        return (self.scale, self.customers, self.employees) != (None, None, None)


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


def resolve(options: Options, stored: Plan | None, today: date, *, allow_future: bool = False) -> Plan:
    """Return the plan that follows from options and the plan of the current bank, if there is one.

    An option that is not given keeps the value of the stored plan, or else has the default; the default day is the
    last completed one, yesterday, so that no row is ahead of the clock. A given day `as_of` resets `start` and `until`,
    which are then the same day; a given size resets the other sizes. `today` is the day in UTC. Raises PlanError if the
    plan is not possible.
    """
    as_of = options.as_of or (stored.as_of if stored else today - timedelta(days=1))
    kept = stored if options.as_of is None else None
    start = options.start or (kept.start if kept else as_of)
    until = options.until or (kept.until if kept else as_of)
    seed = options.seed if options.seed is not None else (stored.seed if stored else DEFAULT_SEED)
    if not 0 <= seed <= MAX_SEED:
        raise OutOfRangeError("seed", seed, 0, MAX_SEED)
    if not EARLIEST <= as_of <= LATEST:
        raise OutOfRangeError("as_of", as_of, EARLIEST, LATEST)
    if options.as_of is not None and as_of >= today and not allow_future:
        raise FutureDayError(as_of, today)
    _require_order(start, as_of, until)
    history = options.history or (stored.history if stored else History.BRIEF)
    if stored and not options.sizes_given:
        return replace(stored, seed=seed, start=start, as_of=as_of, until=until, history=history)
    scale, customers, employees = _sizes(options)
    return Plan(seed, customers, employees, start, as_of, until, scale, history)


def _require_order(start: date, as_of: date, until: date) -> None:
    """Raise PlanError unless EARLIEST <= start <= as_of <= until <= LATEST and the history is not laid out too far."""
    if as_of < start:
        raise DaysOutOfOrderError("as_of", as_of, "start", start)
    if until < as_of:
        raise DaysOutOfOrderError("until", until, "as_of", as_of)
    if start < EARLIEST:
        raise OutOfRangeError("start", start, EARLIEST, LATEST)
    if until > LATEST:
        raise OutOfRangeError("until", until, EARLIEST, LATEST)
    latest = min(_years_later(start, MAX_YEARS_AHEAD), LATEST)
    if until > latest:
        raise TooFarError(until, latest)


def _sizes(options: Options) -> tuple[Decimal | None, int, int]:
    """Return the scale if it alone decides, the number of customers and the number of employees."""
    scale = DEFAULT_SCALE if options.scale is None else options.scale
    if not scale.is_finite() or scale <= 0:
        raise NotASizeError(scale)
    customers = _size("customers", options.customers, scale, CUSTOMERS_PER_SCALE, MIN_CUSTOMERS, MAX_CUSTOMERS)
    most = max(MOST_EMPLOYEES_OF_FEW, min(MAX_EMPLOYEES, customers))
    employees = _size("employees", options.employees, scale, EMPLOYEES_PER_SCALE, MIN_EMPLOYEES, most)
    by_scale_alone = options.customers is None and options.employees is None
    return (scale if by_scale_alone else None), customers, employees


def _size(name: str, given: int | None, scale: Decimal, per_scale: int, low: int, high: int) -> int:
    """Return the given number, or that of the scale but at least `low`.

    Raises TooSmallError or TooLargeError if the given number, or the scale, is outside of `low` to `high`.
    """
    if given is None:
        # Compare before multiplying: a very large decimal can be neither multiplied nor printed.
        if scale >= Decimal(high + 1) / per_scale:
            raise TooLargeError("scale", scale, name, high)
        return max(low, _floor(per_scale * scale))
    if given < low:
        raise TooSmallError(name, given, low)
    if given > high:
        raise TooLargeError(name, given, name, high)
    return given


def _floor(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_FLOOR))


def _years_later(day: date, years: int) -> date:
    """Return the same day `years` years later; February 29 becomes February 28 in other years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
