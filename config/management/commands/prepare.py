"""`manage.py prepare`: the databases ready for use, for a site that is started without a command of the project."""

from typing import Any

from config.command import BankCommand
from config.management.options.prepare import Arguments


class Command(Arguments, BankCommand):
    """Prepare the databases and do nothing else."""

    def handle(self, **options: Any) -> None:
        self.stdout.write("the databases are ready")
