"""Functions over arrays of customer numbers: who has a role in a storyline, and what the role says."""

from collections.abc import Callable, Sequence

import numpy as np

from seeding.bank.storylines import LAST, ROLES, Role
from seeding.engine.arrays import NONE, BoolArray, IntArray


def storyline_members(customers: IntArray) -> BoolArray:
    """Return which customer numbers play a part."""
    return np.isin(customers, list(ROLES))


def storyline_codes(customers: IntArray, trait: Callable[[Role], int]) -> IntArray:
    """Return the code that `trait` gives for customers of storylines, and NONE for everybody else."""
    codes = np.full(len(customers), NONE, np.int64)
    for place in np.flatnonzero(customers <= LAST):
        role = ROLES.get(int(customers[place]))
        codes[place] = NONE if role is None else trait(role)
    return codes


def code_of(names: Sequence[str], trait: Callable[[Role], str]) -> Callable[[Role], int]:
    """Return a trait as its place in `names`, for `pins`."""
    return lambda role: names.index(trait(role))
