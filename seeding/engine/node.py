"""Nodes: functions that compute what happens in the bank; their annotations name what they need and return."""

import inspect
from collections.abc import Callable, Iterator
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
class EachRegion(Generic[T]):
    """The results of a node for every region of the bank, in order; each is made when it is taken and is not kept."""

    results: Callable[[], Iterator[T]]

    def __iter__(self) -> Iterator[T]:
        """Make and yield the results, from the first region on."""
        return self.results()

    @property
    def first(self) -> T:
        """The result of the first region, which has the head office."""
        return next(self.results())


@dataclass(frozen=True)
class Need:
    """The need of a parameter: the result of the node that returns a type.

    If `every`, the results of all such nodes; if `each_region`, the result of the node in each region.
    """

    type: type
    every: bool = False
    each_region: bool = False


@dataclass(frozen=True)
class Node(Generic[P, T]):
    """A function that other nodes and recipes refer to by the type that it returns.

    `stream` names its random draws: the function can be renamed and moved without changing a bank. `order` is its
    position among the nodes that return the same type, for nodes and recipes that need All of them.
    """

    function: Callable[P, T]
    stream: str
    needs: dict[str, Need]
    returns: type
    order: int | None = None

    @property
    def name(self) -> str:
        """The name of the function, for messages."""
        return self.function.__name__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result of the function."""
        return self.function(*args, **kwargs)


def node(*, stream: str, order: int | None = None) -> Callable[[Callable[P, T]], Node[P, T]]:
    """Return the decorator that makes a node of a function, from the annotations of its parameters and its result.

    The decorator raises TypeError for a parameter without annotation, and for a result that is not a class.
    """

    def decorate(function: Callable[P, T]) -> Node[P, T]:
        needs, returned = signature_of(function)
        if not isinstance(returned, type) or returned is NoneType:
            raise TypeError(f"node {function.__name__} must be annotated with the class it returns")
        return Node(function, stream, needs, returned, order)

    return decorate


def signature_of(function: Callable[..., Any]) -> tuple[dict[str, Need], Any]:
    """Return the need of each parameter of a function by name, and the annotation of its result.

    Raises TypeError for a parameter without annotation.
    """
    hints = get_type_hints(function)
    returned = hints.pop("return", None)
    unnamed = [name for name in inspect.signature(function).parameters if name not in hints]
    if unnamed:
        raise TypeError(f"{function.__name__}: parameter {unnamed[0]} must be annotated with the type that fills it")
    return {name: _need(hint) for name, hint in hints.items()}, returned


def _need(hint: Any) -> Need:
    if get_origin(hint) is All:
        return Need(get_args(hint)[0], every=True)
    if get_origin(hint) is EachRegion:
        return Need(get_args(hint)[0], each_region=True)
    return Need(hint)
