"""The handling of signals that end a process - Ctrl-C, a closed terminal, the end of the machine - during a run."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import parent_process
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM")
TERMINATION_SIGNALS = tuple(signal.Signals[name] for name in _NAMES if hasattr(signal, name))
"""What ends a process unless it handles it, of what users, terminals and other programs send.

Windows has the first two."""


@dataclass
class Interruption:
    """Whether a signal interrupts, or has to wait since the commits began, and whether one waits."""

    must_wait: bool = False
    waits: bool = False

    def handle(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal. Raises KeyboardInterrupt unless it must wait."""
        if not self.must_wait:
            raise KeyboardInterrupt
        self.waits = True


_interruptions: list[Interruption] = []
"""That of the outermost block of `termination_interrupts`, if there is one."""


@contextmanager
def termination_interrupts() -> Iterator[Interruption]:
    """Let every termination signal raise KeyboardInterrupt during the block, so that the run cleans up.

    After `hold_signals` they wait until the end of the outermost block, which then knows that one `waits`; the work
    that it was to interrupt is then complete.

    Does nothing in other threads, and nothing in the processes of a pool. The pool ends these by SIGTERM and waits for
    their end; a process whose task raised KeyboardInterrupt would go on to the next task.
    """
    if _interruptions or not _handles_signals():
        yield _interruptions[0] if _interruptions else Interruption()
        return
    interruption = Interruption()
    previous = {number: signal.signal(number, interruption.handle) for number in TERMINATION_SIGNALS}
    _interruptions.append(interruption)
    try:
        yield interruption
    finally:
        _interruptions.clear()
        for number, handler in previous.items():
            signal.signal(number, handler)


def hold_signals() -> None:
    """Make signals wait from now on: commits have begun, and half of them would leave a torn bank.

    They wait until the end of the run, or else its record would say that it was interrupted, and changed nothing.
    """
    for interruption in _interruptions:
        interruption.must_wait = True


def _handles_signals() -> bool:
    return threading.current_thread() is threading.main_thread() and parent_process() is None
