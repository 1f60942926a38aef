"""Rows as JSON objects, in the representations that consumers of change events expect."""

import polars as pl

INSTANT = "%Y-%m-%dT%H:%M:%S%.6fZ"
"""A time in UTC with microseconds, as Debezium writes a timestamp with time zone."""


def json_ready(rows: pl.DataFrame, *, days_as_numbers: bool) -> pl.DataFrame:
    """Return the rows with columns that JSON can hold without loss.

    Decimals become strings, as with Debezium's `decimal.handling.mode=string`, times INSTANT, and dates the number of
    days since 1970-01-01, Debezium's default, or ISO dates.
    """
    return rows.with_columns(
        pl.selectors.decimal().cast(pl.String),
        pl.selectors.datetime().dt.to_string(INSTANT),
        pl.selectors.date().to_physical() if days_as_numbers else pl.selectors.date().dt.to_string("%Y-%m-%d"),
    )


def objects(rows: pl.DataFrame) -> pl.Series:
    """Return each row as a JSON object."""
    return rows.select(pl.struct(pl.all()).struct.json_encode()).to_series()
