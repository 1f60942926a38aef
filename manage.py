#!/usr/bin/env python
"""The project's command line: `python manage.py help` lists what it can do."""

import atexit
import gc
import os
import sys

FEWER_COLLECTIONS = 50_000


def main() -> None:
    """Run the command named on the command line."""
    # What is imported stays: looking for garbage in it, while it comes in and at the end, costs each command 0.2 s.
    gc.set_threshold(FEWER_COLLECTIONS)
    atexit.register(gc.freeze)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Read when polars is imported: a block is too short to be shared out, and PostgreSQL has use for the other cores.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed for this Python; use .venv/bin/python beside manage.py, which `make demo` makes, "
            "or run: pip install -r requirements.txt"
        )
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
