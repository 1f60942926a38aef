"""`manage.py catalog_recipe`: a recipe with which a catalog reads this bank."""

import shlex
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from config.command import BankCommand
from config.reader import existing_reader
from config.server import ServerSettings, known_login
from datahub.databases import BANK_DATABASES
from seeding.catalog.ingestion_recipes import PASSWORD, RECIPES, ServerAddress, datahub

DESCRIPTION = f"""\
Print a recipe with which a catalog reads this bank: all six databases, tables and views, with profiles.

  datahub                for DataHub's client
  openmetadata           for OpenMetadata's client; openmetadata-profiler adds the profiles
  dbt                    the profiles.yml of dbt-postgres
  dbt-sources            the tables as sources of dbt

The recipe takes the password of the read-only role from {PASSWORD}; stderr says how to set it.
"""


class Command(BankCommand):
    """Print a recipe."""

    help = DESCRIPTION
    requires_system_checks: list[str] = []
    examples = (
        ("> recipe.yml", "write a recipe for DataHub"),
        ("openmetadata > recipe.yml", "one for OpenMetadata"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the catalog, and a file to try a recipe without one."""
        parser.add_argument("catalog", nargs="?", choices=RECIPES, default="datahub", help="default: datahub")
        parser.add_argument("--sink", metavar="FILE", help="for datahub, let it write a file instead of sending")

    def handle(self, *, catalog: str, sink: str | None, **options: Any) -> None:
        """Print the recipe, and say how to set the password."""
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
