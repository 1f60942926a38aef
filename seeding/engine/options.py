"""The options of a plan, the plan that follows from them and the stored one, and what makes a plan impossible."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from seeding.engine.layout import History
from seeding.engine.plan import (
    CUSTOMERS_PER_SCALE,
    DEFAULT_SCALE,
    DEFAULT_SEED,
    EARLIEST,
    EMPLOYEES_PER_SCALE,
    LATEST,
    MAX_CUSTOMERS,
    MAX_EMPLOYEES,
    MAX_SEED,
    MAX_YEARS_AHEAD,
    MIN_CUSTOMERS,
    MIN_EMPLOYEES,
    MOST_EMPLOYEES_OF_FEW,
    Plan,
)


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
