"""`manage.py seed_fingerprint`: shows digests that tell whether two banks are the same."""

import json
from typing import Any

from config.provision import prepare_databases
from seeding.engine.plan import Plan
from seeding.management.options.seed_fingerprint import Arguments
from seeding.management.reading import BankReadCommand
from seeding.storage.checksums import bank_digest
from seeding.storage.files.reading import digests_of_files
from seeding.storage.files.target import Target
from seeding.storage.fingerprint import table_digests


class Command(Arguments, BankReadCommand):
    """Show the digests of the bank."""

    requires_databases = False  # only the current bank needs a server

    def handle(self, *, as_json: bool, url: str | None, **options: Any) -> None:
        """Compute and show the digests."""
        plan, generator, tables = self._of_files(url) if url else self._of_databases()
        if as_json:
            record = {
                "plan": plan.to_record(),
                "generator": generator,
                "bank": bank_digest(tables),
                "tables": tables,
            }
            self.stdout.write(json.dumps(record, indent=2))
            return
        for name, digest in tables.items():
            self.stdout.write(f"{digest}  {name}")
        self.stdout.write(f"{bank_digest(tables)}  the bank of {plan}")

    def _of_databases(self) -> tuple[Plan, str | None, dict[str, str]]:
        """Return the plan of the current bank, the version that made it, and the digest of each table."""
        prepare_databases(self.say)
        return self.read_whole(lambda plan, run: (plan, run.generator if run else None, table_digests()))

    def _of_files(self, url: str) -> tuple[Plan, str | None, dict[str, str]]:
        """Return the same of an export, from the rows in its files."""
        export, digests = digests_of_files(Target.at(url))
        return export.plan, export.generator, digests
