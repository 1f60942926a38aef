"""The progress of an export on the screen: parts, rows, rows per second, and an estimate of the time left."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from django.core.management.base import OutputWrapper

from seeding.management.display import shown_text
from seeding.management.lake import PartMade

SECONDS_PER_MINUTE = 60
LEAST_SHARE_TO_ESTIMATE = 0.01
"""The share of the rows that must be there before the time left is estimated: processes start first."""


class ExportProgress:
    """Counts the parts and the rows of an export and shows them, also while a part is being made.

    `expected` is the approximate number of rows. Any thread may call the methods.
    """

    def __init__(
        self, show: Callable[[int, str], None], parts: int, expected: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._show, self._parts, self._expected, self._clock = show, parts, expected, clock
        self._started = clock()
        self._done = 0
        self._rows: dict[int, int] = {}
        self._changing = Lock()

    def part_made(self, part: PartMade) -> None:
        """Count a part that is complete."""
        with self._changing:
            self._done += 1
            self._take(part.number, part.rows)

    def rows_made(self, number: int, rows: int) -> None:
        """Note how many rows of a part there are. A part that is made again begins anew."""
        with self._changing:
            self._take(number, rows)

    def _take(self, number: int, rows: int) -> None:
        self._rows[number] = rows
        total, seconds = sum(self._rows.values()), max(self._clock() - self._started, 1e-3)
        text = f"{self._done} of {self._parts} parts, {total:,} rows, {total / seconds:,.0f} rows/s"
        if self._done < self._parts and total and total >= LEAST_SHARE_TO_ESTIMATE * self._expected:
            text += f", about {_duration(seconds * max(self._expected - total, 0) / total)} left"
        self._show(total, text)


@contextmanager
def export_progress(output: OutputWrapper, parts: int, expected: int) -> Iterator[ExportProgress]:
    """Yield what counts and shows the progress of an export of some parts, with about `expected` rows."""
    with shown_text(output, expected) as show:
        yield ExportProgress(show, parts, expected)


def _duration(seconds: float) -> str:
    minutes = seconds / SECONDS_PER_MINUTE
    if minutes < 2:
        return f"{seconds:.0f} s"
    return f"{minutes:.0f} min" if minutes < 2 * SECONDS_PER_MINUTE else f"{minutes / SECONDS_PER_MINUTE:.1f} h"
