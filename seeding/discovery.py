"""Finding what is defined in the modules of a package, so that nothing has to be listed by hand."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def modules_of(package: ModuleType) -> list[ModuleType]:
    """Return all modules of a package and of those inside it, in the order of their names."""
    return [import_module(found.name) for found in walk_packages(package.__path__, f"{package.__name__}.")]


def things_in(modules: list[ModuleType], kind: type[T]) -> Iterator[tuple[ModuleType, T]]:
    """Yield every object of a class that stands in a module under a name, with the module."""
    for module in modules:
        for thing in vars(module).values():
            if isinstance(thing, kind):
                yield module, thing
