"""Dates on the admin's pages. They never come from the clock: a bank may be viewed long after its as-of date."""

from datetime import UTC, date, datetime, time

from django.db.models import Max

from datahub.accounts.models import Transaction


def as_of_date() -> date | None:
    """Return the date of the newest transaction, which is the bank's current date; None in an empty bank."""
    newest = Transaction.objects.aggregate(newest=Max("transaction_date"))["newest"]
    return date_of(newest) if newest else None


def start_of_day(day: date) -> datetime:
    """Return the first moment of a date in UTC, the bank's local time."""
    return datetime.combine(day, time(), UTC)


def date_of(when: date) -> date:
    """Return the date of a timestamp in UTC; a date is returned as it is."""
    return when.astimezone(UTC).date() if isinstance(when, datetime) else when


def completed_years(since: date, until: date) -> int:
    """Return the full years between two dates: an age. February 29 counts as March 1 in other years."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))
