"""The formats of tables in files, by name; their writers and readers are in `formats`."""

from enum import StrEnum


class FileFormat(StrEnum):
    """A format of tables."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    ARROW = "arrow"
