"""Phone numbers and email addresses that belong to nobody."""

import polars as pl

from seeding.bank.vocabularies import AREA_CODES
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows
from seeding.engine.text import join, padded


def phone_numbers(draw: Draw, rows: Rows) -> pl.Series:
    """Return a phone number per row, from 555-0100 to 555-0199: every area code reserves that range for fiction."""
    return join(
        "+1-", AREA_CODES.text(draw, "area_code", rows), "-555-01", padded(draw.integers("phone", rows, 0, 99), 2)
    )


def email_addresses(
    first_name: pl.Series, last_name: pl.Series, unique_suffix: pl.Series, domain: pl.Series | str
) -> pl.Series:
    """Return the addresses first.last.suffix@domain; they are unique if the suffixes are."""
    name = join(first_name.str.to_lowercase(), ".", last_name.str.to_lowercase(), ".", unique_suffix)
    return join(name.str.replace_all("[^a-z0-9.]", ""), "@", domain)
