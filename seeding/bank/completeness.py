"""Checks at import that whatever is keyed by the same names has all of them: one error says which are missing."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


def require_same_names(what: str, names: Iterable[str], expected: Iterable[str]) -> None:
    """Raise ValueError unless `names` holds each expected name exactly once, in any order, and no other."""
    listed, wanted = list(names), set(expected)
    faults = {
        "missing": wanted - set(listed),
        "unknown": set(listed) - wanted,
        "repeated": {name for name in listed if listed.count(name) > 1},
    }
    found = [f"{fault}: {', '.join(sorted(names))}" for fault, names in faults.items() if names]
    if found:
        raise ValueError(f"{what}: {'; '.join(found)}")


def require_choices(what: str, names: Iterable[str], choices: Iterable[str], *, unused: Iterable[str] = ()) -> None:
    """Raise ValueError unless `names` are a model's choices, apart from choices that the bank leaves `unused`."""
    require_same_names(what, names, set(choices) - set(unused))


def in_order_of(names: Iterable[str], values: Mapping[str, T], what: str) -> tuple[T, ...]:
    """Return the values in the order of `names`.

    Raises ValueError, which names them, for names without a value and values without a name.
    """
    ordered = tuple(names)
    require_same_names(what, values, ordered)
    return tuple(values[name] for name in ordered)
