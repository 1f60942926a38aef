"""The people and companies outside whose names and numbers appear in the ledger."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank import vocabularies
from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts.postings import DescriptionSource
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.numbering import permuted
from seeding.engine.rows import Rows, one_stratum
from seeding.engine.text import join, padded


@dataclass(frozen=True)
class ExternalParties:
    """Everybody outside, by number: the name of each as a person and as a company, and the account number."""

    person_name: pl.Series
    company_name: pl.Series
    account_number: pl.Series


@node(stream="external parties")
def external_parties(draw: Draw) -> ExternalParties:
    """Name the parties in this country, and a few elsewhere."""
    rows = one_stratum(np.arange(numbers.PARTIES))
    return ExternalParties(
        person_name=_people(draw, rows),
        company_name=company_names(draw, rows),
        account_number=_numbers_elsewhere(draw, rows, numbers.COUNTRIES_OF_PARTIES.text(draw, "country", rows)),
    )


@node(stream="foreign parties", order=10)
def parties_abroad(draw: Draw) -> DescriptionSource:
    """Name the people and companies abroad, those of high-risk countries first."""
    rows = one_stratum(np.arange(numbers.PARTIES_ABROAD))
    risky = rows.key < numbers.HIGH_RISK_PARTIES
    countries = (*numbers.WIRED_TO.names, *numbers.FOREIGN_COUNTRIES.names)
    elsewhere = len(numbers.WIRED_TO) + draw.categorical("elsewhere", rows, numbers.FOREIGN_COUNTRIES)
    country = np.where(risky, draw.categorical("risky", rows, numbers.WIRED_TO), elsewhere)
    return DescriptionSource(
        "abroad",
        _people(draw, rows),
        _numbers_elsewhere(draw, rows, pl.Series(countries).gather(country)),
    )


def _people(draw: Draw, rows: Rows) -> pl.Series:
    """Return an initial and a family name each."""
    initial = vocabularies.FIRST_NAMES_FEMALE.text(draw, "first_name", rows).str.slice(0, 1)
    return join(initial, ". ", vocabularies.LAST_NAMES.text(draw, "last_name", rows))


def _numbers_elsewhere(draw: Draw, rows: Rows, country: pl.Series) -> pl.Series:
    """Return account numbers: a country, two zeros and ten digits, for no card number begins with zero."""
    digits = padded(permuted(draw, "number", rows.key, 10**numbers.PARTY_DIGITS), numbers.PARTY_DIGITS)
    return join(country, "00", digits)


def company_names(draw: Draw, rows: Rows) -> pl.Series:
    """Return names of companies in the three patterns of Faker's en_US provider."""
    first, second, third = (vocabularies.LAST_NAMES.text(draw, f"partner/{place}", rows) for place in range(3))
    suffix = vocabularies.COMPANY_SUFFIXES.text(draw, "suffix", rows)
    pattern = pl.Series(draw.integers("pattern", rows, 0, 3))
    return pl.select(
        pl.when(pattern <= 1)
        .then(join(first, " ", suffix))
        .when(pattern == 2)
        .then(join(first, "-", second))
        .otherwise(join(first, ", ", second, " and ", third))
    ).to_series()
