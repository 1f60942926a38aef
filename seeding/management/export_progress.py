"""The progress of an export on the screen: parts, rows, rows per second, and an estimate of the time left."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import OutputWrapper

from seeding.management.display import steps
from seeding.management.lake import PartMade

SECONDS_PER_MINUTE = 60


@contextmanager
def part_progress(output: OutputWrapper, total: int) -> Iterator[Callable[[PartMade], None]]:
    """Yield the function that counts a part that was made, of `total`, and shows the progress."""
    started = time.monotonic()
    parts = rows = 0
    with steps(output, "parts", total) as step:

        def done(part: PartMade) -> None:
            nonlocal parts, rows
            parts, rows = parts + 1, rows + part.rows
            seconds = time.monotonic() - started
            left = _duration(seconds / parts * (total - parts))
            step(f"part {part.number}: {rows:,} rows so far, {rows / seconds:,.0f} rows/s, about {left} left")

        yield done


def _duration(seconds: float) -> str:
    minutes = seconds / SECONDS_PER_MINUTE
    if minutes < 2:
        return f"{seconds:.0f} s"
    return f"{minutes:.0f} min" if minutes < 2 * SECONDS_PER_MINUTE else f"{minutes / SECONDS_PER_MINUTE:.1f} h"
