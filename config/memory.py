"""The memory that this process takes."""

import os
import sys
from pathlib import Path

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

_PAGES = Path("/proc/self/statm")
_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss`: getrusage(2) of the BSDs says kilobytes, that of macOS bytes."""


def memory_taken() -> int:
    """Return the bytes of memory that this process takes: now on Linux, at most so far elsewhere, 0 if not known.

    Linux's `ru_maxrss` is of no use: a process inherits that of its parent.
    """
    try:
        return int(_PAGES.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT if resource else 0
