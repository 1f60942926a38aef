"""The options of `manage.py seed_fingerprint`."""

from argparse import ArgumentParser

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_fingerprint`."""

    needs_site = False
    help = (
        "Show a digest of every table, over the values of its rows in any order, and one of the bank. Banks with the "
        "same digest have the same rows. TESTING.md lists the digests of the default seed."
    )

    examples = (
        ("", "print the digests of the current bank"),
        ("--from lake", "those of the files of an export"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the JSON output, and the export to read."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")
        parser.add_argument(
            "--from", metavar="URL", dest="url", help="read the files of an export of seed_export instead"
        )
