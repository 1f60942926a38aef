"""`make install-warehouse`: install DuckDB's extension for PostgreSQL out of its wheel, without a download.

The only argument is the directory for DuckDB's extensions.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb

PACKAGE = "duckdb_extension_postgres_scanner"


def install(directory: str) -> None:
    """Install the extension into a directory. Raises SystemExit where the wheel does not hold it."""
    package = find_spec(PACKAGE)
    places = package.submodule_search_locations if package else None
    found = [file for place in places or () for file in Path(place).glob("extensions/*/*.duckdb_extension")]
    if len(found) != 1:
        raise SystemExit(f"{PACKAGE} should hold one extension, and holds {len(found)}")
    with duckdb.connect(config={"extension_directory": directory}) as connection:
        connection.install_extension(str(found[0]), force_install=True)
        connection.load_extension("postgres_scanner")


if __name__ == "__main__":
    install(*sys.argv[1:])
