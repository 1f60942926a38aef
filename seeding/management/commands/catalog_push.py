"""`manage.py catalog_push`: make the pack and send it to a DataHub server."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from config.provision import prepare_databases
from seeding.catalog.push import PushError, client_command, push, require_server
from seeding.management.options.catalog_push import Arguments
from seeding.management.pack_command import PackCommand

CLIENT = settings.HOME.directory / ".venv-catalog" / "bin" / "python"
"""The Python with DataHub's client that `make install-catalog` makes."""


class Command(Arguments, PackCommand):
    """Send the pack of the bank to a server."""

    requires_databases = False  # a missing client or server is refused before the databases are opened

    def handle(self, *, server: str, client: Path | None, **options: Any) -> None:
        """Make and send the pack. Raises CommandError without a client or server, or if the client fails."""
        try:
            command = client_command(client, CLIENT)
            require_server(server)
            prepare_databases(self.say)
            pack = self.made_pack()
            push(pack, command, server)
        except PushError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"sent {pack.proposals:,} proposals to {server}")
