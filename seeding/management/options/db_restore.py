"""The options of `manage.py db_restore`."""

from argparse import ArgumentParser

from config.options import CommandOptions

DESCRIPTION = """\
Replace what the databases hold by the bank of a dump, all or nothing: tables, rows, and the answer key of `default`.

seed_status, seed_verify and seed_reset then work as if the bank had been seeded here. The dump may come from another
server or another prefix; a plain one restores into PostgreSQL 15 or newer with programs of any version.
With POSTGRES_DATABASE_PREFIX=june_ in the environment, it is restored beside the current bank.
"""


class Arguments(CommandOptions):
    """The help, the examples and the options of `db_restore`."""

    needs_site = False
    help = DESCRIPTION

    examples = (
        ("bank", "bring back the bank of a directory"),
        ("bank --replace", "without asking about the current one"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the directory and the consent."""
        parser.add_argument("directory", metavar="DIR", help="the directory that db_dump wrote")
        parser.add_argument("--replace", action="store_true", help="replace the current bank without asking")
