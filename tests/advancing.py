"""A small bank that is laid out further than it is seen, and its contents."""

from datetime import date, timedelta

from seeding.storage.tables import table_names
from tests.seeded import command, digests, kept_bank, value

START, SEEN, UNTIL = date(2026, 2, 10), date(2026, 5, 20), date(2026, 11, 20)
AHEAD = {"customers": "70", "employees": "6", "start": str(START), "as_of": str(SEEN), "until": str(UNTIL)}
"""The options of a bank with 184 days ahead."""


def day(number: int) -> date:
    """Return the day that many days after the one on which the bank is seen at first."""
    return SEEN + timedelta(days=number)


def bank_ahead() -> dict[str, str]:
    """Seed the bank unless it is there as it was seeded, and return its contents."""
    return {**kept_bank(AHEAD), **_answer_key()}


def contents() -> dict[str, str]:
    """Return a digest of the rows of each table, the answer key among them."""
    return {**digests(), **_answer_key()}


def _answer_key() -> dict[str, str]:
    (key,) = table_names("default")
    return {key: str(value("default", f"SELECT md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM \"{key}\" t"))}


def seen_on(as_of: date, **options: str) -> dict[str, str]:
    """Seed the bank as it is seen on a day, and return its contents."""
    command("seed_all", replace=True, **{**AHEAD, **options, "as_of": str(as_of)})
    return contents()
