"""What gunicorn does beside serving: `-c python:config.gunicorn_hooks`, or in a checkout `gunicorn.conf.py`.

It notes its address in the state directory, as `runserver` does, so that other commands print the real one.
"""

import os
from typing import Protocol

from filelock import FileLock

from config.site_address import address_at, note_address
from config.startup import SETTINGS

_noted: list[FileLock] = []
"""Kept as long as gunicorn's first process lives; the workers, which come and go, inherit it."""


class Listener(Protocol):
    """A socket on which gunicorn listens; the address of one in the file system is a text."""

    def getsockname(self) -> str | bytes | tuple[str | int, ...]:
        """Return the address."""


class Arbiter(Protocol):
    """Gunicorn's first process."""

    LISTENERS: list[Listener]


def when_ready(server: Arbiter) -> None:
    """Note the first address in a network; gunicorn calls this when it listens and before it has workers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    for name in (listener.getsockname() for listener in server.LISTENERS):
        if isinstance(name, tuple):
            lock = note_address(address_at(str(name[0]), int(name[1])))
            _noted[:] = [lock] if lock else []
            return
