"""Text search over many rows at a time: for one short text, a regular expression costs more to start than to run."""

from collections.abc import Sequence
from itertools import groupby

import polars as pl

from seeding.checks.all_tables.columns import Column, union
from seeding.checks.reader import BankReader

PAGES = 256
"""Pages of a table that are searched as one text: two megabytes."""


def matching_texts(bank: BankReader, pattern: str, texts: Sequence[Column]) -> pl.DataFrame:
    """Return the table, key, column and value of the texts that match a regular expression.

    The expression must treat `|` as an end of text, for it separates the texts that are searched together.
    """
    of_table = {table: list(of_it) for table, of_it in groupby(texts, key=lambda column: column.table)}
    databases = {column.table: column.database for column in texts}
    parts = union(bank, ((databases[table], _parts(of_it, pattern)) for table, of_it in of_table.items()))
    queries = [(databases[table], _rows(of_table[table], pattern, first)) for table, first in parts.iter_rows()]
    no_match = pl.DataFrame(schema=dict.fromkeys(("table", "key", "column", "value"), pl.String))
    return union(bank, queries) if queries else no_match


def _parts(texts: Sequence[Column], pattern: str) -> str:
    """Return the query for the parts of a table that contain a match, by their first page."""
    table = texts[0].table
    joined = ", ".join(f"""string_agg("{column.name}", '|')""" for column in texts)
    return f"""
        SELECT '{table}' AS "table", first
        FROM generate_series(0, pg_relation_size('"{table}"') / current_setting('block_size')::int, {PAGES}) first,
             LATERAL (SELECT concat_ws('|', {joined}) AS text FROM "{table}" WHERE {_within("first")}) part
        WHERE text ~ '{pattern}'
    """


def _rows(texts: Sequence[Column], pattern: str, first: int) -> str:
    """Return the query for the matches in a part of a table."""
    table, key = texts[0].table, texts[0].key
    each = ", ".join(f"""('{column.name}', "{column.name}"::text)""" for column in texts)
    return f"""
        SELECT '{table}' AS "table", "{key}"::text AS key, text."column", text.value
        FROM (SELECT * FROM "{table}" WHERE {_within(str(first))}) part
        CROSS JOIN LATERAL (VALUES {each}) text("column", value) WHERE text.value ~ '{pattern}'
    """


def _within(first: str) -> str:
    """Return the condition that a row is in the part of a table that begins at a page."""
    return f"ctid >= ('(' || {first} || ',0)')::tid AND ctid < ('(' || {first} + {PAGES} || ',0)')::tid"
