"""The project's modules as syntax trees: which there are, what each imports and what it calls."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.commandline import CHECKOUT

ROOMS = ("config", "datahub", "seeding")
MODULES = {
    ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in ROOMS
    for path in sorted((CHECKOUT / room).rglob("*.py"))
}
"""The file of each module."""


def in_room(module: str, *rooms: str) -> bool:
    return any(module == room or module.startswith(room + ".") for room in rooms)


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that run, not those that only a type checker sees."""
    for child in ast.iter_child_nodes(node):
        if not is_for_types_only(child):
            yield child
            yield from running(child)


@cache
def nodes_of(module: str) -> tuple[ast.AST, ...]:
    """Return the nodes of a module that run."""
    return tuple(running(tree_of(module)))


def names_imported(node: ast.AST, module: str) -> list[str]:
    """Return what an import names, in full; a name may be a module or something in one."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    package = module.split(".") if MODULES[module].name == "__init__.py" else module.split(".")[:-1]
    above = package[: len(package) - node.level + 1] if node.level else []
    origin = ".".join([*above, *([node.module] if node.module else [])])
    return [f"{origin}.{alias.name}" for alias in node.names]


@cache
def imports_of(module: str, *, types: bool = False) -> frozenset[str]:
    nodes = ast.walk(tree_of(module)) if types else nodes_of(module)
    return frozenset(name for node in nodes for name in names_imported(node, module))


def own_modules(names: frozenset[str]) -> Iterator[str]:
    for name in names:
        found = name if name in MODULES else name.rpartition(".")[0]
        if found in MODULES:
            yield found


def forbidden_imports(modules: tuple[str, ...] | list[str], *forbidden: str) -> list[str]:
    return [
        f"{module} imports {name}"
        for module in modules
        for name in sorted(imports_of(module, types=True))
        if in_room(name, *forbidden)
    ]


def modules_in(*rooms: str) -> list[str]:
    return [module for module in MODULES if in_room(module, *rooms)]


def called_name(node: ast.Call) -> str:
    """Return the last part of the name that is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def calls(module: str) -> Iterator[tuple[ast.Call, str]]:
    """Yield every call in a module with the last part of the name that is called."""
    for node in nodes_of(module):
        if isinstance(node, ast.Call):
            yield node, called_name(node)


def outermost_definitions(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the functions and classes that are in no other."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield child
        else:
            yield from outermost_definitions(child)


def imports_inside(module: str) -> Iterator[str]:
    """Yield what is imported inside functions and classes of a module."""
    for definition in outermost_definitions(tree_of(module)):
        for inner in ast.walk(definition):
            yield from names_imported(inner, module)
            # Only names that may be meant are written out, which takes long.
            if isinstance(inner, ast.Call) and called_name(inner) in ("__import__", "import_module"):
                yield from {ast.unparse(inner.func)} & {"__import__", "importlib.import_module"}
