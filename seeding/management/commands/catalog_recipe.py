"""`manage.py catalog_recipe`: a recipe with which a catalog reads this bank."""

import shlex
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from config.command import BankCommand
from config.reader import existing_reader
from config.server import ServerSettings, known_login
from datahub.databases import BANK_DATABASES
from seeding.catalog.choices import PASSWORD
from seeding.catalog.ingestion_recipes import RECIPES, ServerAddress, datahub
from seeding.management.options.catalog_recipe import Arguments


class Command(Arguments, BankCommand):
    """Print a recipe."""

    requires_system_checks: list[str] = []

    def handle(self, *, catalog: str, sink: str | None, **options: Any) -> None:
        """Print the recipe, and say how to set the password. Raises CommandError for options that do not fit."""
        if sink == "":
            raise CommandError("--sink is empty; give the name of the file that the client is to write")
        server: ServerSettings = settings.BANK_SERVER
        reader = existing_reader(server, known_login(server))
        names = {database: server.database_name(database) for database in BANK_DATABASES}
        address = ServerAddress(reader.host, reader.port, reader.user, reader.options, names)
        if sink is None:
            self.stdout.write(RECIPES[catalog](address))
        elif catalog == "datahub":
            self.stdout.write(datahub(address, {"type": "file", "config": {"filename": sink}}))
        else:
            raise CommandError(f"--sink applies to datahub, not to {catalog}")
        self.say(f'export {PASSWORD}="$(cat {shlex.quote(str(server.reader_password))})"')
