"""Events as CSV: one row per event of any table, with the images of its row as JSON objects."""

import polars as pl

from seeding.storage.changes.events import CHANGED, TableEvents
from seeding.storage.changes.images import INSTANT, json_ready, objects

HEADER = "ts,op,database,table,key,changed,before,after"


def csv_lines(events: TableEvents, database: str) -> pl.Series:
    """Return a line of CSV per event, with the columns of HEADER; a null is empty, and dates are ISO dates.

    `changed` has the names of the changed columns, separated by spaces.
    """
    before, after = (objects(json_ready(rows, days_as_numbers=False)) for rows in (events.before, events.after))
    key = str(events.model._meta.pk.column)
    columns: list[pl.Expr | pl.Series] = [
        events.ts.cast(pl.Datetime("us")).dt.to_string(INSTANT),
        events.op,
        pl.lit(database),
        pl.lit(events.model._meta.db_table),
        _quoted(events.after[key].cast(pl.String)),
        events.changed_columns().list.join(" ").fill_null(""),
        pl.select(pl.when(events.op == CHANGED).then(_quoted(before)).otherwise(pl.lit(""))).to_series(),
        _quoted(after),
    ]
    return pl.select(pl.concat_str(*columns, separator=",")).to_series()


def _quoted(texts: pl.Series) -> pl.Series:
    """Return texts in quotes, with their own quotes doubled."""
    return '"' + texts.str.replace_all('"', '""', literal=True) + '"'
