"""The schema `ops` of version 0.3.0: what it held moves to `default`, and it goes.

It held Django's records of migrations, the mark of a load, and the faults that were planted. The latter two are the
seeding's: it listens to `leaving_former_schema` and takes them along in the same transaction.
"""

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from config.inspection import FORMER_SCHEMA
from config.signals import leaving_former_schema

_RECORDS = sql.Identifier(FORMER_SCHEMA, "django_migrations")


def leave_former_schema(alias: str) -> None:
    """Move what the schema holds, and drop it. Where an earlier command has moved the records, only the rest is done.

    Raises Django's InternalError if the schema holds what is not this project's.
    """
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        _move_records(alias, cursor)
        leaving_former_schema.send(sender=leave_former_schema, alias=alias, cursor=cursor)
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(_RECORDS))
        cursor.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(FORMER_SCHEMA)))


def _move_records(alias: str, cursor: CursorWrapper) -> None:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{FORMER_SCHEMA}.django_migrations"])
    if cursor.fetchone() != (True,):
        return
    recorder = MigrationRecorder(connections[alias])
    recorder.ensure_schema()
    recorded = set(recorder.applied_migrations())
    cursor.execute(sql.SQL("SELECT app, name FROM {} ORDER BY id").format(_RECORDS))
    for app, name in cursor.fetchall():
        if (app, name) not in recorded:
            # At once: should the drop fail, the next command finds both and goes on.
            recorder.migration_qs.create(app=app, name=name)
