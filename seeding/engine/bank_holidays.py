"""The holidays of the Federal Reserve, on which no bank settles: a table kept in the repository.

`manage.py vocabulary` writes it from the package `holidays`; a new release of that changes no bank.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("bank_holidays.csv")


@cache
def bank_holidays() -> tuple[date, ...]:
    """Return the weekdays of 1970 to 2100 on which banks are closed, in order.

    Eleven holidays a year, Juneteenth since 2021; one that falls on a Sunday is kept on the Monday after it.
    """
    with PATH.open(encoding="utf-8", newline="") as lines:
        return tuple(date.fromisoformat(day) for day, _ in csv.reader(lines))
