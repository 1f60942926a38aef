"""The bank's word lists: names and places from Faker's en_US lists, kept as files beside this module."""

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
"""Reserved by RFC 2606: mail to them reaches nobody."""

AREA_CODES = Vocabulary.even(
    "205", "212", "303", "305", "312", "404", "415", "503", "512", "602", "612", "617", "702", "713", "804", "919"
)
