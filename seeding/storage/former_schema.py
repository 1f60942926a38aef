"""The schema `ops` of version 0.3.0: the mark and the planted faults in it move before it is dropped."""

from django.db.backends.utils import CursorWrapper

from seeding.models import Run
from seeding.storage.mark import write_mark
from seeding.storage.planted_faults import PlantedFault


def take_along(alias: str, cursor: CursorWrapper) -> None:
    """Write the mark as a comment, record the planted faults, drop both tables."""
    cursor.execute("SELECT to_regclass('ops.seed_load') IS NOT NULL, to_regclass('ops.seed_fault') IS NOT NULL")
    has_mark, has_faults = cursor.fetchone()
    if has_mark:
        _move_mark(cursor)
    if has_faults:
        _move_faults(alias, cursor)


def _move_mark(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT run_id FROM ops.seed_load ORDER BY loaded_at DESC LIMIT 1")
    for (run_id,) in cursor.fetchall():
        write_mark(cursor, run_id)
    cursor.execute("DROP TABLE ops.seed_load")


def _move_faults(alias: str, cursor: CursorWrapper) -> None:
    cursor.execute("SELECT check_id, what, broken, put_back, planted_at FROM ops.seed_fault ORDER BY planted_at")
    for check_id, description, row, statements, planted_at in cursor.fetchall():
        fault = PlantedFault(check_id, description, row, {alias: statements})
        Run.objects.get_or_create(
            kind=Run.Kind.BREAK,
            started_at=planted_at,
            defaults={
                "state": Run.State.COMPLETE,
                "progress": {"fault": fault.to_record()},
                "generator": "0.3.0",
                "command": f"planted the fault of {check_id}",
                "user": "",
                "host": "",
                "pid": 0,
                "finished_at": planted_at,
            },
        )
    cursor.execute("DROP TABLE ops.seed_fault")
