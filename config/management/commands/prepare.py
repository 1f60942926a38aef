"""`manage.py prepare`: the databases ready for use, for a site that is started without a command of the project."""

from typing import Any

from config.command import BankCommand


class Command(BankCommand):
    """Prepare the databases and do nothing else."""

    help = (
        "Create the seven databases and their tables, or migrate them. Every command of the project does so by itself; "
        "run it before a server such as gunicorn, which does not."
    )
    examples = (("", "prepare the databases before another server starts"),)

    def handle(self, **options: Any) -> None:
        self.stdout.write("the databases are ready")
