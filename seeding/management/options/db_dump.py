"""The options of `manage.py db_dump`."""

from argparse import ArgumentParser

from config.dump_format import DumpFormat
from config.options import CommandOptions

DESCRIPTION = """\
Write the bank into a new directory: a file per database, and manifest.json.

  custom   compressed; for db_restore, or pg_restore of this version of PostgreSQL or newer
  plain    SQL; also for psql and servers of PostgreSQL 15 or newer:
             createdb accounts_db && psql -d accounts_db -f DIR/accounts_db.sql

The files hold tables, rows, keys, views and comments, but no owners and no rights. The file of `default` holds the
answer key of the planted cases.
"""


class Arguments(CommandOptions):
    """The help, the examples and the options of `db_dump`."""

    needs_site = False
    help = DESCRIPTION

    examples = (
        ("bank", "write the bank into the new directory bank"),
        ("bank --format plain", "as SQL, which can be read"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the directory and the format."""
        parser.add_argument("directory", metavar="DIR", help="the directory to create")
        parser.add_argument(
            "--format",
            choices=[each.value for each in DumpFormat],
            default=DumpFormat.CUSTOM.value,
            dest="dump_format",
            help="the format of the files (default: custom)",
        )
