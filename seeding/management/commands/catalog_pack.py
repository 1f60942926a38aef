"""`manage.py catalog_pack`: a pack of what a catalog cannot read in the databases."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from seeding.catalog.pack_directory import NotAPackError
from seeding.management.options.catalog_pack import Arguments
from seeding.management.pack_command import PackCommand


class Command(Arguments, PackCommand):
    """Write a DataHub pack of the bank."""

    def handle(self, *, directory: Path, **options: Any) -> None:
        """Make the pack and write it. Raises CommandError for a directory that cannot be replaced or written."""
        pack = self.made_pack()
        try:
            pack.write(directory)
        except NotAPackError as error:
            raise CommandError(f"{directory} is left as it is: {error}; name another directory") from None
        except OSError as error:
            raise CommandError(f"{directory} cannot be written: {error.strerror or error}") from None
        for name, count in pack.counts.items():
            self.stdout.write(f"  {name:25} {count:>6,}")
        self.stdout.write(f"wrote {pack.proposals:,} proposals to {directory}; its README.md says how to load them")
