"""How much memory this process has taken."""

import sys

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss`: getrusage(2) of Linux and of the BSDs says kilobytes, that of macOS bytes."""


def peak_memory() -> int:
    """Return the most memory that this process has had so far, in bytes; 0 where that is not known."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT if resource else 0
