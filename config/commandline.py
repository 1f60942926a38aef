"""What `manage.py` and `dhub` have in common: how a process of either begins."""

import atexit
import gc
import os

FEWER_COLLECTIONS = 50_000


def begin() -> None:
    """Name the settings, and keep Python from looking for garbage where there is none.

    What is imported stays: looking for garbage in it, while it comes in and at the end, costs each command 0.2 s.
    """
    gc.set_threshold(FEWER_COLLECTIONS)
    atexit.register(gc.freeze)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
