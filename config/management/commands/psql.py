"""`manage.py psql`: the psql that comes with the requirements, in a database of the bank."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeAlias

from django.conf import settings
from django.core.management.base import CommandError

from config.clients import connected_clients
from config.command import BankCommand
from config.management.options.psql import Arguments
from config.reader import existing_reader
from config.server import ServerSettings, known_login
from datahub.databases import BANK_DATABASES

_Handler: TypeAlias = Callable[[int, FrameType | None], None] | signal.Handlers
KILLED = 128
"""Added to the number of the signal that ended a program, as shells report it."""


class Command(Arguments, BankCommand):
    """Run psql."""

    requires_system_checks: list[str] = []
    psql_arguments: Sequence[str] = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Run the command, and keep what stands after -- for psql: argparse would take it for its own."""
        if "--" in argv:
            place = argv.index("--")
            argv, self.psql_arguments = argv[:place], argv[place + 1 :]
        super().run_from_argv(argv)

    def handle(self, *, database: str, reader: bool, **options: Any) -> None:
        """Run psql, and exit with its code. Raises CommandError without access to the database, or without psql."""
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
