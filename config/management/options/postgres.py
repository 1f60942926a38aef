"""The options of `manage.py postgres`."""

from django.core.management.base import CommandParser

from config.aliases import ALIASES
from config.options import CommandOptions
from datahub.databases import BANK_DATABASES

DESCRIPTION = """\
Start, stop and connect to the PostgreSQL server that holds the bank.

  start     start the embedded server, which keeps running when the command ends
  stop      stop it and end its connections
  status    say whether it is running; the exit code is 3 if it is not
  service   write a private file with the logins and print its name; libpq and all that uses it then need no password:
                      export PGSERVICEFILE="$(python manage.py postgres service)"
                      psql service=bank
                      psql "service=bank dbname=loans_db"
              bank is the read-only role in DATABASE, and bank_owner the owner of the tables
  url       print how to connect to a database; --reader gives the read-only role
              url   one line with the password, for a database browser or an ingestion recipe; on the command line of a
                    program everybody on this machine can read it: use `service` there
              jdbc  the URL for Java programs
              env   PGHOST=…, PGPORT=… and so on, for a shell:
                      set -a; eval "$(python manage.py postgres url loans_db --format env --password)"; set +a
              json  host, port, user, database and both URLs, for scripts
            jdbc, env and json contain the password only with --password: they end up in files and on screens

Where POSTGRES_URL names a server, start and stop do not apply.
"""


class Arguments(CommandOptions):
    """The help, the examples and the options of `postgres`."""

    needs_site = needs_apps = False
    help = DESCRIPTION

    examples = (
        ("status", "see whether the server runs"),
        ("url accounts_db --reader", "print the address of a database for a program that only reads"),
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the action and, for url, the database and the role."""
        parser.add_argument("action", choices=["start", "stop", "status", "service", "url"], help="what to do")
        parser.add_argument(
            "database",
            nargs="?",
            choices=ALIASES,
            metavar="DATABASE",
            help=f"for url and service, one of {', '.join(ALIASES)} (default: {BANK_DATABASES[0]})",
        )
        parser.add_argument("--reader", action="store_true", help="for url, the read-only role")
        parser.add_argument(
            "--format", choices=["url", "jdbc", "env", "json"], dest="output_format", help="for url (default: url)"
        )
        parser.add_argument("--password", action="store_true", help="for url, include the password in every format")
