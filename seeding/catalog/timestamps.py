"""Points in time as DataHub has them: milliseconds since 1970. All follow from the bank's day or a record."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

MONTH = 30
"""Days of history that the pack covers, up to the bank's day."""

PACK_USER = "urn:li:corpuser:datahub-bank"
"""Who wrote what the pack says."""


def millis(moment: datetime) -> int:
    """Return a point in time in milliseconds."""
    return int(moment.timestamp() * 1000)


def start_of(day: date) -> int:
    """Return the first millisecond of a day in UTC."""
    return millis(datetime.combine(day, time.min, UTC))


def close_of(day: date) -> int:
    """Return the last millisecond of a day in UTC, when its books are closed."""
    return start_of(day + timedelta(days=1)) - 1


def month_to(day: date) -> list[date]:
    """Return the MONTH days that end with a day."""
    return [day - timedelta(days=back) for back in reversed(range(MONTH))]


def stamp(moment: int) -> Mapping[str, Any]:
    """Return an audit stamp of the pack at a point in time."""
    return {"time": moment, "actor": PACK_USER}
