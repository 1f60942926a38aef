"""Batches of rows as text, to compare them byte by byte."""

import polars as pl
import pyarrow as pa

from seeding.engine.buffers import plain_series

NULL = "\\N"


def as_lines(batch: pa.RecordBatch) -> bytes:
    """Return a line per row with tabs between its values, NULL for a null, and times such as 2026-06-30 12:00:00+00."""
    columns = zip(batch.schema.names, batch.columns, strict=True)
    frame = pl.DataFrame({name: plain_series(array) for name, array in columns})
    lines = frame.write_csv(
        include_header=False, separator="\t", null_value=NULL, quote_style="never", datetime_format="%F %T+00"
    )
    return lines.encode()
