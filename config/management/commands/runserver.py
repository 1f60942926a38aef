"""`manage.py runserver`: the admin site on this machine."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.commands import runserver
from django.db import connections
from filelock import FileLock

from config.command import BankCommand
from config.management.options.runserver import Arguments
from config.prompt import invocation
from config.site_address import address_at, note_address


class Command(Arguments, BankCommand, runserver.Command):
    """Serve the admin and its static files, with or without DEBUG."""

    addr: str  # what Django's `handle` reads from the command line
    noted: FileLock | None = None
    """Kept as long as the process serves: other commands print the address while it is locked."""

    def run(self, **options: Any) -> None:
        """Serve, and watch a checkout's source for changes with DEBUG only: watching takes a process of its own."""
        watch = options["use_reloader"] and settings.DEBUG and settings.HOME.is_checkout
        super().run(**{**options, "use_reloader": watch})

    def on_bind(self, server_port: int) -> None:
        """Print the admin's URL and, as long as no user can log in, how to create one."""
        address = address_at(self.addr, server_port)
        self.stdout.write(f"The admin is on {address}")
        self.noted = note_address(address)
        if not get_user_model().objects.filter(is_active=True, is_staff=True).exists():
            self.stdout.write(f"No user can log in yet; create one with: {invocation('demo_user')}")
        connections.close_all()  # this thread does not serve, and leaves the site's few connections to those that do
        self.stdout.write("Press Control-C to stop.")
        self.stdout.flush()
