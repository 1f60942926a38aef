"""`manage.py catalog_pack`: what a catalog is told about the bank, beside what it reads in the databases."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from config.prompt import invocation
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.pack import make_pack
from seeding.catalog.pack_directory import NotAPackError
from seeding.management.catalog_facts import gathered_facts
from seeding.management.options.catalog_pack import Arguments
from seeding.management.reading import BankReadCommand


class Command(Arguments, BankReadCommand):
    """Write a DataHub pack of the bank."""

    def handle(self, *, directory: Path, **options: Any) -> None:
        """Make the pack and write it."""
        plan, run = self.complete_bank()
        with gathered_facts(plan, run) as facts:
            pack = make_pack(facts)
            self._say_what_is_missing(facts)
        try:
            pack.write(directory)
        except NotAPackError as error:
            raise CommandError(f"{directory} is left as it is: {error}; name another directory") from None
        except OSError as error:
            raise CommandError(f"{directory} cannot be written: {error.strerror or error}") from None
        for name, count in pack.counts.items():
            self.stdout.write(f"  {name:25} {count:>6,}")
        self.stdout.write(f"wrote {pack.proposals:,} proposals to {directory}; its README.md says how to load them")

    def _say_what_is_missing(self, facts: BankFacts) -> None:
        if not facts.verifications:
            self.say(f"no verification is on record, so all runs of checks are simulated; {invocation('seed_verify')}")
        if not facts.stops:
            self.say("the bank is too small for storylines, so there are no queries")
