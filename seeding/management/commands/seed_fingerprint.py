"""`manage.py seed_fingerprint`: whether two banks are the same."""

import json
from argparse import ArgumentParser
from typing import Any

from seeding.management.reading import BankReadCommand
from seeding.storage.fingerprint import bank_digest, table_digests


class Command(BankReadCommand):
    """Digest what the databases hold."""

    help = (
        "Show a digest of every table, over its rows in the order of their keys, and one of the bank. Two banks with "
        "the same digest hold the same rows. TESTING.md publishes those of the default seed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the form for scripts."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="write JSON, for scripts")

    def handle(self, *, as_json: bool, **options: Any) -> None:
        """Read every row and digest it."""
        plan, run = self.complete_bank()
        tables = table_digests()
        if as_json:
            record = {
                "plan": plan.to_record(),
                "generator": run.generator if run else None,
                "bank": bank_digest(tables),
                "tables": tables,
            }
            self.stdout.write(json.dumps(record, indent=2))
            return
        for name, digest in tables.items():
            self.stdout.write(f"{digest}  {name}")
        self.stdout.write(f"{bank_digest(tables)}  the bank of {plan}")
