"""Milestones in a customer's history: the dates that the admins of the tables declare as such."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.utils.text import capfirst

from datahub.accounts.models import Customer
from datahub.browsing.dates import date_of
from datahub.browsing.links import page_url
from datahub.browsing.table_admin import TableAdmin

MAX_MILESTONES = 9


@dataclass(frozen=True)
class Milestone:
    """An event in the customer's history; `address` leads to its row."""

    day: date
    title: str
    address: str


def milestones_of(admin: TableAdmin, customer: Customer, rows: Iterable[Model]) -> list[Milestone]:
    """Return the newest milestones in some rows, newest first, and last the customer's first one."""
    found = [Milestone(date_of(customer.created_at), "Joined the bank", "")] if customer.created_at else []
    found += [milestone for row in rows for milestone in _milestones_in(admin, row)]
    found.sort(key=lambda milestone: milestone.day, reverse=True)
    return found if len(found) <= MAX_MILESTONES else [*found[: MAX_MILESTONES - 1], found[-1]]


def _milestones_in(admin: TableAdmin, row: Model) -> Iterator[Milestone]:
    of_model = admin.admin_of(type(row))
    for column, title in (of_model.milestones if of_model else {}).items():
        when = getattr(row, column)
        if when is not None:
            shown = capfirst(title.format(row=row).replace("_", " "))
            yield Milestone(date_of(when), shown, page_url(type(row), row.pk))
