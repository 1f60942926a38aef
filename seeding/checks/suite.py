"""All checks, found in the modules of this package: a new check needs no registration."""

from itertools import pairwise

import seeding.checks
from seeding.checks.check import Check, Checks
from seeding.discovery import instances_in, modules_of

GROUPS = {
    "N": "row counts",
    "G": "all tables",
    "E": "employees_db",
    "C": "customer_db",
    "A": "accounts_db",
    "L": "loans_db",
    "I": "insurance_db",
    "K": "compliance_db",
    "X": "cross-database",
    "M": "plausibility",
}
"""Groups of checks by the first letter of their ids."""


def _place(check: Check) -> tuple[int, int]:
    """Return the place of a check in the list. Row counts keep the order of their tables."""
    number = check.id[1:]
    return list(GROUPS).index(check.id[0]), int(number) if number.isdigit() else 0


def _found() -> list[Check]:
    modules = modules_of(seeding.checks)
    single = [check for _, check in instances_in(modules, Check)]
    return single + [check for _, several in instances_in(modules, Checks) for check in several]


CHECKS = tuple(sorted(_found(), key=_place))
DUPLICATES = [one for one, following in pairwise(sorted(check.id for check in CHECKS)) if one == following]

if DUPLICATES:
    raise ValueError(f"{DUPLICATES} are ids of more than one check")
