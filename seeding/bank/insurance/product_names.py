"""The names of the products that policies are sold as."""

from itertools import chain

import numpy as np
import polars as pl

from seeding.bank.insurance.numbers import FIXED_TERM_YEARS
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.engine.arrays import BoolArray
from seeding.engine.text import gather, string_series

_YEARS = np.array(FIXED_TERM_YEARS)
_NAMES = string_series(*chain.from_iterable(
    [name.format(years) for years in FIXED_TERM_YEARS] for each in POLICY_TYPES for name in each.products
))  # fmt: skip
"""By policy type, whether the policyholder is a company, and the years of payment, which only life insurance names."""


def product_names(policies: Policies, corporate: BoolArray) -> pl.Series:
    """Return the name of each policy's product; `corporate` says which policyholders are companies."""
    years = np.searchsorted(_YEARS, policies.paying_years)
    return gather(_NAMES, (policies.type * 2 + corporate) * len(_YEARS) + years)
