"""The word lists of the bank: names and places from Faker's en_US provider, read from the files in `vocabulary`."""

from pathlib import Path

from seeding.engine.vocabulary import Vocabulary

DIRECTORY = Path(__file__).parent / "vocabulary"


def _read(name: str) -> Vocabulary:
    return Vocabulary.read(DIRECTORY / f"{name}.csv")


FIRST_NAMES_FEMALE = _read("first_names_female")
FIRST_NAMES_MALE = _read("first_names_male")
LAST_NAMES = _read("last_names")
STREET_SUFFIXES = _read("street_suffixes")
CITY_PREFIXES = _read("city_prefixes")
CITY_SUFFIXES = _read("city_suffixes")
COMPANY_SUFFIXES = _read("company_suffixes")
EMAIL_DOMAINS = Vocabulary(("example.com", "example.org", "example.net"), (0.7, 0.15, 0.15))
"""RFC 2606 reserves these domains, so that no mail to them arrives anywhere."""

AREA_CODES = Vocabulary.even(
    "205", "212", "303", "305", "312", "404", "415", "503", "512", "602", "612", "617", "702", "713", "804", "919"
)
