"""The progress of a run: the stage of each database and the rows of its tables. Imports nothing slow to import."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class LoadStage(StrEnum):
    """The stage of the load of one database."""

    WAITING = "waiting"
    COPYING = "copying"
    INDEXING = "indexing"
    READY = "ready"
    STORED = "stored"


@dataclass(frozen=True)
class DatabaseProgress:
    """The progress of one database. `rows` counts the rows of each table so far."""

    database: str
    stage: LoadStage
    rows: Mapping[str, int]


ProgressCallback: TypeAlias = Callable[[Sequence[DatabaseProgress]], None]
"""Receives the progress of all databases; called several times a second from the thread that sends rows."""
