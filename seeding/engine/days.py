"""Conversion between dates and day numbers, which count the days since 1970-01-01."""

from datetime import date, timedelta

UNIX_EPOCH = date(1970, 1, 1)
SECONDS_PER_DAY = 86_400
NO_DAY = -(2**31)
"""Marks the absence of a day, the least 32-bit integer; columns write it as null."""


def day_number(day: date) -> int:
    """Return the number of days from 1970-01-01 to `day`; negative for earlier days."""
    return (day - UNIX_EPOCH).days


def day_of(number: int) -> date:
    """Return the date of a day number."""
    return UNIX_EPOCH + timedelta(days=int(number))
