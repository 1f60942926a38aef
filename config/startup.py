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

_M_ARENA_MAX = -8
"""The option of glibc's mallopt (malloc.h) that limits how many heaps a process has."""


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
    _share_one_heap()


def load_apps() -> None:
    """Load the apps of the settings and their models, without what resolves URLs and logs requests."""
    apps.populate(settings.INSTALLED_APPS)


def start_collector() -> None:
    """Let Python collect garbage from now on, but not among the imported modules."""
    gc.freeze()
    gc.enable()


def _share_one_heap() -> None:
    """Let all threads allocate from one heap, where the C library is glibc.

    glibc gives each thread a heap of its own, which keeps what the thread has freed: the threads of the databases kept
    15 MB. Threads do not wait for the heap, because they allocate while they hold the interpreter lock.
    """
    with suppress(AttributeError, OSError, TypeError):  # another C library has no mallopt
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
