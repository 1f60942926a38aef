"""Finding what the modules of a package define, so that no list has to be kept by hand."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def modules_of(package: ModuleType) -> list[ModuleType]:
    """Return all modules of a package and of its subpackages, in the order of their names; imports each of them."""
    return [import_module(found.name) for found in walk_packages(package.__path__, f"{package.__name__}.")]


def instances_in(modules: list[ModuleType], cls: type[T]) -> Iterator[tuple[ModuleType, T]]:
    """Yield every instance of a class that a module has a name for, with the module.

    A module that imports an instance has a name for it, too.
    """
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, cls):
                yield module, value
