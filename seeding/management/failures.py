"""The top of the report of `seed_verify`: each failed check with its rows, its SQL, and the pages of its rows."""

from typing import Any
from urllib.parse import urljoin

from django.db import models

from config.site_address import admin_address
from datahub.browsing.links import list_url, page_url
from seeding.catalog.check_subjects import subject_of
from seeding.checks.check import Outcome
from seeding.checks.reader import Row
from seeding.storage.tables import FILLED, tables_of


def failure_context(outcome: Outcome) -> dict[str, Any]:
    """Return what the report shows of a failed check: rows with their pages, SQL, and the list of its table."""
    model = _subject(outcome)
    return {
        "id": outcome.check.id,
        "title": outcome.check.title,
        "severity": outcome.check.severity.value,
        "count": outcome.violations.count,
        "rows": [{"text": _in_a_line(row), "page": _page(model, row)} for row in outcome.violations.shown],
        "figures": [figure.name for figure in outcome.figures if not figure.passes],
        "queries": list(dict.fromkeys((query.database, query.sql) for query in outcome.queries)),
        "table": model._meta.db_table,
        "list": urljoin(admin_address(), list_url(model)),
    }


def violation_lines(outcome: Outcome) -> list[str]:
    """Return the violations to show, each in a line."""
    return [_in_a_line(row) for row in outcome.violations.shown]


def _in_a_line(row: Row) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())


def _subject(outcome: Outcome) -> type[models.Model]:
    """Return the model of the table that a check is about."""
    table = subject_of(outcome.check).table
    return next(model for database in FILLED for model in tables_of(database) if model._meta.db_table == table)


def _page(model: type[models.Model], row: Row) -> str:
    """Return the address of the page of a row, "" if the row does not name its key."""
    key = row.get(str(model._meta.pk.column))
    return urljoin(admin_address(), page_url(model, key)) if key is not None else ""
