"""Options of the seeding commands, read from their text; whatever cannot be read is told in one line."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from seeding.engine.plan import Options, PlanError

MAX_EXPONENT = 30
"""Decimals can be so large, or small, that computing with them fails."""


def read_options(given: dict[str, Any]) -> Options:
    """Return the options of `seed_all`; those that are None were not given. Raises PlanError."""
    return Options(
        scale=_decimal("--scale", given["scale"]),
        customers=_whole("--customers", given["customers"]),
        employees=_whole("--employees", given["employees"]),
        seed=_whole("--seed", given["seed"]),
        as_of=_day("--as-of", given["as_of"]),
    )


def _decimal(name: str, given: Any) -> Decimal | None:
    if given is None:
        return None
    remedy = "give a number above 0, such as 0.5"
    try:
        number = Decimal(_plain(given))
    except (InvalidOperation, ValueError):
        raise PlanError(f"{name} {given} is not a number; {remedy}") from None
    if number.is_finite() and abs(number.adjusted()) > MAX_EXPONENT:
        raise PlanError(f"{name} {given} is beyond the size of any bank; {remedy}")
    return number


def _whole(name: str, given: Any) -> int | None:
    if given is None:
        return None
    try:
        return int(_plain(given))
    except ValueError:
        raise PlanError(f"{name} {given} is not a whole number; give one, such as 600") from None


def _day(name: str, given: Any) -> date | None:
    if given is None or isinstance(given, date):
        return given
    try:
        return datetime.strptime(str(given), "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise PlanError(f"{name} {given} is not a date; give one as YYYY-MM-DD, such as 2025-06-30") from None


def _plain(given: Any) -> str:
    """Return a number's text; raise ValueError for digits and separators that Python reads and nobody types."""
    text = str(given)
    if "_" in text or not text.isascii():
        raise ValueError(text)
    return text
