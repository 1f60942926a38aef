"""Contact details that can never be real."""

import polars as pl

from seeding.bank.vocabularies import AREA_CODES
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows
from seeding.engine.text import join, padded


def phone_numbers(draw: Draw, rows: Rows) -> pl.Series:
    """Return numbers from the range kept for fiction in every area code, 555-0100 to 555-0199."""
    return join(
        "+1-", AREA_CODES.text(draw, "area_code", rows), "-555-01", padded(draw.integers("phone", rows, 0, 99), 2)
    )


def email_addresses(first_name: pl.Series, last_name: pl.Series, mark: pl.Series, domain: pl.Series | str) -> pl.Series:
    """Return addresses first.last.mark@domain; a mark of one's own makes them unique."""
    name = join(first_name.str.to_lowercase(), ".", last_name.str.to_lowercase(), ".", mark)
    return join(name.str.replace_all("[^a-z0-9.]", ""), "@", domain)
