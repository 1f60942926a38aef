"""List the tables of a warehouse as JSON; `manage.py warehouse` runs this. The only argument is the file."""

import json
import sys

import duckdb

TABLES = "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'analytics' ORDER BY table_name"


def contents(warehouse: str) -> list[dict[str, object]]:
    """Return the name, the number of rows and the description of each table."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        return [
            {"name": name, "rows": connection.table(f"analytics.{name}").shape[0], "description": comment}
            for name, comment in connection.execute(TABLES).fetchall()
        ]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(contents(*sys.argv[1:])))
