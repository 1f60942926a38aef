"""`manage.py prepare`: the databases as every other command finds them; for what starts a site without a command."""

from typing import Any

from config.command import BankCommand


class Command(BankCommand):
    """Make the databases ready and do nothing else."""

    help = (
        "Make the server's seven databases and their tables, or bring them up to date. Every command of the project "
        "does so by itself; what serves the site without one (gunicorn) wants it done before."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write("the databases are ready")
