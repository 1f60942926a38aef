"""How tables in files are written, by name; what writes and reads them is in `formats`."""

from enum import StrEnum


class FileFormat(StrEnum):
    """How tables are written."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    ARROW = "arrow"
