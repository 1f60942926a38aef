"""The steps in the history of a loan, a policy or a report, as the line at the top of its page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from datahub.employees.models import Employee

GOOD, BAD, WATCH, AHEAD = "good", "bad", "watch", "ahead"
"""Tones of a step: done, failed, in trouble, or still to come."""


@dataclass(frozen=True)
class Step:
    """A step: its date, its title, a detail, and the address of the page with more on it."""

    day: date | None
    title: str
    detail: str
    tone: str = GOOD
    address: str = ""


def by_employee(key: str | None, employees: Mapping[str, Employee]) -> str:
    """Return "by" and the name of an employee; "by the system" for SYSTEM, an empty string for None."""
    if not key:
        return ""
    return f"by {employees.get(key, 'the system' if key == 'SYSTEM' else key)}"
