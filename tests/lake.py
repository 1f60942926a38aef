"""Exports of small banks with many parts, and what is in them."""

import json
import os
import signal
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

from seeding.engine.layout import History
from seeding.execution.pipeline import CELLS_PER_BLOCK
from seeding.management import lake
from seeding.storage.files.part import PartSink
from tests.seeded import command

BANK = {"seed": "7", "customers": "1000", "employees": "20", "as_of": "2026-06-30"}
"""The options of a bank of five cells."""
PARTS = 6
"""Its parts with a cell each, and that of the bank as a whole."""

DEATH = "BANK_EXPORT_DEATH"
"""A variable that names a file: the first worker at part 2 creates it and dies before its files are complete."""
LOG = "BANK_EXPORT_LOG"
"""A variable that names a file with a line for each part that was begun."""


def small_part(url: str, record: Mapping[str, Any], number: int) -> tuple[int, int]:
    """Make a part as `make_part` does, in a bank whose blocks are single cells. Other processes call this."""
    with patch.dict(CELLS_PER_BLOCK, {History.BRIEF: 1}):
        if LOG in os.environ:
            with Path(os.environ[LOG]).open("a") as log:
                log.write(f"{number}\n")
        if number == 2 and DEATH in os.environ and _first(Path(os.environ[DEATH])):
            with patch.object(PartSink, "finish", _die):
                return lake.make_part(url, record, number)
        return lake.make_part(url, record, number)


def _first(file: Path) -> bool:
    try:
        file.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _die(sink: PartSink) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def export(target: Path | str, **options: str) -> str:
    """Export the bank, or another one, in many parts, and return what the command printed."""
    tables = {"tables": options.pop("tables").split()} if "tables" in options else {}
    with patch.dict(CELLS_PER_BLOCK, {History.BRIEF: 1}), patch.object(lake, "_PART", f"{__name__}.small_part"):
        return command("seed_export", to=str(target), **{**BANK, **options}, **tables)


def manifest(target: Path) -> dict[str, Any]:
    """Return the manifest of an export."""
    record: dict[str, Any] = json.loads((target / "_manifest.json").read_text())
    return record


def contents(target: Path) -> dict[str, str]:
    """Return the SHA-256 of each file by name."""
    files = (path for path in target.rglob("*") if path.is_file())
    return {str(path.relative_to(target)): sha256(path.read_bytes()).hexdigest() for path in files}
