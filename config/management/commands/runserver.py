"""`manage.py runserver`: the site on this machine, ready to be shown as soon as the requirements are installed."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.commands import runserver
from django.urls import reverse

from config.command import BankCommand
from config.prompt import invocation

EVERY_INTERFACE = ("0", "0.0.0.0", "::")


class Command(BankCommand, runserver.Command):
    """Serve the admin; static files come from the site itself, with or without DEBUG."""

    help = "Start the server where need be, make the databases ready and serve the admin on the loopback interface."

    addr: str  # what Django's `handle` reads from the command line

    def run(self, **options: Any) -> None:
        """Watch the source for changes only where DEBUG says that somebody works on it: watching costs a process."""
        super().run(**{**options, "use_reloader": options["use_reloader"] and settings.DEBUG})

    def on_bind(self, server_port: int) -> None:
        """Say where the admin is and, as long as nobody can log in, how to make a login."""
        host = "localhost" if self.addr in EVERY_INTERFACE else self.addr
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"The admin is on http://{shown}:{server_port}{reverse('admin:index')}")
        if not get_user_model().objects.filter(is_active=True, is_staff=True).exists():
            self.stdout.write(f"There is no login yet; to make one: {invocation('demo_user')}")
        self.stdout.write("Control-C ends it.")
        self.stdout.flush()
