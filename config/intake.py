"""What a connection takes in, a little at a time: libpq reads on as long as there is more, all of a huge value.

While Python waits for its processor, the server sends, and libpq would find more each time. So it gets another socket
in place of its own, and what the server sends is passed on to that in pieces, which are counted.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from selectors import EVENT_READ, DefaultSelector

from psycopg import pq

PIECE = 64 * 1024
"""Bytes that are passed on at once; a quarter makes rows twice as slow."""


class Intake:
    """The bytes that a connection has received since `restart`, while the block of `taken_in` lasts."""

    def __init__(self, libpq: int) -> None:
        self.received = 0
        self._libpq = libpq
        self._selector = DefaultSelector()
        self._selector.register(libpq, EVENT_READ)

    def pass_on(self, server: socket.socket, ours: socket.socket) -> None:
        """Let what the server sends pass through `ours`, the other end of libpq's new socket."""
        self._server, self._ours = server, ours
        self._selector.register(server, EVENT_READ)

    def restart(self) -> None:
        """Count anew."""
        self.received = 0

    def wait(self) -> None:
        """Wait until libpq has something to read: at most a piece, and then its end where the server has closed."""
        while self._libpq not in {key.fd for key, _ in self._selector.select()}:
            piece = self._server.recv(PIECE)
            self.received += len(piece)
            if piece:
                self._ours.sendall(piece)
            else:
                self._selector.unregister(self._server)
                self._ours.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Let go of the sockets."""
        self._selector.close()


@contextmanager
def taken_in(connection: pq.abc.PGconn) -> Iterator[Intake]:
    """Yield what counts the bytes that a connection receives; its query must have been sent.

    Nothing can be sent over the connection any more: at the end of the block it is lost.
    """
    libpq = connection.socket
    with ExitStack() as stack:
        try:
            server = stack.enter_context(socket.socket(fileno=os.dup(libpq)))
        except OSError:  # Windows, where a socket is no file: nothing is counted
            yield stack.enter_context(closing(Intake(libpq)))
            return
        ours, its = map(stack.enter_context, socket.socketpair())
        for end in (ours, its):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * PIECE)  # there is room for a piece
        os.dup2(its.fileno(), libpq, inheritable=False)
        os.set_blocking(libpq, False)  # as libpq had it; the two share what they are
        server.setblocking(True)
        its.close()
        intake = stack.enter_context(closing(Intake(libpq)))  # it watches what the number means now
        intake.pass_on(server, ours)
        yield intake
