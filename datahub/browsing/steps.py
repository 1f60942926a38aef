"""The life of a loan, a policy or a report as a line of steps, each with its day and a few words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from datahub.employees.models import Employee

GOOD, BAD, WATCH, AHEAD = "good", "bad", "watch", "ahead"
"""How a step stands: done, failed, in trouble, or still to come."""


@dataclass(frozen=True)
class Step:
    """Something that happened, or will: its day, what it was, a few words, and the page that tells more."""

    day: date | None
    title: str
    words: str
    tone: str = GOOD
    address: str = ""


def by(key: str | None, employees: Mapping[str, Employee]) -> str:
    """Return who did something, by name; nothing where nobody is recorded."""
    if not key:
        return ""
    return f"by {employees.get(key, 'the system' if key == 'SYSTEM' else key)}"
