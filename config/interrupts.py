"""Ctrl-C while a command starts and after it has ended: it ends the process in one line, never with a traceback."""

import os
import signal
from types import FrameType

INTERRUPTED = 130
"""The exit code after Ctrl-C, 128 + SIGINT as shells report it."""

STDERR = 2


def exit_at_ctrl_c() -> None:
    """End the process at once at Ctrl-C, for nothing has to be cleaned up while modules are imported.

    An exception could surface in any module, and be taken for its failure.
    """
    if _is_ours():
        signal.signal(signal.SIGINT, _exit)


def interrupt_at_ctrl_c() -> None:
    """Let Ctrl-C raise KeyboardInterrupt again, as Python does, if `exit_at_ctrl_c` was called before."""
    if signal.getsignal(signal.SIGINT) is _exit:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def ignore_ctrl_c() -> None:
    """Ignore Ctrl-C, for the command has ended, and its process is about to."""
    if _is_ours():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _is_ours() -> bool:
    """Return whether Ctrl-C is for this process: a shell lets its background jobs ignore it."""
    return signal.getsignal(signal.SIGINT) in (signal.default_int_handler, _exit)


def _exit(number: int, frame: FrameType | None) -> None:
    os.write(STDERR, b"Interrupted\n")
    os._exit(INTERRUPTED)
