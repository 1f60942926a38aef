"""Names and contact details of customers, which two databases hold: they are drawn once."""

import operator
from dataclasses import dataclass
from functools import reduce

import numpy as np
import polars as pl

from seeding.bank import vocabularies
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_parties import company_names
from seeding.bank.accounts.homes import Homes
from seeding.bank.contact_details import email_addresses
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.rows import Rows
from seeding.engine.text import gather, join, string_series
from seeding.engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class Identities:
    """Text columns of the block's customers; `full_name` is the name of the company if the customer is one."""

    first_name: pl.Series
    last_name: pl.Series
    full_name: pl.Series
    email: pl.Series
    phone: pl.Series


@node(stream="names and contact details")
def identities(customers: Customers, homes: Homes, draw: Draw) -> Identities:
    """Return names and contact details: a family shares a last name, and partners have different first names."""
    first_name = _first_names(customers, draw)
    last_name = vocabularies.LAST_NAMES.text(draw, "last_name", Rows(customers.family_id, customers.cell))
    person = join(first_name, " ", last_name)
    corporate = customers.corporate
    companies = company_names(draw, Rows(customers.key, customers.cell).where(corporate))
    index = np.where(corporate, len(customers) + np.cumsum(corporate) - 1, np.arange(len(customers)))
    number = pl.Series(customers.key).cast(pl.String)
    domain = vocabularies.EMAIL_DOMAINS.text(draw, "domain", customers)
    return Identities(
        first_name=first_name,
        last_name=last_name,
        full_name=gather(pl.concat((person, companies)), index),
        email=email_addresses(first_name, last_name, number, domain),
        phone=homes.phone,
    )


def _first_names(customers: Customers, draw: Draw) -> pl.Series:
    """Return a first name per customer; the second adult of a household has another one than the first adult."""
    women, men = (
        names.text(draw, "first_name", customers)
        for names in (vocabularies.FIRST_NAMES_FEMALE, vocabularies.FIRST_NAMES_MALE)
    )
    woman = pl.Series(customers.woman)
    drawn = women.zip_with(woman, men)
    of_first_adult = drawn.shift(1)
    different = avoid_taken_names(women, of_first_adult).zip_with(
        woman, avoid_taken_names(men, of_first_adult, spares=vocabularies.FIRST_NAMES_MALE)
    )
    is_second_adult = customers.in_household & (customers.key != customers.household_id)
    return different.zip_with(pl.Series(is_second_adult), drawn)


@dataclass(frozen=True)
class Spouses:
    """The first name that the spouse of each customer has, if there is one: it is the same in every database."""

    first_name: pl.Series


@node(stream="spouses")
def spouses(customers: Customers, identities: Identities, draw: Draw) -> Spouses:
    """Return the name of the other adult of a household; for other customers, a name that differs from their own."""
    step = np.where(customers.key == customers.household_id, 1, -1)
    index = np.arange(len(customers)) + np.where(customers.in_household, step, 0)
    other_adult = gather(identities.first_name, index)
    outside = avoid_taken_names(random_first_names(draw, "first_name", customers), identities.first_name)
    return Spouses(other_adult.zip_with(pl.Series(customers.in_household), outside))


def random_first_names(draw: Draw, column: str, rows: Rows) -> pl.Series:
    """Return a first name per row, half of them women's and half men's."""
    woman = pl.Series(draw.uniform(f"{column}/woman", rows) < 0.5)
    keys = Rows(rows.key, rows.cell)
    female, male = (
        names.text(draw, column, keys) for names in (vocabularies.FIRST_NAMES_FEMALE, vocabularies.FIRST_NAMES_MALE)
    )
    return female.zip_with(woman, male)


def avoid_taken_names(
    names: pl.Series, *taken: pl.Series, spares: Vocabulary = vocabularies.FIRST_NAMES_FEMALE
) -> pl.Series:
    """Return the names, each replaced by a spare one where it equals a name of the same row in one of `taken`.

    One more spare than there are taken names is enough: one of them is always free.
    """
    for spare in spares.words[: len(taken) + 1]:
        clash = reduce(operator.or_, (names == others for others in taken))
        names = string_series(spare).zip_with(clash, names)  # a comparison with null counts as different
    return names
