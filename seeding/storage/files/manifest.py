"""The manifest of an export: `_manifest.json`, written when it begins and when it is complete, and a file per part.

Parts are written by many processes at a time, perhaps on many machines, which share nothing but the target. Each
complete part has a record of its own, and the process that finds all of them joins them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from seeding import PROJECT
from seeding.engine.digest import TableDigest
from seeding.engine.plan import Plan
from seeding.storage.checksums import bank_digest
from seeding.storage.errors import ExportUnusableError, OtherExportError
from seeding.storage.files.file_format import FileFormat
from seeding.storage.files.target import Target

MANIFEST = "_manifest.json"
PARTS = "_parts"
LAYOUT = 1
"""The version of the structure of these files."""


@dataclass(frozen=True)
class Export:
    """An export to write: the tables of a plan, in a format, in a number of parts."""

    plan: Plan
    generator: str
    file_format: FileFormat
    tables: tuple[str, ...]
    parts: int

    def to_record(self) -> dict[str, Any]:
        """Return the export as JSON values."""
        return {
            "project": PROJECT,
            "layout": LAYOUT,
            "generator": self.generator,
            "format": self.file_format.value,
            "plan": self.plan.to_record(),
            "tables": list(self.tables),
            "parts": self.parts,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Return the export that `to_record` wrote. Raises ValueError or KeyError for another record."""
        if record["project"] != PROJECT or record["layout"] != LAYOUT:
            raise ValueError("it is not an export of this version")
        return cls(
            Plan.from_record(record["plan"]),
            str(record["generator"]),
            FileFormat(record["format"]),
            tuple(record["tables"]),
            int(record["parts"]),
        )

    def __str__(self) -> str:
        return f"{self.plan}, {len(self.tables)} tables as {self.file_format}, version {self.generator}"


@dataclass(frozen=True)
class StoredFile:
    """A file of a table, its size in bytes and SHA-256, and the digest of its rows."""

    table: str
    name: str
    bytes: int
    sha256: str
    digest: TableDigest

    def to_record(self) -> dict[str, Any]:
        """Return the file as JSON values."""
        return {
            "table": self.table,
            "name": self.name,
            "rows": self.digest.rows,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "digest": self.digest.hex(),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Return the file that `to_record` wrote."""
        digest = TableDigest.parse(int(record["rows"]), record["digest"])
        return cls(record["table"], record["name"], int(record["bytes"]), record["sha256"], digest)


@dataclass(frozen=True)
class Present:
    """The contents of a target: an export, whether it is complete, and the change feed beside it, if there is one."""

    export: Export
    complete: bool
    changes: Mapping[str, Any] | None


def read_present(target: Target) -> Present | None:
    """Return what the manifest of a target says; None if there is no manifest. Raises ExportUnusableError."""
    text = target.read_texts([MANIFEST]).get(MANIFEST)
    if text is None:
        return None
    try:
        record = json.loads(text)
        return Present(Export.from_record(record), bool(record["complete"]), record.get("changes"))
    except (ValueError, KeyError, TypeError):
        raise ExportUnusableError(target.url, f"{MANIFEST} is not that of an export, or is damaged") from None


def refuse_other(target: Target, present: Present | None, export: Export) -> None:
    """Raise OtherExportError if the target has another export."""
    if present is None:
        return
    there = present.export
    if not there.plan.same_bank(export.plan) or _but_plan(there) != _but_plan(export):
        raise OtherExportError(target.url, str(there), str(export))


def _but_plan(export: Export) -> tuple[object, ...]:
    return export.generator, export.file_format, export.tables, export.parts


def begin_export(target: Target, export: Export, changes: Mapping[str, Any] | None) -> None:
    """Write the manifest of an export that is not complete. Raises TargetError.

    `changes` describes the change feed beside it, if there is one.
    """
    target.write_text(MANIFEST, _as_text({**export.to_record(), "complete": False, **_changes(changes)}))


def part_record(number: int) -> str:
    """Return the name of the record of a complete part."""
    return f"{PARTS}/part-{number:05}.json"


def write_part(target: Target, number: int, files: Iterable[StoredFile]) -> None:
    """Record that a part is complete. Raises TargetError."""
    record = {"part": number, "files": [file.to_record() for file in sorted(files, key=lambda file: file.name)]}
    target.write_text(part_record(number), _as_text(record))


def read_parts(target: Target, numbers: Iterable[int]) -> dict[int, tuple[StoredFile, ...]]:
    """Return the files of parts that are recorded as complete, by number. Raises ExportUnusableError."""
    names = {part_record(number): number for number in numbers}
    try:
        return {
            names[name]: tuple(StoredFile.from_record(file) for file in json.loads(text)["files"])
            for name, text in target.read_texts(list(names)).items()
        }
    except (ValueError, KeyError, TypeError):
        raise ExportUnusableError(target.url, f"a record in {PARTS} is damaged; delete it") from None


def complete_parts(target: Target, export: Export) -> dict[int, tuple[StoredFile, ...]]:
    """Return the files of the parts whose files are all there with the size that they were written with, by number.

    Raises TargetError and ExportUnusableError.
    """
    sizes = target.sizes()
    recorded = read_parts(target, [number for number in range(export.parts) if part_record(number) in sizes])
    return {
        number: files for number, files in recorded.items() if all(sizes.get(file.name) == file.bytes for file in files)
    }


def finish_export(
    target: Target, export: Export, parts: Mapping[int, Sequence[StoredFile]], changes: Mapping[str, Any] | None
) -> Mapping[str, TableDigest]:
    """Write the manifest of a complete export, and return the digest of each table.

    `changes` describes the change feed beside it, if there is one.

    Raises TargetError.
    """
    files = [file for number in sorted(parts) for file in parts[number]]
    by_table: dict[str, list[TableDigest]] = defaultdict(list)
    for file in files:
        by_table[file.table].append(file.digest)
    digests = {table: TableDigest.total(by_table[table]) for table in export.tables}
    record = {
        **export.to_record(),
        "complete": True,
        "rows": sum(digest.rows for digest in digests.values()),
        "bytes": sum(file.bytes for file in files),
        "fingerprint": bank_digest({table: digest.hex() for table, digest in digests.items()}),
        "digests": {table: {"rows": digest.rows, "digest": digest.hex()} for table, digest in digests.items()},
        **_changes(changes),
        "files": [file.to_record() for file in files],
    }
    text = _as_text(record)
    if target.read_texts([MANIFEST]).get(MANIFEST) != text:
        target.write_text(MANIFEST, text)
    target.discard_drafts()
    return digests


def _changes(changes: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"changes": changes} if changes else {}


def _as_text(record: Mapping[str, Any]) -> str:
    return json.dumps(record, indent=1) + "\n"
