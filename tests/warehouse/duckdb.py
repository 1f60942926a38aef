"""Query a warehouse. DuckDB is in the virtualenv of dbt, so that a process of its own answers."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seeding.management.warehouse import PYTHON

_ANSWER = """
import json, sys
import duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    for query in sys.stdin:
        rows = connection.execute(json.loads(query)).fetchall()
        print(json.dumps(rows, default=str), flush=True)
"""
"""A program that answers queries, one on each line."""


@dataclass(frozen=True)
class Warehouse:
    """A warehouse, and the process that answers queries about it."""

    process: subprocess.Popen[str]

    def rows(self, query: str) -> list[list[Any]]:
        """Return the rows of a query; decimals, dates and times are text."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(query), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, f"DuckDB ended, its error is above; the query was {query}"
        found: list[list[Any]] = json.loads(answer)
        return found

    def figures(self, model: str, key: str, column: str) -> dict[str, str]:
        """Return the figures of a column by the key of its row, without nulls and zeros."""
        return stated(self.rows(f"SELECT {key}, {column} FROM analytics.{model}"))


@contextmanager
def opened(file: Path) -> Iterator[Warehouse]:
    """Open a warehouse to read it during the block."""
    command = [str(PYTHON), "-c", _ANSWER, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Warehouse(process)


def stated(rows: Any) -> dict[str, str]:
    """Return pairs as a dict of texts, without nulls and zeros, which a query that counts rows does not return."""
    texts = {str(key): str(figure) for key, figure in rows if figure is not None}
    return {key: text for key, text in texts.items() if text.strip("0.")}
