"""A limit on failed logins to the site: a few guesses a minute for each user name.

Each process of the site counts for itself, so that two workers of gunicorn allow twice as many. Nothing is stored.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from threading import Lock
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

MOST_FAILURES = 5
WINDOW_S = 60.0
MOST_NAMES = 10_000
"""Names that are remembered; the one that failed longest ago is forgotten first."""


class Failures:
    """The times of the last failed logins by user name, whether such a user exists or not."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, name: str) -> float:
        """Return how long a name has to wait until it may try again, in seconds; 0 if it may now."""
        times = self._times.get(name, [])
        return max(0.0, times[0] + WINDOW_S - self._clock()) if len(times) == MOST_FAILURES else 0.0

    def add(self, name: str) -> None:
        """Note a failure."""
        with self._lock:
            self._times[name] = [*self._times.pop(name, []), self._clock()][-MOST_FAILURES:]
            if len(self._times) > MOST_NAMES:
                self._times.popitem(last=False)

    def forget(self, name: str) -> None:
        """Forget the failures of a name, after a success."""
        with self._lock:
            self._times.pop(name, None)


FAILURES = Failures()


class LimitedBackend(ModelBackend):
    """Django's users and permissions, with the limit."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the user, or None. Raises ValidationError, which the form shows, where the name has to wait."""
        name = username or ""
        wait_s = FAILURES.wait_s(name)
        if wait_s:
            raise ValidationError(f"Too many failed logins; try again in {ceil(wait_s)} seconds.", code="wait")
        user = super().authenticate(request, username, password, **kwargs)
        if user is None:
            FAILURES.add(name)
        else:
            FAILURES.forget(name)
        return user
