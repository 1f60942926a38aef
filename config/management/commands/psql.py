"""`manage.py psql`: the psql that comes with the requirements, in a database of the bank."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeAlias

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from config.clients import connected_clients
from config.command import BankCommand
from config.provision import ALIASES
from config.reader import existing_reader
from config.server import ServerSettings, known_login
from datahub.databases import BANK_DATABASES

DEFAULT_DATABASE = "accounts_db"
_Handler: TypeAlias = Callable[[int, FrameType | None], None] | signal.Handlers
KILLED = 128
"""Added to the number of the signal that ended a program, as shells report it."""

DESCRIPTION = """\
Open psql in a database, as the owner of its tables or, with --reader, as the role that can only read.

Arguments after -- go to psql, whose exit code is the command's. In a pipe it is a filter, as psql is.
"""


class Command(BankCommand):
    """Run psql."""

    help = DESCRIPTION
    requires_system_checks: list[str] = []
    psql_arguments: Sequence[str] = ()
    examples = (
        ("", "open psql in accounts_db"),
        ('loans_db --reader -- -c "SELECT count(*) FROM loans"', "run one statement as the role that can only read"),
        ("accounts_db -- --csv -f report.sql > report.csv", "write the rows of a script to a file"),
        ("-- -qAt < report.sql", "use it as a filter"),
    )

    def run_from_argv(self, argv: list[str]) -> None:
        """Run the command, and keep what stands after -- for psql: argparse would take it for its own."""
        if "--" in argv:
            place = argv.index("--")
            argv, self.psql_arguments = argv[:place], argv[place + 1 :]
        super().run_from_argv(argv)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the database and the role."""
        parser.usage = "%(prog)s [DATABASE] [--reader] [-- ARGUMENT ...]"
        parser.add_argument(
            "database",
            nargs="?",
            choices=ALIASES,
            default=DEFAULT_DATABASE,
            metavar="DATABASE",
            help=f"one of {', '.join(ALIASES)} (default: {DEFAULT_DATABASE})",
        )
        parser.add_argument("--reader", action="store_true", help="log in as the role that can only read")

    def handle(self, *, database: str, reader: bool, **options: Any) -> None:
        """Run psql, and exit with its code."""
        if reader and database not in BANK_DATABASES:
            raise CommandError(
                f"The read-only role has no access to {database}; choose one of {', '.join(BANK_DATABASES)}"
            )
        server: ServerSettings = settings.BANK_SERVER
        login = existing_reader(server, known_login(server)) if reader else known_login(server)
        with connected_clients(server, login) as clients, _signals_for_psql():
            command = [*clients.command("psql", database), *self.psql_arguments]
            code = subprocess.run(command, env=clients.environment, check=False).returncode
        if code:
            sys.exit(code if code > 0 else KILLED - code)


@contextmanager
def _signals_for_psql() -> Iterator[None]:
    """Leave Control-C, which cancels a query, to psql; end in order, and psql with it, where the terminal closes."""
    handlers: dict[int, _Handler] = {signal.SIGINT: signal.SIG_IGN, signal.SIGTERM: _end}
    if hasattr(signal, "SIGHUP"):  # not on Windows
        handlers[signal.SIGHUP] = _end
    previous = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(KILLED + number)
