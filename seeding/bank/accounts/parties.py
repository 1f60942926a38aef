"""Account numbers of ours, and the people and companies outside whose names and numbers appear in the ledger."""

import numpy as np
import polars as pl

from seeding.bank import words
from seeding.bank.accounts import ledger_numbers as numbers
from seeding.engine.arrays import IntArray
from seeding.engine.columns import join, padded
from seeding.engine.draw import Draw
from seeding.engine.numbering import permuted
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_OUR_PREFIX = "77"
_OUR_DIGITS = 10


def account_numbers(plan: Plan, keys: IntArray) -> pl.Series:
    """Return our account numbers, from accounts' keys: 77 and ten digits that look random and never repeat."""
    return join(_OUR_PREFIX, padded(permuted(Draw(plan.seed, "account"), "number", keys, 10**_OUR_DIGITS), _OUR_DIGITS))


def _parties(parties: IntArray) -> Rows:
    return Rows(parties, np.zeros_like(parties))


def outside_numbers(plan: Plan, parties: IntArray) -> pl.Series:
    """Return the account numbers of parties: their country, two zeros, ten digits. No card number begins with zero."""
    draw = Draw(plan.seed, "party")
    digits = permuted(draw, "number", parties, 10**numbers.PARTY_DIGITS)
    return join(
        numbers.COUNTRIES_OF_PARTIES.text(draw, "country", _parties(parties)),
        "00",
        padded(digits, numbers.PARTY_DIGITS),
    )


def party_names(plan: Plan, parties: IntArray, *, company: bool) -> pl.Series:
    """Return the names of parties: a company's, or a person's with the first name's initial."""
    draw, rows = Draw(plan.seed, "party"), _parties(parties)
    if company:
        return company_names(draw, rows)
    initial = words.FIRST_NAMES_FEMALE.text(draw, "first_name", rows).str.slice(0, 1)
    return join(initial, ". ", words.LAST_NAMES.text(draw, "last_name", rows))


def company_names(draw: Draw, rows: Rows) -> pl.Series:
    """Return names of companies in the three patterns of Faker's en_US provider."""
    first, second, third = (words.LAST_NAMES.text(draw, f"partner/{place}", rows) for place in range(3))
    suffix = words.COMPANY_SUFFIXES.text(draw, "suffix", rows)
    pattern = pl.Series(draw.integers("pattern", rows, 0, 3))
    return pl.select(
        pl.when(pattern <= 1)
        .then(join(first, " ", suffix))
        .when(pattern == 2)
        .then(join(first, "-", second))
        .otherwise(join(first, ", ", second, " and ", third))
    ).to_series()
