"""How far a run is, on the screen: live bars on a terminal, a plain line now and then elsewhere."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.core.management.base import OutputWrapper

from seeding.engine.expected import Expected
from seeding.storage.workers import Progress, Report

LINE_EVERY_S = 5.0


@contextmanager
def display(output: OutputWrapper, expected: Mapping[str, Expected]) -> Iterator[Report]:
    """Give what shows reports about a load on an output; `expected` are the rows of each table."""
    if not output.isatty():
        yield _Lines(output).report
        return
    # Here, because importing it takes longer than seeding a small bank and is of no use without a terminal.
    from seeding.management.bars import bars  # noqa: PLC0415

    with bars({table: rows.high for table, rows in expected.items()}) as report:
        yield report


@contextmanager
def steps(output: OutputWrapper, what: str, total: int) -> Iterator[Callable[[str], None]]:
    """Give what counts steps on an output, each by its name: a bar on a terminal, elsewhere a line now and then."""
    if output.isatty():
        from seeding.management.bars import step_bar  # noqa: PLC0415 - as above

        with step_bar(what, total) as step:
            yield step
        return
    started = written = time.monotonic()
    done = 0

    def tell(name: str) -> None:
        nonlocal done, written
        done += 1
        if time.monotonic() - written >= LINE_EVERY_S:
            written = time.monotonic()
            output.write(f"{written - started:4.0f} s  {done} of {total} {what}, last {name}")

    yield tell


class _Lines:
    """Writes a line every few seconds, none for a load that is done before."""

    def __init__(self, output: OutputWrapper) -> None:
        self._output = output
        self._started = self._written = time.monotonic()

    def report(self, progress: Sequence[Progress]) -> None:
        """Write how far the databases are, unless that was done a moment ago."""
        now = time.monotonic()
        if now - self._written < LINE_EVERY_S:
            return
        self._written = now
        rows = sum(sum(each.rows.values()) for each in progress)
        elapsed = now - self._started
        stages = ", ".join(f"{each.database} {each.stage}" for each in progress)
        self._output.write(f"{elapsed:4.0f} s  {rows:>12,} rows  {rows / elapsed:>9,.0f} rows/s  {stages}")
