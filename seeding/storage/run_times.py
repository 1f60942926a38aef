"""The times of runs. Their order says which run came last, so that a clock that was set back must not change it."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from seeding.models import Run

_RESOLUTION = timedelta(microseconds=1)
"""PostgreSQL's of a time."""


def next_start() -> datetime:
    """Return the start of a run that begins now, in UTC: now, or just after the last run if the clock was set back."""
    last: datetime | None = Run.objects.aggregate(last=Max("started_at"))["last"]
    return max(timezone.now(), last + _RESOLUTION) if last else timezone.now()


def end_of(run: Run) -> datetime:
    """Return the end of a run that ends now, in UTC: not before its start."""
    return max(timezone.now(), run.started_at)
