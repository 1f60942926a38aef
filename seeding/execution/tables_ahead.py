"""The buffer between the thread that makes tables and the one that stores them."""

from collections import deque
from collections.abc import Iterable
from threading import Condition

from seeding.engine.recipe import TableRows


class TablesAhead:
    """Tables that one thread makes and another one takes in the same order.

    At most `limit` bytes wait, or one table that is larger. The table that was taken last counts until the next one is
    asked for: the one who took it may have to wait before it can pass it on.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._tables: deque[TableRows] = deque()
        self._bytes = 0
        self._taken = 0
        self._changed = Condition()
        self._ended = False

    def fill(self, tables: Iterable[TableRows]) -> None:
        """Put in all tables, each when there is room, until `end` is called. Raises the errors of the iterable."""
        try:
            for rows in tables:
                if not self._put(rows):
                    return
                del rows  # not kept while the next one is made
        finally:
            self.end()

    def _put(self, rows: TableRows) -> bool:
        """Wait for room and put in a table. Return whether that was possible: not after `end`."""
        size = rows.batch.get_total_buffer_size()
        with self._changed:
            self._changed.wait_for(lambda: self._ended or not self._bytes or self._bytes + size <= self._limit)
            if self._ended:
                return False
            self._tables.append(rows)
            self._bytes += size
            self._changed.notify_all()
            return True

    def take(self) -> TableRows | None:
        """Wait for the next table and return it, or None after the last."""
        with self._changed:
            self._bytes -= self._taken
            self._taken = 0
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._ended or self._tables)
            if not self._tables:
                return None
            rows = self._tables.popleft()
            self._taken = rows.batch.get_total_buffer_size()
            return rows

    def end(self) -> None:
        """Take no more tables. Those that wait can still be taken."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
