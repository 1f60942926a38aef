"""`manage.py vocabulary`: writes the word lists, the geography and the bank holidays from the installed packages."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from faker.providers.address.en_US import Provider as Address
from faker.providers.person.en_US import Provider as Person
from holidays import country_holidays

from config.command import BankCommand
from config.output_files import written_file
from seeding.bank import places
from seeding.bank.vocabularies import DIRECTORY
from seeding.engine import bank_holidays
from seeding.management import geography
from seeding.management.options.vocabulary import Arguments

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""A bank can be seen in 2000 to 2100 and looks back ten years; the package knows no holidays after 2100."""
SATURDAY, SUNDAY = 6, 7

LISTS: dict[str, Any] = {
    "first_names_female": Person.first_names_female,
    "first_names_male": Person.first_names_male,
    "last_names": Person.last_names,
    "street_suffixes": Address.street_suffixes,
}


class Command(Arguments, BankCommand):
    """Write the vocabularies."""

    requires_databases = False

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write the files that would change; with `check`, raise CommandError if there are any."""
        files = {_path(name): _words(words) for name, words in LISTS.items()}
        files[places.CITIES_PATH] = _csv(geography.cities())
        files[places.AREA_CODES_PATH] = _csv(geography.area_codes())
        files[bank_holidays.PATH] = _holidays()
        changed = [path for path, text in files.items() if _differs(path, text)]
        if check and changed:
            raise CommandError(
                f"{', '.join(path.name for path in changed)}: the installed packages have other words, places or "
                "holidays; run vocabulary to adopt them"
            )
        for path in changed:
            with written_file(path) as file:
                file.write(files[path])
        self.stdout.write(f"{len(changed)} of {len(files)} files changed")


def _path(name: str) -> Path:
    return DIRECTORY / f"{name}.csv"


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


def _words(words: Any) -> str:
    weights: Mapping[str, float] = words if isinstance(words, Mapping) else dict.fromkeys(words, 1.0)
    return _csv((word, f"{weights[word]:.6g}") for word in sorted(weights))


def _holidays() -> str:
    """Return the weekdays on which the Federal Reserve is closed, with their names.

    These are the federal holidays. One on a Sunday is kept on the Monday after; one on a Saturday is not made up for.
    """
    federal = country_holidays("US", years=range(FIRST_YEAR, LAST_YEAR + 1), observed=False)
    kept = ((day + timedelta(days=day.isoweekday() == SUNDAY), name) for day, name in sorted(federal.items()))
    return _csv((day.isoformat(), name) for day, name in kept if day.isoweekday() != SATURDAY)


def _csv(rows: Iterable[Sequence[object]]) -> str:
    lines = StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    return lines.getvalue()
