"""The options of `manage.py seed_changes`."""

from argparse import ArgumentParser

from config.options import CommandOptions
from config.output_files import STANDARD_OUTPUT
from seeding.management.plan_options import add_history_option, add_size_options
from seeding.storage.changes.feed_format import FeedFormat

DESCRIPTION = """\
Write what changes in a bank from day to day, as events in order of time, without touching its databases.

  debezium   a JSON object per line: before, after, source, op, ts_ms
  csv        a row per event, with the images of its row as JSON
  parquet    a directory with a file per table; needs --output

Without options that make a plan it is the current bank, from the day on which it is seen; with any, it is the bank that
seed_all would make of them, and no server is needed. See docs/streaming.md.
"""


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_changes`."""

    needs_site = False
    help = DESCRIPTION

    examples = (
        ("| head -1", "the first change of the current bank"),
        (
            "--scale 0.1 --start 2026-06-30 --until 2026-07-31 --output july.jsonl",
            "the changes of a month, into a file",
        ),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the days, the format, and what makes a plan. Values are parsed later, for errors of one line."""
        parser.add_argument(
            "--from",
            metavar="DATE",
            dest="first",
            help="changes after this day, on which the bank is seen before them (default: --as-of, or --start)",
        )
        parser.add_argument("--to", metavar="DATE", dest="last", help="up to this day (default: --until)")
        parser.add_argument(
            "--format",
            choices=[each.value for each in FeedFormat],
            default=FeedFormat.DEBEZIUM.value,
            dest="feed_format",
            help="how events are written (default: debezium)",
        )
        parser.add_argument(
            "--output",
            metavar="PATH",
            default=STANDARD_OUTPUT,
            help="the file to write, or the directory for parquet (default: -, standard output)",
        )
        add_size_options(parser)
        parser.add_argument("--start", metavar="DATE", help="day on which the bank is first seen (default: --from)")
        parser.add_argument("--as-of", metavar="DATE", help="day on which the bank is seen (default: --start)")
        parser.add_argument("--until", metavar="DATE", help="last day of the bank's history (default: --to)")
        add_history_option(parser)
