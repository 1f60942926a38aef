"""All checks, found in the modules of this package: whoever adds one writes it and nothing else."""

from itertools import pairwise

import seeding.checks
from seeding.checks.check import Check, Checks
from seeding.discovery import modules_of, things_in

GROUPS = {
    "T": "rows of each table",
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
    """Return where a check stands in the list; those of tables keep the order in which they were found."""
    number = check.id[1:]
    return list(GROUPS).index(check.id[0]), int(number) if number.isdigit() else 0


def _found() -> list[Check]:
    modules = modules_of(seeding.checks)
    single = [check for _, check in things_in(modules, Check)]
    return single + [check for _, several in things_in(modules, Checks) for check in several]


CHECKS = tuple(sorted(_found(), key=_place))
DUPLICATES = [one for one, following in pairwise(sorted(check.id for check in CHECKS)) if one == following]

if DUPLICATES:
    raise ValueError(f"{DUPLICATES} are the ids of two checks each")
