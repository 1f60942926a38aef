"""The manifest of a dump: the bank that its files make up, and checksums that show whether the files are whole."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from config.dump_format import DumpFormat
from config.inspection import migrations_on_disk
from datahub.databases import DATABASE_OF_APP
from seeding import PROJECT
from seeding.engine.expected import Expected
from seeding.engine.plan import Plan
from seeding.storage.checksums import bank_digest, sha256_of
from seeding.storage.errors import DumpUnusableError
from seeding.storage.planted_faults import PlantedFault
from seeding.storage.tables import FILLED, table_names

MANIFEST = "manifest.json"
LAYOUT = 1
"""The version of the manifest's own structure."""

CHECKSUM = "sha256"


@dataclass(frozen=True)
class DumpedTable:
    """The rows of a table in a dump: their number and digest."""

    rows: int
    digest: str


@dataclass(frozen=True)
class DumpedDatabase:
    """The file of a database in a dump, its size in bytes and digest, and the tables in it."""

    file: str
    bytes: int
    sha256: str
    tables: Mapping[str, DumpedTable]

    @property
    def rows(self) -> int:
        """The number of rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Return the database that is a part of a manifest's record."""
        tables = {name: DumpedTable(int(table["rows"]), table["digest"]) for name, table in record["tables"].items()}
        return cls(Path(record["file"]).name, int(record["bytes"]), record["sha256"], tables)


@dataclass(frozen=True)
class Manifest:
    """The contents of a dump. `run` is about the run that wrote the rows, `generator` is its version."""

    format: DumpFormat
    programs: str
    server: str
    dumped_at: str
    generator: str
    plan: Plan
    expected: Mapping[str, Expected]
    run: Mapping[str, str]
    faults: tuple[PlantedFault, ...]
    migrations: tuple[str, ...]
    databases: Mapping[str, DumpedDatabase]

    @property
    def rows(self) -> int:
        """The number of rows of all databases."""
        return sum(database.rows for database in self.databases.values())

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(database.bytes for database in self.databases.values())

    @property
    def fingerprint(self) -> str:
        """The digest of the bank, as of every other bank with the same rows."""
        return bank_digest(
            {
                f"{name}.{table}": dumped.digest
                for name, database in self.databases.items()
                if name in DATABASE_OF_APP.values()
                for table, dumped in database.tables.items()
            }
        )

    def to_record(self) -> dict[str, Any]:
        """Return the manifest as JSON values."""
        return {
            "project": PROJECT,
            "layout": LAYOUT,
            **asdict(self),
            "plan": self.plan.to_record(),
            "expected": {table: [rows.low, rows.high] for table, rows in self.expected.items()},
            "faults": [fault.to_record() for fault in self.faults],
            "fingerprint": self.fingerprint,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Return the manifest that `to_record` wrote."""
        return cls(
            format=DumpFormat(record["format"]),
            programs=str(record["programs"]),
            server=str(record["server"]),
            dumped_at=str(record["dumped_at"]),
            generator=str(record["generator"]),
            plan=Plan.from_record(record["plan"]),
            expected={table: Expected(int(low), int(high)) for table, (low, high) in record["expected"].items()},
            run=dict(record["run"]),
            faults=tuple(PlantedFault.from_record(fault) for fault in record["faults"]),
            migrations=tuple(record["migrations"]),
            databases={name: DumpedDatabase.from_record(each) for name, each in record["databases"].items()},
        )


def bank_migrations() -> tuple[str, ...]:
    """Return the migrations of the bank's apps, such as "loans.0001_initial", in order: they make its tables."""
    return tuple(sorted(f"{app}.{name}" for app, name in migrations_on_disk() if app in DATABASE_OF_APP))


def write_manifest(manifest: Manifest, directory: Path) -> None:
    """Write the manifest into the directory of its dump. Raises OSError."""
    record = manifest.to_record()
    record[CHECKSUM] = _checksum(record)
    (directory / MANIFEST).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def read_manifest(directory: Path) -> Manifest:
    """Return the manifest of a dump. Raises DumpUnusableError if there is none, or it is not one of this project."""
    record = _read_record(directory)
    if not isinstance(record, dict) or record.get("project") != PROJECT:
        raise DumpUnusableError(str(directory), "it is of another project")
    if record.get("layout") != LAYOUT:
        raise DumpUnusableError(str(directory), "it is of another version of this project")
    if record.pop(CHECKSUM, None) != _checksum(record):
        raise DumpUnusableError(str(directory), f"{MANIFEST} is damaged")
    manifest = Manifest.from_record(record)
    _refuse_other_tables(manifest, directory)
    return manifest


def _read_record(directory: Path) -> Any:
    try:
        return json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        missing = f"there is no file {MANIFEST} in it" if directory.is_dir() else "there is no such directory"
        raise DumpUnusableError(str(directory), missing) from None
    except OSError as error:
        raise DumpUnusableError(str(directory), f"{MANIFEST} cannot be read: {error.strerror}") from None
    except ValueError:
        raise DumpUnusableError(str(directory), f"{MANIFEST} is damaged") from None


def _checksum(record: Mapping[str, Any]) -> str:
    """Return a digest of a manifest's values, however they are laid out in the file."""
    return sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def _refuse_other_tables(manifest: Manifest, directory: Path) -> None:
    """Raise DumpUnusableError if the dump has other tables than this version of the project."""
    ours = {database: set(table_names(database)) for database in FILLED}
    theirs = {name: set(database.tables) for name, database in manifest.databases.items()}
    if ours != theirs or manifest.migrations != bank_migrations():
        reason = f"version {manifest.generator} made it, whose tables differ from those of this version"
        raise DumpUnusableError(str(directory), reason)


def refuse_damaged_files(manifest: Manifest, directory: Path) -> None:
    """Raise DumpUnusableError if a file is missing, or is not the one that was written."""
    for dumped in manifest.databases.values():
        file = directory / dumped.file
        try:
            whole = file.stat().st_size == dumped.bytes and sha256_of(file) == dumped.sha256
        except FileNotFoundError:
            raise DumpUnusableError(str(directory), f"the file {dumped.file} is missing") from None
        except OSError as error:
            raise DumpUnusableError(str(directory), f"{dumped.file} cannot be read: {error.strerror}") from None
        if not whole:
            raise DumpUnusableError(str(directory), f"{dumped.file} is damaged: it is not the file that was dumped")
