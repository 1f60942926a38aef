"""Sinks: destinations of generated rows. The code that makes rows does not know the sink."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from seeding.storage.signals import hold_signals, termination_interrupts

Rows_contra = TypeVar("Rows_contra", contravariant=True)
Rows = TypeVar("Rows")


class Sink(Protocol[Rows_contra]):
    """A destination that stores all rows of a bank, or all changes of one, or none."""

    def begin(self) -> None:
        """Prepare to receive rows."""

    def write(self, rows: Rows_contra, /) -> None:
        """Receive rows of one table; the rows of a table arrive in the order of their keys."""

    def finish(self) -> None:
        """Make all rows visible."""

    def abandon(self) -> None:
        """Discard all rows received."""


def store(rows: Iterable[Rows], sink: Sink[Rows]) -> None:
    """Send rows to a sink. Raises the errors of the sink and of the iterable, after the sink has been abandoned."""
    with all_or_nothing(sink.abandon):
        sink.begin()
        for table_rows in rows:
            sink.write(table_rows)
            del table_rows  # not kept while waiting for the next one
        sink.finish()


@contextmanager
def all_or_nothing(abandon: Callable[[], None]) -> Iterator[None]:
    """Call `abandon` if the block raises. Signals that end a process interrupt the block.

    Raises the error of the block; an error of `abandon` becomes a note on it.
    """
    with termination_interrupts():
        try:
            yield
        except BaseException as error:
            hold_signals()  # a second Ctrl-C would interrupt the end that the first one led to
            try:
                abandon()
            except Exception as failure:
                error.add_note(f"abandoning failed, too: {failure}")
            raise
