"""The change feed of a bank: its changes are made block by block, kept on disk, and written as events day by day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import OutputWrapper
from django.db import router

from config.output_files import written_file
from datahub.databases import BANK_DATABASES
from seeding import __version__
from seeding.bank.graph import BANK
from seeding.engine.days import day_of
from seeding.engine.layout import AsOf
from seeding.engine.plan import Plan
from seeding.execution.daily_changes import bake_daily_changes
from seeding.execution.pipeline import part_count
from seeding.management.display import steps
from seeding.storage.changes.csv_events import HEADER, csv_lines
from seeding.storage.changes.debezium import debezium_lines
from seeding.storage.changes.events import TableEvents, events_of_day, in_order
from seeding.storage.changes.feed_format import FeedFormat
from seeding.storage.changes.spool import Spool
from seeding.storage.changes.table_order import parents_first
from seeding.storage.changes.writers import FeedWriter, Lines, ParquetWriter, TextWriter
from seeding.storage.dump import written_aside
from seeding.storage.signals import termination_interrupts

TABLES = parents_first([recipe.model for recipe in BANK.recipes if router.db_for_write(recipe.model) in BANK_DATABASES])
"""The tables of the six databases; the answer key is not among them."""

SINCE = {recipe.model: recipe.since for recipe in BANK.recipes}
"""The column by whose day the rows of each table exist."""


def database_of(events: TableEvents) -> str:
    """Return the database of a table's events."""
    return str(router.db_for_write(events.model))


@contextmanager
def feed_writer(feed_format: FeedFormat, target: Path | None, screen: OutputWrapper) -> Iterator[FeedWriter]:
    """Yield what writes events to a file, a directory for Parquet, or the screen if there is no target.

    Files get their names at the end. Raises TargetError, and ValueError for Parquet without a target.
    """
    if feed_format is FeedFormat.PARQUET:
        if target is None:
            raise ValueError("Parquet is written to a directory")
        with written_aside(target) as draft, ParquetWriter(draft, database_of) as writer:
            yield writer
    elif target is None:
        yield _text_writer(feed_format, lambda text: screen.write(text, ending=""))
    else:
        with written_file(target) as file:
            yield _text_writer(feed_format, file.write)


def _text_writer(feed_format: FeedFormat, write: Callable[[str], object]) -> TextWriter:
    if feed_format is FeedFormat.CSV:
        lines: Lines = lambda events: csv_lines(events, database_of(events))  # noqa: E731
        return TextWriter(write, lines, HEADER)
    return TextWriter(write, lambda events: debezium_lines(events, database_of(events), __version__))


def write_feed(plan: Plan, first: AsOf, last: AsOf, writer: FeedWriter, progress: OutputWrapper) -> int:
    """Write what changes in a bank after the day `first` up to the day `last`, and return the number of events.

    At most a block and the events of one day are in memory; the rest waits in temporary files. Progress is shown on
    `progress`. Raises RecipeError as `bake_daily_changes` does.
    """
    with termination_interrupts(), TemporaryDirectory(prefix="bank-changes-") as directory:
        spool = Spool(Path(directory), TABLES)
        _spool_changes(plan, first, last, spool, progress)
        return _write_days(spool, writer, progress)


def _spool_changes(plan: Plan, first: AsOf, last: AsOf, spool: Spool, progress: OutputWrapper) -> None:
    with steps(progress, "parts", part_count(plan)) as done:
        for number, part in enumerate(bake_daily_changes(BANK, plan, first, last), 1):
            for day, found in part:
                if found.model in TABLES:
                    spool.add(day.day, found)
            done(f"part {number}")


def _write_days(spool: Spool, writer: FeedWriter, progress: OutputWrapper) -> int:
    days, count = spool.days(), 0
    with steps(progress, "days", len(days)) as done:
        for day in days:
            events = events_of_day(day, spool.take(day), TABLES, SINCE)
            for parts in in_order(events):
                writer.write(parts)
            count += sum(map(len, events))
            done(str(day_of(day)))
    writer.finish()
    return count
