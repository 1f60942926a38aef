"""The bank as charts see it: its databases, its day, and the months that charts show."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from django.db.models import Model

from datahub.databases import DATABASE_OF_APP

EMPLOYEES_DB = DATABASE_OF_APP["employees"]
CUSTOMER_DB = DATABASE_OF_APP["customers"]
ACCOUNTS_DB = DATABASE_OF_APP["accounts"]
LOANS_DB = DATABASE_OF_APP["loans"]
INSURANCE_DB = DATABASE_OF_APP["insurance"]
COMPLIANCE_DB = DATABASE_OF_APP["compliance"]

Row = dict[str, Any]
_MONTHS_PER_YEAR = 12


class ListUrl(Protocol):
    """Returns the address of the list of a table's rows, filtered by lookups; empty where there is no site."""

    def __call__(self, model: type[Model], **lookups: Any) -> str:
        """Return the address."""


def no_list(model: type[Model], **lookups: Any) -> str:
    """Return no address: charts of a report have no links."""
    return ""


class RowReader(Protocol):
    """Returns the rows of a query, by column. The query names its parameters, as in `%(as_of)s`."""

    def __call__(self, database: str, query: str, **parameters: Any) -> list[Row]:
        """Return the rows."""


@dataclass(frozen=True)
class Bank:
    """A bank on its last day: what reads its databases, that day, and where the lists of its rows are."""

    rows: RowReader
    as_of: date
    list_url: ListUrl = no_list

    @classmethod
    def read(cls, rows: RowReader, list_url: ListUrl = no_list) -> "Bank | None":
        """Return the bank on the day of the newest row of its ledger; None if the ledger is empty."""
        query = "SELECT (max(transaction_date) AT TIME ZONE 'UTC')::date AS day FROM transactions"
        (day,) = (row["day"] for row in rows(ACCOUNTS_DB, query))
        return None if day is None else cls(rows, day, list_url)

    @property
    def months_end(self) -> date:
        """The first day after the last month that is over."""
        tomorrow = self.as_of + timedelta(days=1)
        return tomorrow.replace(day=1)

    def full_months(self, count: int) -> list[date]:
        """Return the first days of the last `count` months that are over, the earliest first."""
        return [month_before(self.months_end, back) for back in range(count, 0, -1)]

    def months(self, count: int) -> list[date]:
        """Return the first days of the last `count` months, that of the bank's day included."""
        return [month_before(self.as_of.replace(day=1), back) for back in range(count - 1, -1, -1)]


def utc(parameter: str) -> str:
    """Return the SQL of the moment at which the day of a parameter begins in UTC, whatever the session's time zone."""
    return f"(%({parameter})s::date::timestamp AT TIME ZONE 'UTC')"


def month_before(month: date, back: int) -> date:
    """Return the first day of the month `back` months before another one."""
    years, place = divmod(month.year * _MONTHS_PER_YEAR + month.month - 1 - back, _MONTHS_PER_YEAR)
    return date(years, place + 1, 1)


def within_month(column: str, month: date) -> dict[str, str]:
    """Return the lookups of a list for the rows of the month that begins on a day."""
    return _between(column, month, month_before(month, -1))


def within_year(column: str, year: int) -> dict[str, str]:
    """Return the lookups of a list for the rows of a year."""
    return _between(column, date(year, 1, 1), date(year + 1, 1, 1))


def _between(column: str, first: date, end: date) -> dict[str, str]:
    return {f"{column}__gte": first.isoformat(), f"{column}__lt": end.isoformat()}


def month_label(month: date) -> str:
    """Return a month as charts name it, such as "Mar 26"."""
    return f"{month:%b %y}"


def estimated_rows(bank: Bank, database: str, table: str) -> int:
    """Return the planner's estimate of the rows of a table; at least 0."""
    query = "SELECT greatest(reltuples, 0)::bigint AS rows FROM pg_class WHERE oid = %(table)s::regclass"
    return sum(int(row["rows"]) for row in bank.rows(database, query, table=f"public.{table}"))
