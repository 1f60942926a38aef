"""The formats of tables in files, by name; their writers and readers are in `formats`."""

from enum import StrEnum


class FileFormat(StrEnum):
    """How tables are written."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    ARROW = "arrow"
