"""`manage.py vocabulary`: writes the word lists of names and places from the installed Faker."""

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from faker.providers.address.en_US import Provider as Address
from faker.providers.company.en_US import Provider as Company
from faker.providers.person.en_US import Provider as Person

from seeding.bank.vocabularies import DIRECTORY

LISTS: dict[str, Any] = {
    "first_names_female": Person.first_names_female,
    "first_names_male": Person.first_names_male,
    "last_names": Person.last_names,
    "street_suffixes": Address.street_suffixes,
    "city_prefixes": Address.city_prefixes,
    "city_suffixes": Address.city_suffixes,
    "company_suffixes": Company.company_suffixes,
}


class Command(BaseCommand):
    help = (
        "Write seeding/bank/vocabulary/*.csv from Faker's en_US word lists. The files are part of the repository, so "
        "that a new release of Faker does not change a bank. Run this only to adopt new words: every bank changes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit with code 1 if a file would change"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        changed = [name for name, words in LISTS.items() if _differs(_path(name), _text(words))]
        if check and changed:
            raise CommandError(
                f"{', '.join(changed)}: the installed Faker has different words; run vocabulary to adopt them"
            )
        for name in changed:
            _path(name).write_text(_text(LISTS[name]), encoding="utf-8")
        self.stdout.write(f"{len(changed)} of {len(LISTS)} word lists changed")


def _path(name: str) -> Path:
    return DIRECTORY / f"{name}.csv"


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


def _text(words: Any) -> str:
    weights: Mapping[str, float] = words if isinstance(words, Mapping) else dict.fromkeys(words, 1.0)
    lines = StringIO()
    csv.writer(lines, lineterminator="\n").writerows((word, f"{weights[word]:.6g}") for word in sorted(weights))
    return lines.getvalue()
