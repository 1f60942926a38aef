"""The options of `manage.py demo_user`."""

from django.core.management.base import CommandParser

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `demo_user`."""

    help = (
        "Create a user of the admin site who can view everything and change nothing, and show the generated password. "
        "It is shown only once, because only its hash is stored."
    )

    examples = (
        ("", "make the user demo"),
        ("ada --new-password", "give a demo user another password"),
        ("solver --no-answers", "make a user who does not see the answer key"),
        ("guest --no-sql", "make a user who does not get the site's SQL page"),
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the name, and what is done with an existing user."""
        parser.add_argument("name", nargs="?", default="demo", metavar="NAME", help="the user's name (default: demo)")
        parser.add_argument(
            "--new-password",
            action="store_true",
            help="give an existing demo user a new password, which ends the user's sessions",
        )
        parser.add_argument(
            "--no-answers",
            action="store_true",
            help="hide the answer key of the planted cases: for those who are to find them; "
            "an existing user keeps what it may see, unless this is given with --new-password",
        )
        parser.add_argument(
            "--no-sql",
            action="store_true",
            help="leave out the SQL page, on which a user asks the six databases as db_query does; "
            "for an existing user with --new-password",
        )
