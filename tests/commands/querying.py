"""Statements that `db_query` runs in this process, and refuses."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

MINE = "accounts_db"


def query(sql: str, database: str = MINE, **options: Any) -> str:
    """Return what `db_query` prints for a statement."""
    out = io.StringIO()
    call_command("db_query", sql, "--database", database, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def refusal(sql: str, database: str = MINE, **options: Any) -> str:
    """Return the line with which `db_query` refuses a statement."""
    with pytest.raises(CommandError) as raised:
        query(sql, database, **options)
    (line,) = str(raised.value).splitlines()
    assert raised.value.returncode == 1
    return line
