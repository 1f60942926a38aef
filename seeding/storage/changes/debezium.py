"""Events in the envelope of Debezium's connector for PostgreSQL, as its JSON converter writes them without schemas.

Source: https://debezium.io/documentation/reference/stable/connectors/postgresql.html, section "Data change events".
What only a real log knows - transaction, position, sequence - is null.
"""

import polars as pl

from seeding.storage.changes.events import CHANGED, TableEvents
from seeding.storage.changes.images import json_ready, objects

TOPIC_PREFIX = "bank"
"""`topic.prefix`, Debezium's name for the source of all databases."""


def debezium_lines(events: TableEvents, database: str, version: str) -> pl.Series:
    """Return a JSON object per event; `version` is that of what makes the events."""
    before, after = (json_ready(rows, days_as_numbers=True) for rows in (events.before, events.after))
    is_change = events.op == CHANGED
    times = [
        (events.ts // 1_000).alias("ts_ms"),
        events.ts.alias("ts_us"),
        (events.ts * 1_000).alias("ts_ns"),
    ]
    nothing = pl.lit(None, pl.Int64)
    source = pl.struct(
        pl.lit(version).alias("version"),
        pl.lit("postgresql").alias("connector"),
        pl.lit(TOPIC_PREFIX).alias("name"),
        times[0],
        pl.lit("false").alias("snapshot"),
        pl.lit(database).alias("db"),
        pl.lit(None, pl.String).alias("sequence"),
        *times[1:],
        pl.lit("public").alias("schema"),
        pl.lit(events.model._meta.db_table).alias("table"),
        nothing.alias("txId"),
        nothing.alias("lsn"),
        nothing.alias("xmin"),
    )
    envelope = pl.select(
        pl.when(is_change).then(before.to_struct()).alias("before"),
        after.to_struct("after"),
        source.alias("source"),
        nothing.alias("transaction"),
        events.op.alias("op"),
        *times,
    )
    return objects(envelope)
