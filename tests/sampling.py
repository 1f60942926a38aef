"""What `make test` takes of a statement about many: the first of each kind; `make test-hard` takes the others."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def first_of_each(kind: Callable[[T], Hashable], values: Iterable[T]) -> list[Any]:
    """Return values as those of a test's parameters, marked `hard` but for the first value of each kind.

    So the quick tests are the same ones in every run, and a new kind is among them. A tuple has the values of several
    parameters.
    """
    seen: set[Hashable] = set()
    found = []
    for value in values:
        given = value if isinstance(value, tuple) else (value,)
        found.append(pytest.param(*given, marks=[pytest.mark.hard] if kind(value) in seen else []))
        seen.add(kind(value))
    return found


def first(values: Iterable[T]) -> list[Any]:
    """Return values as those of a test's parameters, marked `hard` but for the first one."""
    return first_of_each(lambda value: None, values)
