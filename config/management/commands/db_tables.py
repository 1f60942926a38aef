"""`manage.py db_tables`: the tables and views of the six databases."""

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from config.command import BankCommand
from config.management.options.db_tables import Arguments
from config.tables import Table, tables_in
from config.terminal import Style
from datahub.databases import BANK_DATABASES

MIN_COMMENT_WIDTH = 20


class Command(Arguments, BankCommand):
    """List tables and views."""

    requires_system_checks: list[str] = []

    def handle(self, *, database: str | None, as_json: bool, **options: Any) -> None:
        """List the tables; raise CommandError where one stays locked."""
        found = {name: tables_in(name) for name in ([database] if database else BANK_DATABASES)}
        if as_json:
            self.stdout.write(json.dumps({name: _record(tables) for name, tables in found.items()}, indent=2))
            return
        # In a pipe a comment stays on its line, so that grep finds it with its table.
        for name, tables in found.items():
            heading, *lines = _lines(name, tables, self.screen.width)
            self.show(heading, Style.BOLD)
            for line in lines:
                self.stdout.write(line)


def _record(tables: list[Table]) -> dict[str, Any]:
    return {
        table.name: {
            "kind": "view" if table.is_view else "table",
            "rows": table.rows,
            "exact": table.exact,
            "comment": table.comment,
        }
        for table in tables
    }


def _lines(database: str, tables: list[Table], width: int | None) -> Iterator[str]:
    yield f"{database:37} {'rows':>13}"
    for table in tables:
        rows = "-" if table.rows is None else f"{'' if table.exact else '~'}{table.rows:,}"
        start = f"  {table.name:35} {rows:>13}  "
        comment = f"View: {table.comment}" if table.is_view else table.comment
        room = max(width - len(start), MIN_COMMENT_WIDTH) if width else max(len(comment), 1)
        first, *more = textwrap.wrap(comment, room) or [""]
        yield (start + first).rstrip()
        for line in more:
            yield " " * len(start) + line
