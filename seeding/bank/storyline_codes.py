"""Functions over arrays of customer numbers: who has a role in a storyline, and what the role says."""

from collections.abc import Callable, Sequence

import numpy as np

from seeding.bank.storylines import LAST_STORYLINE_CUSTOMER, ROLES, Role
from seeding.engine.arrays import NONE, BoolArray, Code, Key


def storyline_mask(customers: Key) -> BoolArray:
    """Return whether each customer number has a role in a storyline."""
    return np.isin(customers, list(ROLES))


def storyline_codes(customers: Key, trait: Callable[[Role], int]) -> Code:
    """Return what `trait` gives for each customer number with a role, and NONE for all others."""
    codes = np.full(len(customers), NONE, np.int64)
    for index in np.flatnonzero(customers <= LAST_STORYLINE_CUSTOMER):
        role = ROLES.get(int(customers[index]))
        codes[index] = NONE if role is None else trait(role)
    return codes


def code_of(names: Sequence[str], trait: Callable[[Role], str]) -> Callable[[Role], int]:
    """Return a function for `storyline_codes` that gives the index of a role's trait in `names`."""
    return lambda role: names.index(trait(role))
