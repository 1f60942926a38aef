"""Nodes: functions from integer columns to integer columns that compute what happens, wired by the types they name."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import NoneType
from typing import Any, Generic, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True)
class All(Generic[T]):
    """The results of every node that returns a T, sorted by the nodes' `order`."""

    items: tuple[T, ...]


@dataclass(frozen=True)
class Need:
    """A parameter of a node or a recipe: the type that fills it, and whether every source of that type is meant."""

    type: type
    every: bool = False


@dataclass(frozen=True)
class Node(Generic[P, T]):
    """A function that other nodes and recipes refer to by the type it returns.

    `stream` names its random draws, so that the function can be renamed and moved without changing a bank. `order` is
    its place among the nodes that return the same type, for those that ask for all of them.
    """

    function: Callable[P, T]
    stream: str
    needs: dict[str, Need]
    gives: type
    order: int | None = None

    @property
    def name(self) -> str:
        """The function's name, for messages."""
        return self.function.__name__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function."""
        return self.function(*args, **kwargs)


def node(*, stream: str, order: int | None = None) -> Callable[[Callable[P, T]], Node[P, T]]:
    """Return the decorator that makes a node of a function; its annotations say what it needs and what it returns.

    Raises TypeError for a parameter without annotation, or a function that returns no class.
    """

    def made(function: Callable[P, T]) -> Node[P, T]:
        needs, gives = signature_of(function)
        if not isinstance(gives, type) or gives is NoneType:
            raise TypeError(f"node {function.__name__} must be annotated with the class it returns")
        return Node(function, stream, needs, gives, order)

    return made


def signature_of(function: Callable[..., Any]) -> tuple[dict[str, Need], Any]:
    """Return what each parameter of a function needs, and the type that it returns.

    Raises TypeError for a parameter without annotation.
    """
    hints = get_type_hints(function)
    gives = hints.pop("return", None)
    unnamed = [name for name in inspect.signature(function).parameters if name not in hints]
    if unnamed:
        raise TypeError(f"{function.__name__}: parameter {unnamed[0]} must be annotated with the type that fills it")
    return {name: _need(hint) for name, hint in hints.items()}, gives


def _need(hint: Any) -> Need:
    if get_origin(hint) is All:
        return Need(get_args(hint)[0], every=True)
    return Need(hint)
