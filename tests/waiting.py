"""Waiting for what another process does."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE_S = 120
"""Seconds after which nobody waits any longer."""


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait until something has happened; fail after PATIENCE_S."""
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a command, yield its process, and kill it at the end if it still runs.

    Without that, a test that fails would wait for its process for ever.
    """
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.kill()
