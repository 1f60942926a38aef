"""What tests ask of a bank's tables, in a database or as they were baked."""

from typing import Protocol

import polars as pl

HOME = ("address", "city", "state", "postal_code")
"""Columns of a profile that members of a household share."""


class Tables(Protocol):
    """A bank's tables as frames."""

    @property
    def customers(self) -> int:
        """Number of customers in the plan."""

    def table(self, name: str) -> pl.DataFrame:
        """Return all rows of a table."""
