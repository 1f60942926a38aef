"""The people and companies outside the bank: their names and account numbers appear in the ledger."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank import vocabularies
from seeding.bank.accounts import external_party_numbers as numbers
from seeding.bank.accounts.postings import DescriptionSource
from seeding.engine.arrays import Index
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.numbering import permuted
from seeding.engine.rows import Rows, one_stratum
from seeding.engine.text import gather, join, padded


@dataclass(frozen=True)
class ExternalParties:
    """Every party outside by its index: the name that it has as a person, that as a company, and its account number."""

    person_name: pl.Series
    company_name: pl.Series
    account_number: pl.Series


@node(stream="external parties")
def external_parties(draw: Draw) -> ExternalParties:
    """Return the parties of the ledger, employers first."""
    rows = one_stratum(np.arange(numbers.PARTIES))
    return ExternalParties(
        person_name=_person_names(draw, rows),
        company_name=company_names(draw, rows),
        account_number=_account_numbers(draw, rows, numbers.COUNTRIES_OF_PARTIES.text(draw, "country", rows)),
    )


def draw_external_parties(draw: Draw, column: str, rows: Rows) -> Index:
    """Return the index of a party outside per row, drawn from all parties but employers."""
    return draw.integers(column, rows, numbers.EMPLOYERS, numbers.PARTIES - 1)


@node(stream="foreign parties", order=10)
def foreign_parties(draw: Draw) -> DescriptionSource:
    """Return the people and companies abroad, those in high-risk countries first."""
    rows = one_stratum(np.arange(numbers.PARTIES_ABROAD))
    high_risk = rows.key < numbers.HIGH_RISK_PARTIES
    countries = (*numbers.WIRED_TO.names, *numbers.FOREIGN_COUNTRIES.names)
    other_country = len(numbers.WIRED_TO) + draw.categorical("elsewhere", rows, numbers.FOREIGN_COUNTRIES)
    country = np.where(high_risk, draw.categorical("risky", rows, numbers.WIRED_TO), other_country)
    return DescriptionSource(
        "abroad",
        _person_names(draw, rows),
        _account_numbers(draw, rows, gather(pl.Series(countries), country)),
    )


def _person_names(draw: Draw, rows: Rows) -> pl.Series:
    """Return an initial and a last name per row."""
    initial = vocabularies.FIRST_NAMES_FEMALE.text(draw, "first_name", rows).str.slice(0, 1)
    return join(initial, ". ", vocabularies.LAST_NAMES.text(draw, "last_name", rows))


def _account_numbers(draw: Draw, rows: Rows, country: pl.Series) -> pl.Series:
    """Return account numbers: a country, two zeros and ten digits, since no card number begins with a zero."""
    digits = numbers.ACCOUNT_NUMBER_DIGITS
    return join(country, "00", padded(permuted(draw, "number", rows.key, 10**digits), digits))


def company_names(draw: Draw, rows: Rows) -> pl.Series:
    """Return a company name per row: one, two or three last names and a legal form."""
    first, second, third = (vocabularies.LAST_NAMES.text(draw, f"partner/{partner}", rows) for partner in range(3))
    suffix = vocabularies.COMPANY_SUFFIXES.text(draw, "suffix", rows)
    pattern = pl.Series(draw.integers("pattern", rows, 0, 3))
    return pl.select(
        pl.when(pattern <= 1)
        .then(join(first, " ", suffix))
        .when(pattern == 2)
        .then(join(first, "-", second, " ", suffix))
        .otherwise(join(first, ", ", second, " and ", third, " LLP"))
    ).to_series()
