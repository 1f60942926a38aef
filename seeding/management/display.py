"""The progress on the screen: a live bar on a terminal, elsewhere a line every few seconds."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.core.management.base import OutputWrapper

from seeding.engine.expected import Expected
from seeding.management.progress_bars import load_bar, step_bar, text_bar
from seeding.storage.progress import DatabaseProgress, ProgressCallback

LINE_EVERY_S = 5.0


@contextmanager
def display(output: OutputWrapper, expected: Mapping[str, Expected]) -> Iterator[ProgressCallback]:
    """Yield the function that shows the progress of a load; `expected` has the expected rows of each table."""
    if not output.isatty():
        yield _ProgressLines(output).report
        return
    with load_bar(sum(rows.high for rows in expected.values())) as report:
        yield report


@contextmanager
def steps(output: OutputWrapper, what: str, total: int) -> Iterator[Callable[[str], None]]:
    """Yield the function that counts a finished step, given its name, and shows the progress of all `total` steps.

    `what` names the steps in the plural, such as "checks".
    """
    if output.isatty():
        with step_bar(what, total) as step:
            yield step
        return
    started = written = time.monotonic()
    done = 0

    def count(name: str) -> None:
        nonlocal done, written
        done += 1
        if time.monotonic() - written >= LINE_EVERY_S:
            written = time.monotonic()
            output.write(f"{written - started:4.0f} s  {done} of {total} {what}, last {name}")

    yield count


@contextmanager
def shown_text(output: OutputWrapper, total: int) -> Iterator[Callable[[int, str], None]]:
    """Yield the function that shows how much of a total is done, and a text with details."""
    if output.isatty():
        with text_bar(total) as show:
            yield show
        return
    started = written = time.monotonic()

    def write(done: int, text: str) -> None:
        nonlocal written
        if time.monotonic() - written >= LINE_EVERY_S:
            written = time.monotonic()
            output.write(f"{written - started:4.0f} s  {text}")

    yield write


class _ProgressLines:
    """Writes a line every LINE_EVERY_S; none for a load that takes less time."""

    def __init__(self, output: OutputWrapper) -> None:
        self._output = output
        self._started = self._written = time.monotonic()

    def report(self, progress: Sequence[DatabaseProgress]) -> None:
        """Write the progress of the databases if LINE_EVERY_S have passed."""
        now = time.monotonic()
        if now - self._written < LINE_EVERY_S:
            return
        self._written = now
        rows = sum(sum(database.rows.values()) for database in progress)
        elapsed = now - self._started
        stages = ", ".join(f"{database.database} {database.stage}" for database in progress)
        self._output.write(f"{elapsed:4.0f} s  {rows:>12,} rows  {rows / elapsed:>9,.0f} rows/s  {stages}")
