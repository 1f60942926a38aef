"""`manage.py postgres`: the server that holds the bank."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from config.clients import write_services
from config.command import BankCommand
from config.embedded import EmbeddedServer
from config.errors import ServerError
from config.login import Login
from config.login_formats import environment_lines, jdbc_url, login_record, without_secrets
from config.management.options.postgres import Arguments
from config.provision import prepare_databases
from config.reader import existing_reader
from config.server import ServerSettings, ensure_server, known_login
from datahub.databases import BANK_DATABASES

NOT_RUNNING = 3
"""The exit code of `pg_ctl status`, too."""

SERVICE_DATABASE = "accounts_db"


class Command(Arguments, BankCommand):
    """Start, stop and connect to the server."""

    requires_databases = False
    requires_system_checks: list[str] = []

    def handle(
        self,
        *,
        action: str,
        database: str | None,
        reader: bool,
        output_format: str | None,
        password: bool,
        **options: Any,
    ) -> None:
        """Do one action; raise CommandError where it does not apply to the server in use."""
        server: ServerSettings = settings.BANK_SERVER
        if action != "url" and (reader or output_format or password or (database and action != "service")):
            first = "" if action == "service" else "DATABASE, "
            raise CommandError(f"{first}--reader, --format and --password apply to url, not to {action}")
        if action == "service":
            self._write_services(server, database or SERVICE_DATABASE)
        elif action == "url":
            login = self._login(server, database or BANK_DATABASES[0], reader=reader)
            name = server.database_name(database or BANK_DATABASES[0])
            for line in _formatted(login, name, output_format or "url", password=password):
                self.stdout.write(line)
        elif action == "status":
            self._status(server)
        else:
            self._start_or_stop(server, action)

    def _login(self, server: ServerSettings, database: str, *, reader: bool) -> Login:
        if reader and database not in BANK_DATABASES:
            raise CommandError(
                f"The read-only role has no access to {database}; choose one of {', '.join(BANK_DATABASES)}"
            )
        prepare_databases(self.say, [database])
        return existing_reader(server, known_login(server)) if reader else known_login(server)

    def _write_services(self, server: ServerSettings, database: str) -> None:
        prepare_databases(self.say)
        owner = known_login(server)
        logins = {"bank_owner": owner}
        try:
            if database in BANK_DATABASES:
                logins["bank"] = existing_reader(server, owner)
        except ServerError as error:
            self.say(str(error))
        self.stdout.write(str(write_services(server, server.database_name(database), logins)))

    def _status(self, server: ServerSettings) -> None:
        if server.embedded is None:
            login = ensure_server(server, self.say)
            self.stdout.write(f"the server of POSTGRES_URL answers on {login.address}")
            return
        found = server.embedded.running()
        if found is None:
            raise CommandError(f"The server is not running ({server.state})", returncode=NOT_RUNNING)
        self.stdout.write(f"running on port {found.port}, process {found.pid} ({server.state})")

    def _start_or_stop(self, server: ServerSettings, action: str) -> None:
        embedded = server.embedded
        if embedded is None:
            raise CommandError(
                f"{action} does not apply to the server of POSTGRES_URL; unset it to use the embedded server"
            )
        if action == "start":
            self._start(embedded)
        else:
            self.stdout.write("stopped" if embedded.stop() else "was not running")

    def _start(self, embedded: EmbeddedServer) -> None:
        login = embedded.start(self.say)
        self.stdout.write(f"running on port {login.port}")


def _formatted(login: Login, database: str, output_format: str, *, password: bool) -> Iterable[str]:
    """Return the lines that say how to connect to a database."""
    shown = login if password or output_format == "url" else without_secrets(login)
    match output_format:
        case "jdbc":
            return [jdbc_url(shown, database)]
        case "env":
            return environment_lines(shown, database)
        case "json":
            return [json.dumps(login_record(shown, database), indent=2)]
    return [shown.url(database)]
