"""Sinks: where generated rows go. What makes rows never knows which one it is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from seeding.engine.recipe import TableRows
from seeding.storage.signals import termination_interrupts


class Sink(Protocol):
    """A place that takes the rows of a bank, all or none of them."""

    def begin(self) -> None:
        """Get ready for rows."""

    def write(self, rows: TableRows) -> None:
        """Take some rows of one table; those of one table come in the order of their keys."""

    def finish(self) -> None:
        """Make all rows visible at once."""

    def abandon(self) -> None:
        """Undo whatever was done; nothing was ever visible."""


def store(rows: Iterable[TableRows], sink: Sink) -> None:
    """Send rows to a sink. Raises what the sink or the making of rows raises; the sink is abandoned by then."""
    with all_or_nothing(sink.abandon):
        sink.begin()
        for some in rows:
            sink.write(some)
        sink.finish()


@contextmanager
def all_or_nothing(abandon: Callable[[], None]) -> Iterator[None]:
    """Abandon what the block did where it raises; SIGTERM interrupts it as Ctrl-C does.

    The block's own error is the one that is raised; what abandoning failed of is a note on it.
    """
    with termination_interrupts():
        try:
            yield
        except BaseException as error:
            try:
                abandon()
            except Exception as failure:
                error.add_note(f"giving up failed, too: {failure}")
            raise
