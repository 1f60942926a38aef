"""Which way imports go and who may do what, read from the source itself."""

import ast
import re
from functools import cache

import pytest

from tests.commandline import CHECKOUT
from tests.source_code import (
    MODULES,
    ROOMS,
    calls,
    forbidden_imports,
    imports_inside,
    imports_of,
    in_room,
    modules_in,
    nodes_of,
    own_modules,
)

WRITER = "seeding.storage.transaction"
PASSWORD_WRITER = "config.shared_password"
"""It copies a password into a table of its own, because a server logs the values of an INSERT."""
ANSWER_KEY = "seeding.models.answers"
"""The one table of rows that a run makes and no database of the bank holds."""
READING_FILES = {"seeding.engine.vocabulary": "word lists", "seeding.engine.bank_holidays": "the bank holidays"}
"""The only file accesses among what makes rows: tables that the repository keeps."""

OUTSIDE = ("psycopg", "django.db.connection", "django.db.connections", "django.db.transaction", "socket", "subprocess")
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "print", "input"}
CHANCE = ("random", "numpy.random", "secrets", "uuid", "time")
"""What would make a row depend on something else than the plan."""
CLOCKS = {"now", "utcnow", "today", "localtime", "urandom", "getpid", "getenv", "environ"}

_NUMBERS = "numbers|account_types|channels|complaint_categories|loan_types|places|policy_types"
NUMBERS = re.compile(rf"({_NUMBERS})(\.\w+)?$")
"""A module of numbers or of product definitions, or a name in one."""
COPY = re.compile(r"^\s*COPY\s.*\b(FROM|TO)\b", re.DOTALL)


@cache
def generating() -> tuple[str, ...]:
    """Return the modules that rows are made by: the bank, and whatever of the project it and the pipeline import."""
    found: set[str] = set()
    waiting = {"seeding.execution.pipeline"} | {module for module in MODULES if in_room(module, "seeding.bank")}
    while waiting:
        module = waiting.pop()
        found.add(module)
        waiting |= set(own_modules(imports_of(module))) - found
    return tuple(sorted(module for module in found if in_room(module, "seeding")))


def test_the_source_is_found() -> None:
    assert {"seeding.engine.draw", "seeding.bank.graph", "datahub.router", "config.settings"} <= MODULES.keys()
    assert "seeding.engine.draw" in generating()
    assert "seeding.bank.accounts.ledger" in generating()
    assert imports_of("seeding.bank.graph") >= {"seeding.discovery.modules_of", "seeding.engine.graph.Graph"}


def test_schema_and_settings_do_not_know_the_seeding() -> None:
    assert forbidden_imports(modules_in("datahub", "config"), "seeding", "tests") == []


def test_the_schema_does_not_know_the_settings() -> None:
    assert forbidden_imports(modules_in("datahub"), "config") == []


ROOMS_BELOW = {
    "seeding.engine": (),
    "seeding.storage": ("seeding.engine",),
    "seeding.bank": ("seeding.engine",),
    "seeding.execution": ("seeding.engine",),
    "seeding.bakery": ("seeding.engine",),
    "seeding.checks": ("seeding.engine", "seeding.storage"),
    "seeding.charts": (),
    "seeding.tours": ("seeding.engine",),
    "seeding.pages": ("seeding.engine", "seeding.tours"),
    "seeding.catalog": ("seeding.engine", "seeding.storage", "seeding.checks", "seeding.tours"),
}
"""Which rooms of the seeding each room may import, beside itself. The numbers of the bank are a case apart."""


@pytest.mark.parametrize("room", ROOMS_BELOW)
def test_imports_between_the_rooms_go_one_way(room: str) -> None:
    others = {module.rpartition(".")[0] if module.count(".") > 2 else module for module in MODULES}
    above = {".".join(name.split(".")[:2]) for name in others if in_room(name, "seeding")} - {room, "seeding.models"}
    forbidden = above - set(ROOMS_BELOW[room]) - {"seeding", "seeding.discovery"}
    found = [line for line in forbidden_imports(modules_in(room), *forbidden) if not ALLOWED_BETWEEN_ROOMS.search(line)]
    assert found == []


ALLOWED_BETWEEN_ROOMS = re.compile(
    rf"^seeding\.(checks|catalog|charts)\S* imports seeding\.bank\S*({_NUMBERS})"
    r"|^seeding\.tours\S* imports seeding\.bank\.storylines"
)


