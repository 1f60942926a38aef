"""The steps in the history of a loan, a policy or a report, as the line at the top of its page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from datahub.choices import Tone
from datahub.employees.models import Employee


@dataclass(frozen=True)
class Step:
    """A step: its date, its title, a detail, and the address of the page with more on it.

    A step that is still to come has the tone NEUTRAL.
    """

    day: date | None
    title: str
    detail: str
    tone: Tone = Tone.GOOD
    address: str = ""


def by_employee(key: str | None, employees: Mapping[str, Employee]) -> str:
    """Return "by" and the name of an employee; "by the system" for SYSTEM, an empty string for None."""
    if not key:
        return ""
    return f"by {employees.get(key, 'the system' if key == 'SYSTEM' else key)}"
