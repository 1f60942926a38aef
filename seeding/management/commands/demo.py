"""`manage.py demo`: seeds a bank, if there is none, and shows it."""

from typing import Any

from django.core.management import call_command

from config.command import BankCommand
from config.prompt import invocation
from config.site_address import admin_address
from seeding.management.options.demo import SCALE, Arguments
from seeding.models import Run


class Command(Arguments, BankCommand):
    """Seed a bank at half scale and show its status."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run seed_all silently, then seed_status; seed_all without options keeps the current bank."""
        call_command("seed_all", *([] if _is_seeded() else ["--scale", SCALE]), verbosity=0)
        call_command("seed_status")
        self.stdout.write(f"\nto log in   {invocation('demo_user')}")
        self.stdout.write(f"to look     {invocation('runserver')}, then {admin_address()}")


def _is_seeded() -> bool:
    """Return whether the last run that changed the bank filled it."""
    latest = Run.objects.filter(state=Run.State.COMPLETE).first()
    return latest is not None and latest.kind != Run.Kind.CLEAR
