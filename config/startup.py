"""The start of a process of `manage.py` or `dhub`: which settings it uses and when Python collects garbage."""

import atexit
import ctypes
import gc
import os
from contextlib import suppress

from django.apps import apps
from django.conf import settings

SETTINGS = "config.settings"
BANK_SETTINGS = "config.bank_settings"
"""The settings of commands that need neither the site nor its users."""
MODEL_SETTINGS = "config.model_settings"
"""The settings of processes that make rows and connect to no database."""

COLLECTION_THRESHOLD = 50_000
"""New objects between two garbage collections."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""The options of glibc's mallopt (malloc.h): how much free memory at the end of a heap it keeps, from which size on it
maps memory instead of taking it from a heap, and how many heaps a process has."""
_KEPT_BYTES, _MAPPED_BYTES = 64 << 20, 32 << 20
"""More than a block's arrays take and than one of them takes; the second is the most that glibc allows."""


class SiteNeededError(Exception):
    """Databases are to be prepared, the site's tables among them, and the site's apps are not loaded."""


def configure_process(chosen: str = SETTINGS) -> None:
    """Choose the settings unless the environment does, and keep Python from collecting garbage during imports.

    Imported modules live until the process ends. Searching them for garbage, during imports and at exit, costs each
    command 0.3 s. `start_collector` ends that.
    """
    gc.disable()
    gc.set_threshold(COLLECTION_THRESHOLD)
    atexit.register(gc.freeze)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen)
    # polars reads this when it is imported. A block is too short to split, and PostgreSQL needs the other cores.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    # NumPy reads this when it is imported. Nothing here uses its linear algebra, whose threads would wait in a loop.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow reads this when it is imported. Its own allocator takes 4 MB for the little that is allocated with it.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    _configure_heap()


def load_apps() -> None:
    """Load the apps of the settings and their models, without what resolves URLs and logs requests."""
    apps.populate(settings.INSTALLED_APPS)


def start_collector() -> None:
    """Let Python collect garbage from now on, but not among the imported modules."""
    gc.freeze()
    gc.enable()


def _configure_heap() -> None:
    """Let all threads allocate from one heap, which keeps what is freed, where the C library is glibc.

    glibc gives each thread a heap of its own, which keeps what the thread has freed: the threads of the databases kept
    15 MB. Threads do not wait for the heap, because they allocate while they hold the interpreter lock.

    A block makes and frees arrays of a few megabytes thousands of times. glibc would give their memory back to the
    system each time, which clears it before it gives it out again: a tenth of the time of baking a full history.
    """
    with suppress(AttributeError, OSError, TypeError):  # another C library has no mallopt
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_ARENA_MAX, 1)
        libc.mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
        libc.mallopt(_M_MMAP_THRESHOLD, _MAPPED_BYTES)
