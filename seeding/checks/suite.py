"""All checks, gathered from the packages beside this module: whoever adds one writes it and nothing else."""

from importlib import import_module
from itertools import pairwise
from pkgutil import walk_packages

import seeding.checks
from seeding.checks.check import Check

GROUPS = {
    "G": "everywhere",
    "E": "employees_db",
    "C": "customer_db",
    "A": "accounts_db",
    "L": "loans_db",
    "I": "insurance_db",
    "K": "compliance_db",
    "X": "across databases",
}
"""By the letter that ids of checks begin with."""


def _place(check: Check) -> tuple[int, int]:
    return list(GROUPS).index(check.id[0]), int(check.id[1:])


def _gathered() -> tuple[Check, ...]:
    names = [
        found.name for found in walk_packages(seeding.checks.__path__, "seeding.checks.") if found.name != __name__
    ]
    things = [thing for name in names for thing in vars(import_module(name)).values()]
    return tuple(sorted((thing for thing in things if isinstance(thing, Check)), key=_place))


CHECKS = _gathered()
TWICE = [check.id for check, following in pairwise(CHECKS) if check.id == following.id]

if TWICE:
    raise ValueError(f"{TWICE} are the ids of two checks each")
