"""The options of the commands that seed and advance, parsed; a value that cannot be parsed is an error of one line."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from seeding.engine.layout import History
from seeding.engine.options import Options, OutOfRangeError, PlanError
from seeding.engine.plan import MAX_YEARS_AHEAD
from seeding.engine.steps import Steps
from seeding.management.wording import SIZE_REMEDY

MAX_EXPONENT = 30
"""Computing with larger or smaller decimals may fail."""

MAX_DAYS = 366 * MAX_YEARS_AHEAD
MAX_PAUSE_S = 86_400
MAX_WORKERS = 64
"""More processes than this would wait for the one that stores rows."""


def read_options(given: dict[str, Any], today: date) -> Options:
    """Return the options of `seed_all`; an option that was not given is None. `today` is the day in UTC.

    Raises PlanError, which names the option, for a value that cannot be parsed.
    """
    return Options(
        scale=_decimal("--scale", given["scale"], SIZE_REMEDY),
        customers=_whole("--customers", given["customers"]),
        employees=_whole("--employees", given["employees"]),
        seed=_whole("--seed", given["seed"]),
        start=read_day("--start", given["start"], today),
        as_of=read_day("--as-of", given["as_of"], today),
        until=read_day("--until", given["until"], today),
        history=_history("--history", given["history"]),
    )


def read_interval(first: Any, last: Any, today: date) -> tuple[date | None, date | None]:
    """Return the days of --from and --to; one that was not given is None. `today` is the day in UTC.

    Raises PlanError, which names the option, for a value that cannot be parsed.
    """
    return read_day("--from", first, today), read_day("--to", last, today)


def read_steps(to: Any, days: Any, today: date, *, one_by_one: bool) -> Steps:
    """Return the steps that `seed_advance` is to take; an option that was not given is None. `today` is the day in UTC.

    Raises PlanError, which names the option, for a value that cannot be parsed, and for both options together.
    """
    if to is not None and days is not None:
        raise PlanError("--to and --days exclude each other; give one of them")
    count = _whole("--days", days)
    if count is not None and not 1 <= count <= MAX_DAYS:
        raise OutOfRangeError("days", count, 1, MAX_DAYS)
    return Steps(read_day("--to", to, today), count, one_by_one)


def read_workers(given: Any) -> int | None:
    """Return the number of processes, None if it was not given. Raises PlanError for another value."""
    count = _whole("--workers", given)
    if count is not None and not 0 <= count <= MAX_WORKERS:
        raise OutOfRangeError("workers", count, 0, MAX_WORKERS)
    return count


def read_pause(given: Any) -> float:
    """Return the seconds from one day to the next, 0 if none were given. Raises PlanError for another value."""
    seconds = _decimal("--every", given, "give a number of seconds, such as 5")
    if seconds is None:
        return 0.0
    if not seconds.is_finite() or not 0 <= seconds <= MAX_PAUSE_S:
        raise OutOfRangeError("every", given, 0, MAX_PAUSE_S)
    return float(seconds)


def _decimal(name: str, given: Any, remedy: str) -> Decimal | None:
    if given is None:
        return None
    try:
        number = Decimal(_plain(given))
    except (InvalidOperation, ValueError):
        raise PlanError(f"{name} {given} is not a number; {remedy}") from None
    if number.is_finite() and abs(number.adjusted()) > MAX_EXPONENT:
        raise PlanError(f"{name} {given} is larger or smaller than any bank; {remedy}")
    return number


def _whole(name: str, given: Any) -> int | None:
    if given is None:
        return None
    try:
        return int(_plain(given))
    except ValueError:
        raise PlanError(f"{name} {given} is not a whole number; give one, such as 600") from None


def read_day(name: str, given: Any, today: date) -> date | None:
    """Return a day; None if it was not given. Raises PlanError, which names the option, for another value."""
    if given is None or isinstance(given, date):
        return given
    named = {"yesterday": today - timedelta(days=1), "today": today}
    if given in named:
        return named[given]
    try:
        return datetime.strptime(str(given), "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise PlanError(
            f"{name} {given} is not a date; give one as YYYY-MM-DD, such as 2025-06-30, or yesterday or today"
        ) from None


def _history(name: str, given: Any) -> History | None:
    if given is None:
        return None
    try:
        return History(given)
    except ValueError:
        raise PlanError(f"{name} {given} is not a history; give {' or '.join(History)}") from None


def _plain(given: Any) -> str:
    """Return the text of a number. Raises ValueError for underscores and non-ASCII digits, which Python accepts."""
    text = str(given)
    if "_" in text or not text.isascii():
        raise ValueError(text)
    return text
