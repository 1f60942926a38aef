"""Query a warehouse. DuckDB is in the virtualenv of dbt, so that a process of its own asks."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seeding.management.warehouse import PYTHON

_ASK = """
import json, sys
import duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(json.dumps(connection.execute(sys.argv[2]).fetchall(), default=str))
"""


@dataclass(frozen=True)
class Warehouse:
    """The file of a warehouse."""

    file: Path

    def rows(self, query: str) -> list[list[Any]]:
        """Return the rows of a query; decimals, dates and times are text."""
        done = subprocess.run(
            [str(PYTHON), "-c", _ASK, str(self.file), query], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        found: list[list[Any]] = json.loads(done.stdout)
        return found

    def figures(self, model: str, key: str, column: str) -> dict[str, str]:
        """Return the figures of a column by the key of its row, without nulls and zeros."""
        return stated(self.rows(f"SELECT {key}, {column} FROM analytics.{model}"))


def stated(rows: Any) -> dict[str, str]:
    """Return pairs as a dict of texts, without nulls and zeros, which a query that counts rows does not return."""
    texts = {str(key): str(figure) for key, figure in rows if figure is not None}
    return {key: text for key, text in texts.items() if text.strip("0.")}
