"""What `manage.py` and `dhub` have in common: how a process of either begins."""

import atexit
import gc
import os

COLLECTION_THRESHOLD = 50_000


def begin() -> None:
    """Name the settings, and keep Python from looking for garbage where there is none.

    What is imported stays: looking for garbage in it, while it comes in and at the end, costs each command 0.3 s. The
    collector starts when the apps are loaded (`config.apps`).
    """
    gc.disable()
    gc.set_threshold(COLLECTION_THRESHOLD)
    atexit.register(gc.freeze)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Read when polars is imported: a block is too short to be shared out, and PostgreSQL has use for the other cores.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
