"""A migration of comments alters no column; the views of an app are created and dropped with their comments."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from datahub.accounts.models import Account
from datahub.app_config import views_of
from datahub.database_views import version_of
from datahub.operations import AlterColumnComment, CreateViews, DropViews

COMMENT = "SELECT col_description('accounts'::regclass, attnum) FROM pg_attribute WHERE attname = 'opened_date'"


def test_only_the_comment_is_altered_forwards_and_backwards() -> None:
    field = Account._meta.get_field("opened_date").clone()
    field.db_comment = "Another comment"
    operation = AlterColumnComment("account", "opened_date", field)
    old = ProjectState.from_apps(apps)
    new = old.clone()
    operation.state_forwards("accounts", new)
    connection = connections["accounts_db"]
    with transaction.atomic(using="accounts_db"), connection.cursor() as cursor:
        # PostgreSQL refuses to alter a column that a view uses, even to the type that it has.
        cursor.execute("CREATE VIEW opened AS SELECT opened_date FROM accounts")
        found = []
        for migrate, before, after in (
            (operation.database_forwards, old, new),
            (operation.database_backwards, new, old),
        ):
            with connection.schema_editor() as editor:
                migrate("accounts", editor, before, after)
            cursor.execute(f"{COMMENT} AND attrelid = 'accounts'::regclass")
            found += cursor.fetchall()
        transaction.set_rollback(True, using="accounts_db")
    assert found == [("Another comment",), (Account._meta.get_field("opened_date").db_comment,)]


def test_other_databases_are_left_alone() -> None:
    state = ProjectState.from_apps(apps)
    operation = AlterColumnComment("account", "opened_date", Account._meta.get_field("opened_date"))
    with connections["loans_db"].schema_editor(collect_sql=True) as editor:
        operation.database_forwards("accounts", editor, state, state)
    assert editor.collected_sql == []


VIEWS = views_of("loans_db")
NAMES = [view.name for view in VIEWS]
CURRENT = {"names": NAMES, "version": version_of(VIEWS)}
OUTDATED = {"names": ["loan_arrears", "arrears_by_days_past_due", "no_longer_there"], "version": "of another time"}


@pytest.fixture
def editor() -> Iterator[BaseDatabaseSchemaEditor]:
    """A schema editor of loans_db whose changes are rolled back."""
    with transaction.atomic(using="loans_db"):
        with connections["loans_db"].schema_editor() as editor:
            yield editor
        transaction.set_rollback(True, using="loans_db")


def found(editor: BaseDatabaseSchemaEditor) -> list[tuple[Any, ...]]:
    """Return the views of loans_db with their comments and columns."""
    with editor.connection.cursor() as cursor:
        cursor.execute("""
            SELECT relname, obj_description(oid, 'pg_class'),
                   (SELECT json_object_agg(attname, col_description(oid, attnum) ORDER BY attnum)
                    FROM pg_attribute WHERE attrelid = oid)
            FROM pg_class WHERE relnamespace = 'analytics'::regnamespace
        """)
        return list(cursor.fetchall())


STATED = {(view.name, view.purpose, tuple(view.columns.items())) for view in VIEWS}


def stated(editor: BaseDatabaseSchemaEditor) -> set[tuple[Any, ...]]:
    return {(name, purpose, tuple(columns.items())) for name, purpose, columns in found(editor)}


def test_views_are_dropped_and_created_and_the_same_in_reverse(editor: BaseDatabaseSchemaEditor) -> None:
    create, drop = CreateViews(**CURRENT), DropViews(**CURRENT)
    for apply, expected in (
        (create.database_backwards, set()),
        (create.database_forwards, STATED),
        (drop.database_forwards, set()),
        (drop.database_backwards, STATED),
    ):
        apply("loans", editor, None, None)
        assert stated(editor) == expected


def test_views_that_are_there_are_replaced(editor: BaseDatabaseSchemaEditor) -> None:
    """A migration that was committed and not recorded runs again."""
    with editor.connection.cursor() as cursor:
        cursor.execute("ALTER VIEW analytics.loan_vintages RENAME COLUMN quarter TO season")
    CreateViews(**CURRENT).database_forwards("loans", editor, None, None)
    assert stated(editor) == STATED


def test_definitions_that_have_changed_since_are_left_to_the_migration_of_the_change(
    editor: BaseDatabaseSchemaEditor,
) -> None:
    CreateViews(**CURRENT).database_backwards("loans", editor, None, None)
    CreateViews(**OUTDATED).database_forwards("loans", editor, None, None)
    DropViews(**OUTDATED).database_backwards("loans", editor, None, None)
    assert found(editor) == []


def test_views_that_no_longer_exist_are_no_obstacle(editor: BaseDatabaseSchemaEditor) -> None:
    DropViews(**OUTDATED).database_forwards("loans", editor, None, None)
    assert {name for name, _, _ in stated(editor)} == {*NAMES} - {*OUTDATED["names"]}


@pytest.mark.parametrize("operation", [CreateViews, DropViews])
def test_the_views_of_other_databases_are_left_alone(operation: type[CreateViews | DropViews]) -> None:
    with connections["insurance_db"].schema_editor(collect_sql=True) as editor:
        operation(**CURRENT).database_forwards("loans", editor, None, None)
        operation(**CURRENT).database_backwards("loans", editor, None, None)
    assert editor.collected_sql == []


def test_a_version_follows_from_every_part_of_a_definition() -> None:
    first, second, *others = VIEWS
    assert version_of(VIEWS) == version_of(list(VIEWS))
    assert version_of(VIEWS) != version_of((second, first, *others))
    for change in ({"name": "x"}, {"purpose": "x"}, {"query": "x"}, {"columns": dict([*first.columns.items()][::-1])}):
        assert version_of(VIEWS) != version_of((replace(first, **change), second, *others))
