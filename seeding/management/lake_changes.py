"""The change feed beside an export: what changes after a day, up to the last day of the history."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import OutputWrapper

from seeding.engine.days import day_number
from seeding.engine.layout import AsOf
from seeding.engine.options import PlanError
from seeding.management.change_feed import feed_writer, write_feed
from seeding.storage.changes.feed_format import FeedFormat
from seeding.storage.files.file_format import FileFormat
from seeding.storage.files.manifest import Export
from seeding.storage.files.target import Target

DIRECTORY = "changes"

FEED_FORMATS = {
    FileFormat.PARQUET: FeedFormat.PARQUET,
    FileFormat.CSV: FeedFormat.CSV,
    FileFormat.JSONL: FeedFormat.DEBEZIUM,
}
"""How the feed beside files of a format is written. There is none beside files of Arrow."""


def refuse_changes(export: Export, first: date, present: Mapping[str, Any] | None) -> None:
    """Raise PlanError if the changes after a day cannot be written beside an export.

    `present` is what the manifest says of an existing feed, None if there is none.
    """
    plan = export.plan
    if export.file_format not in FEED_FORMATS:
        raise PlanError(f"--changes cannot be written as {export.file_format}; give --format parquet, csv or jsonl")
    if not plan.start <= first < plan.until:
        raise PlanError(
            f"--changes {first} is not a day from {plan.start} up to the day before {plan.until}; lay the history out "
            "further with --until"
        )
    if present and present["from"] != first.isoformat():
        raise PlanError(f"the changes after {present['from']} are there already; give that day, or another place")


def write_changes(target: Target, export: Export, first: date, screen: OutputWrapper) -> dict[str, Any]:
    """Write the changes after a day into files of the target, and return what the manifest says of them.

    Raises RecipeError, OSError and TargetError.
    """
    feed_format = FEED_FORMATS[export.file_format]
    with TemporaryDirectory(prefix="bank-changes-") as directory:
        feed = Path(directory) / (f"{DIRECTORY}.{export.file_format}")
        with feed_writer(feed_format, feed, screen) as writer:
            count = write_feed(export.plan, _as_of(first), _as_of(export.plan.until), writer, screen)
        files = sorted(feed.iterdir()) if feed.is_dir() else [feed]
        for file in files:
            target.upload(file, f"{DIRECTORY}/{file.name}")
        return {
            "from": first.isoformat(),
            "to": export.plan.until.isoformat(),
            "format": feed_format.value,
            "events": count,
            "files": [f"{DIRECTORY}/{file.name}" for file in files],
        }


def _as_of(day: date) -> AsOf:
    return AsOf(day_number(day))
