"""The options of `manage.py seed_export`."""

from argparse import ArgumentParser

from config.options import CommandOptions
from seeding.management.plan_options import add_history_option, add_size_options
from seeding.storage.files.file_format import FileFormat

DESCRIPTION = """\
Write the bank into files, DATABASE/TABLE/part-NNNNN.parquet, in a directory or an object store. Run again, it makes
what is missing. The options that make a plan are those of seed_all; without them it continues the existing export, or
else exports the current bank, which needs a server. See docs/scale.md.
"""


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_export`."""

    needs_site = False
    help = DESCRIPTION

    examples = (
        ("--scale 0.5 --to lake", "Parquet files of a bank, without a database"),
        ("--scale 10 --to lake --workers 4", "a larger one, made by four processes"),
        ("--scale 1000 --to s3://bucket/bank --cluster tcp://scheduler:8786", "one made by a Dask cluster"),
        ("--scale 1000 --to /shared/bank --blocks 3:4", "a few blocks of it, as a job of an array"),
        ("--to lake --format csv --tables loans accounts", "two tables of the current bank as CSV"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where and how files are written, and what makes a plan. Values are parsed later."""
        parser.add_argument(
            "--to",
            metavar="URL",
            required=True,
            help="a directory, or a place such as s3://bucket/bank, gs://, abfs://",
        )
        parser.add_argument(
            "--format",
            choices=[each.value for each in FileFormat],
            dest="file_format",
            help="format of the files (default: that of the existing export, or parquet)",
        )
        parser.add_argument(
            "--tables", metavar="T", nargs="+", help="these tables only, such as loans_db.loans or loans"
        )
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--workers", metavar="N", help="make N parts at a time, in processes (default: 1)")
        who.add_argument(
            "--cluster",
            metavar="ADDRESS",
            help="make parts on a Dask cluster, tcp://host:8786, or local:4 for one of four workers on this machine",
        )
        parser.add_argument(
            "--blocks", metavar="A:B", help="make only parts A up to B - 1; whatever completes the export joins them"
        )
        parser.add_argument(
            "--changes",
            metavar="DATE",
            dest="changes_after",
            help="also write what changes after this day up to --until, as seed_changes does, into changes/; one "
            "process makes that, whatever --workers says: it sorts the events of each day over the whole bank",
        )
        add_size_options(parser)
        parser.add_argument("--start", metavar="DATE", help="day on which the bank was first seen (default: --as-of)")
        parser.add_argument(
            "--as-of", metavar="DATE", help="day on which the bank is seen (default: yesterday, in UTC)"
        )
        parser.add_argument("--until", metavar="DATE", help="last day of the bank's history (default: --as-of)")
        add_history_option(parser)
        parser.add_argument("--allow-future", action="store_true", help="allow an --as-of that is not over")
