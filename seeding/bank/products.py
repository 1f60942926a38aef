"""Products of the bank: one definition per product, from which shares, codes and arrays by code are derived."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import numpy as np

from seeding.engine.arrays import BoolArray, FloatArray, IntArray
from seeding.engine.shares import CategoryShares


class ProductError(ValueError):
    """A definition that is incomplete or contradicts itself, others of its kind or the models."""


class Named(Protocol):
    """A definition with a name."""

    @property
    def name(self) -> str:
        """The value that the database stores."""


class Product(Named, Protocol):
    """A product that customers choose among others of its kind."""

    @property
    def share(self) -> float:
        """The part of all rows of this kind that have this type; the shares of all types sum to 1."""


P = TypeVar("P", bound=Product)
T = TypeVar("T")


@dataclass(frozen=True)
class Products(Generic[P]):
    """The types of one kind of product. A type's code is its position in `types`.

    `kind` names them in errors, such as "loan type"; `choices` are the values that the model allows.
    Raises ProductError where names, shares and choices do not agree.
    """

    kind: str
    types: tuple[P, ...]
    choices: Sequence[str]

    def __post_init__(self) -> None:
        require_same_names(self.kind, self.names, "the model's choices", self.choices)
        total = sum(product.share for product in self.types)
        if abs(total - 1) > 1e-9:
            raise ProductError(f"the shares of every {self.kind} sum to {total:g}, not to 1: {', '.join(self.names)}")

    def __iter__(self) -> Iterator[P]:
        return iter(self.types)

    def __len__(self) -> int:
        return len(self.types)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the types, in the order of their codes."""
        return tuple(product.name for product in self.types)

    @cached_property
    def shares(self) -> CategoryShares:
        """The shares of all types."""
        return CategoryShares(self.names, tuple(product.share for product in self.types))

    def code(self, name: str) -> int:
        """Return the code of the type of this name. Raises ValueError for an unknown name."""
        return self.names.index(name)

    def floats(self, trait: Callable[[P], float]) -> FloatArray:
        """Return one number per type, to gather by code."""
        return np.array([trait(product) for product in self.types], np.float64)

    def integers(self, trait: Callable[[P], int]) -> IntArray:
        """Return one integer per type, to gather by code."""
        return np.array([trait(product) for product in self.types], np.int64)

    def flags(self, trait: Callable[[P], bool]) -> BoolArray:
        """Return one truth value per type, to gather by code."""
        return np.array([trait(product) for product in self.types], bool)


def require_same_names(kind: str, names: Iterable[str], where: str, expected: Iterable[str]) -> None:
    """Raise ProductError unless `names` are the expected names, once each and in any order.

    `kind` and `where` name the two in the error.
    """
    listed, wanted = list(names), list(expected)
    repeated = [name for name in listed if listed.count(name) > 1]
    if repeated:
        raise ProductError(f"{kind} {repeated[0]!r} is defined more than once")
    missing = [name for name in wanted if name not in listed]
    if missing:
        raise ProductError(f"{where} include {missing[0]!r}, but no {kind} of this name is defined")
    unknown = [name for name in listed if name not in wanted]
    if unknown:
        raise ProductError(f"{kind} {unknown[0]!r} is missing from {where}: {', '.join(wanted)}")


def require_choices(kind: str, names: Iterable[str], choices: Iterable[str], *, unused: Iterable[str] = ()) -> None:
    """Raise ProductError unless `names` are the choices of a model, without those that the bank leaves `unused`."""
    left_out = set(unused)
    require_same_names(kind, names, "the model's choices", [choice for choice in choices if choice not in left_out])


def in_order_of(names: Iterable[str], values: Mapping[str, T], kind: str, where: str) -> tuple[T, ...]:
    """Return the values in the order of `names`.

    Raises ProductError for a name without a value and for a value without a name; `kind` names the values in the
    error, and `where` the names.
    """
    ordered = tuple(names)
    require_same_names(kind, values, where, ordered)
    return tuple(values[name] for name in ordered)


def require(holds: bool, product: Named, problem: str) -> None:
    """Raise ProductError naming the definition and its problem unless the condition holds."""
    if not holds:
        raise ProductError(f"{type(product).__name__} {product.name!r}: {problem}")
