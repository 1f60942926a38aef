"""How the change feed is written, by name; what writes it is in `writers`."""

from enum import StrEnum


class FeedFormat(StrEnum):
    """How events are written."""

    DEBEZIUM = "debezium"
    CSV = "csv"
    PARQUET = "parquet"
