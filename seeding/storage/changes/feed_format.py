"""The formats of the change feed, by name; their writers are in `writers`."""

from enum import StrEnum


class FeedFormat(StrEnum):
    """A format of events."""

    DEBEZIUM = "debezium"
    CSV = "csv"
    PARQUET = "parquet"
