"""The word lists of the bank: names and streets from Faker's en_US provider, read from the files in `vocabulary`."""

from pathlib import Path

from seeding.bank import places
from seeding.engine.vocabulary import Vocabulary

DIRECTORY = Path(__file__).parent / "vocabulary"


def _read(name: str) -> Vocabulary:
    return Vocabulary.read(DIRECTORY / f"{name}.csv")


FIRST_NAMES_FEMALE = _read("first_names_female")
FIRST_NAMES_MALE = _read("first_names_male")
LAST_NAMES = _read("last_names")
STREET_SUFFIXES = _read("street_suffixes")
COMPANY_SUFFIXES = Vocabulary(
    ("LLC", "Inc", "Corp", "Co", "Group LLC", "Partners LLC", "Holdings Inc", "and Sons Inc"),
    (36, 30, 8, 5, 7, 4, 4, 6),
)
"""How names of companies end in the United States; most new ones are LLCs (Census, Business Formation Statistics)."""
EMAIL_DOMAINS = Vocabulary(("example.com", "example.org", "example.net"), (0.7, 0.15, 0.15))
"""RFC 2606 reserves these domains, so that no mail to them arrives anywhere."""

AREA_CODES = Vocabulary.even(*places.SERVED_AREA_CODES)
"""Area codes of the states in which customers live."""
