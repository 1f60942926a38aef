"""The bank's day: pages cannot ask the wall clock, for a bank may be seen on a day long past."""

from datetime import UTC, date, datetime, time

from django.db.models import Max

from datahub.accounts.models import Transaction


def bank_day() -> date | None:
    """Return the day of the newest booking, which is the bank's today or the day before; None in an empty bank."""
    newest = Transaction.objects.aggregate(newest=Max("transaction_date"))["newest"]
    return day_of(newest) if newest else None


def midnight(day: date) -> datetime:
    """Return when a day begins: the bank's local time is UTC."""
    return datetime.combine(day, time(), UTC)


def day_of(when: date) -> date:
    """Return the day of a time; a day is its own."""
    return when.astimezone(UTC).date() if isinstance(when, datetime) else when


def full_years(since: date, until: date) -> int:
    """Return the age on a day."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))