def test_the_engine_has_no_connection_and_knows_no_text_format() -> None:
    engine = modules_in("seeding.engine", "seeding.bank", "seeding.execution")
    assert forbidden_imports(engine, "psycopg", "csv", "io", "json", "seeding.storage", "seeding.models.runs") == [
        f"{module} imports csv" for module in sorted(READING_FILES)
    ]


def test_only_the_storage_knows_how_a_database_is_marked() -> None:
    naming = {module for module in MODULES if "seed_load" in MODULES[module].read_text(encoding="utf-8")}
    assert {module for module in naming if not in_room(module, "seeding.migrations")} == {
        "seeding.storage.former_schema"
    }


COMMAND_LINE = re.compile(
    r"--\w|\b(" + "|".join(path.stem for path in (CHECKOUT / "seeding/management/commands").glob("seed_*.py")) + r")\b"
)


def test_what_makes_and_stores_rows_knows_no_word_of_the_command_line() -> None:
    found = [
        f"{module}:{node.lineno} says {node.value!r}"
        for module in modules_in("seeding.engine", "seeding.storage", "seeding.bank", "seeding.execution")
        for node in nodes_of(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COMMAND_LINE.search(node.value)
    ]
    assert found == []


def test_the_bank_knows_the_engine_and_the_schema_only() -> None:
    ours = [
        f"{module} imports {name}"
        for module in modules_in("seeding.bank")
        for name in sorted(imports_of(module, types=True))
        if in_room(name, *ROOMS)
        and not in_room(name, "seeding.bank", "seeding.engine", "seeding.discovery", "datahub", ANSWER_KEY)
    ]
    assert ours == []


def test_checks_know_the_numbers_and_nothing_that_made_the_rows() -> None:
    ours = [
        f"{module} imports {name}"
        for module in modules_in("seeding.checks")
        for name in sorted(imports_of(module, types=True))
        if in_room(name, "seeding.bank") and not NUMBERS.search(name)
    ]
    assert ours == []
    assert forbidden_imports(modules_in("seeding.checks"), "seeding.baker_recipes", "seeding.management") == []
    assert forbidden_imports(modules_in("seeding.bank"), "seeding.checks") == []


def test_nothing_but_tests_imports_tests() -> None:
    assert forbidden_imports(list(MODULES), "tests", "pytest") == []


def test_what_makes_rows_does_not_import_what_stores_them() -> None:
    assert WRITER not in generating()
    assert forbidden_imports(list(generating()), *OUTSIDE) == []


def test_what_makes_rows_opens_no_file_and_prints_nothing() -> None:
    found = [
        f"{module}:{node.lineno} calls {name}"
        for module in generating()
        for node, name in calls(module)
        if name in FILES and module not in READING_FILES
    ]
    assert found == []


def test_what_makes_rows_asks_no_cursor() -> None:
    found = [
        f"{module}:{node.lineno} uses {node.attr}"
        for module in generating()
        for node in nodes_of(module)
        if isinstance(node, ast.Attribute) and node.attr in ("cursor", "objects", "_default_manager", "execute")
    ]
    assert found == []


def test_rows_do_not_depend_on_chance_or_the_clock() -> None:
    assert forbidden_imports(list(generating()), *CHANCE) == []
    found = [
        f"{module}:{node.lineno} reads {node.attr}"
        for module in generating()
        for node in nodes_of(module)
        if isinstance(node, ast.Attribute)
        and (node.attr in CLOCKS or (node.attr == "random" and ast.unparse(node) == "np.random"))
    ]
    assert found == []


def test_rows_do_not_depend_on_pythons_hash() -> None:
    """It differs from process to process; so does the order of sets and whatever comes from an object's address."""
    found = [
        f"{module}:{node.lineno} calls {name}"
        for module in generating()
        for node, name in calls(module)
        if isinstance(node.func, ast.Name) and name in ("hash", "id")
    ]
    assert found == []


def test_only_the_writer_copies_into_tables() -> None:
    found = {
        module
        for module in MODULES
        for node in nodes_of(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COPY.match(node.value)
    }
    assert found == {WRITER, PASSWORD_WRITER}


def test_imports_stand_at_the_top() -> None:
    assert {(module, name) for module in MODULES for name in imports_inside(module)} == set()


def test_no_module_takes_part_in_a_circle_of_imports() -> None:
    """An import under TYPE_CHECKING counts like any other."""
    finished: set[str] = set()

    def walk(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"a circle of imports: {' imports '.join((*path[path.index(module) :], module))}"
        if module not in finished:
            for imported in own_modules(imports_of(module, types=True)):
                walk(imported, (*path, module))
            finished.add(module)

    for module in MODULES:
        walk(module, ())
