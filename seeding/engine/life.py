"""Lives: functions from integer columns to integer columns that say what happens, wired by the types they name."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import NoneType
from typing import Any, Generic, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True)
class All(Generic[T]):
    """What every life that returns a T returned, in the order of the lives' names."""

    items: tuple[T, ...]


@dataclass(frozen=True)
class Need:
    """A parameter of a life or a recipe: the type that fills it, and whether every source of that type is meant."""

    type: type
    every: bool = False


@dataclass(frozen=True)
class Life(Generic[P, T]):
    """A function that other lives and recipes can name by the type it returns."""

    function: Callable[P, T]
    name: str
    module: str
    needs: dict[str, Need]
    gives: type

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Live it: the function itself."""
        return self.function(*args, **kwargs)


def life(function: Callable[P, T]) -> Life[P, T]:
    """Make a life of a function: its annotations say what it needs and what it gives."""
    needs, gives = signature_of(function)
    if not isinstance(gives, type) or gives is NoneType:
        raise TypeError(f"life {function.__name__} has to say which class it returns")
    return Life(function, function.__name__, function.__module__, needs, gives)


def signature_of(function: Callable[..., Any]) -> tuple[dict[str, Need], Any]:
    """Return what each parameter of a function needs, and the type that it returns."""
    hints = get_type_hints(function)
    gives = hints.pop("return", None)
    unnamed = [name for name in inspect.signature(function).parameters if name not in hints]
    if unnamed:
        raise TypeError(
            f"{function.__name__}: the type of {unnamed[0]} has to be annotated, it says where it comes from"
        )
    return {name: _need(hint) for name, hint in hints.items()}, gives


def _need(hint: Any) -> Need:
    if get_origin(hint) is All:
        return Need(get_args(hint)[0], every=True)
    return Need(hint)
