"""`manage.py demo`: from nothing to a bank that can be looked at."""

from typing import Any

from django.core.management import call_command

from config.command import BankCommand
from config.prompt import ADMIN, invocation
from seeding.models import Run

SCALE = "0.5"


class Command(BankCommand):
    """Seed half a bank and show what is there."""

    help = (
        f"Start PostgreSQL, make the six databases, seed a bank at scale {SCALE} and show what is there. "
        "On top of an earlier demo it changes nothing; a bank seeded by another plan is left alone, too. "
        "Ends by saying how to open the admin."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run seed_all and seed_status; without options seed_all means the plan of the bank that is there."""
        call_command("seed_all", *([] if _is_seeded() else ["--scale", SCALE]))
        call_command("seed_status")
        self.stdout.write(f"\nto log in   {invocation('demo_user')}")
        self.stdout.write(f"to look     {invocation('runserver')}, then {ADMIN}")


def _is_seeded() -> bool:
    """Tell whether the last run that changed the bank left one."""
    latest = Run.objects.filter(state=Run.State.COMPLETE).first()
    return latest is not None and latest.kind != Run.Kind.CLEAR
