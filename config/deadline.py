"""A time limit for a statement, kept by the client because a statement can change the server's own limit."""

import os
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

import psycopg

GRACE_S = 1.0
"""How long to wait for the server's own limit, and then for a request to cancel, before the next measure."""


class Deadline:
    """Cancels what a connection runs when the time is over, and closes the connection if that does not help.

    The server enforces `statement_timeout`, but a statement can change it. A timeout of 0 seconds means none.
    """

    def __init__(self, connection: psycopg.Connection, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self._connection = connection
        self._started = time.monotonic()
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._enforce, daemon=True)

    @property
    def expired(self) -> bool:
        """Return whether the time is over."""
        return self.timeout_s > 0 and time.monotonic() - self._started >= self.timeout_s

    def __enter__(self) -> Self:
        if self.timeout_s > 0:
            self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._done.set()
        if self.timeout_s > 0:
            self._watch.join()

    def _enforce(self) -> None:
        if self._done.wait(self.timeout_s + GRACE_S):
            return
        with suppress(psycopg.Error):
            self._connection.cancel_safe(timeout=GRACE_S)
        if not self._done.wait(GRACE_S):
            self._disconnect()

    def _disconnect(self) -> None:
        """Shut down the socket, which wakes the thread that waits for the server: libpq finds the connection lost."""
        with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(self._connection.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)
