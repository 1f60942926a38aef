"""makemigrations writes a new table's columns in the model's order, comments alone, and what becomes of the views."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import get_commands, load_command_class
from django.db import connections, models, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations import AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

from datahub.app_config import BankAppConfig
from datahub.autodetector import BankAutodetector
from datahub.database_views import version_of
from datahub.fields import CrossDatabaseKey, TextColumn
from datahub.operations import AlterColumnComment, CreateViews, DropViews

COLUMNS = ["fee_id", "customer", "charged_on", "loan", "amount", "fee_type", "waived_by"]
FEE = ModelState(
    "loans",
    "Fee",
    [
        ("fee_id", models.AutoField(primary_key=True)),
        ("customer", CrossDatabaseKey("accounts.Customer", related_name="fees")),
        ("charged_on", models.DateField()),
        ("loan", models.ForeignKey("loans.Loan", models.PROTECT, related_name="fees")),
        ("amount", models.DecimalField(max_digits=15, decimal_places=2)),
        ("fee_type", models.ForeignKey("loans.FeeType", models.PROTECT, related_name="fees")),
        ("waived_by", CrossDatabaseKey("employees.Employee", db_column="waived_by", db_index=False, null=True)),
    ],
    options={"db_table": "fees"},
)
FEE_TYPE = ModelState(
    "loans", "FeeType", [("name", TextColumn(max_length=20, primary_key=True))], options={"db_table": "fee_types"}
)
ORDERED = "SELECT attname FROM pg_attribute WHERE attrelid = 'fees'::regclass AND attnum > 0 ORDER BY attnum"
NAMED = "SELECT conname FROM pg_constraint WHERE conrelid = 'fees'::regclass AND contype <> 'n' ORDER BY conname"
INDEXES = "SELECT indexname FROM pg_indexes WHERE tablename = 'fees' ORDER BY indexname"


def states() -> tuple[ProjectState, ProjectState]:
    """Return the bank's models, and the same with two new ones."""
    before, after = ProjectState.from_apps(apps), ProjectState.from_apps(apps)
    for state in (FEE, FEE_TYPE):
        after.add_model(state.clone())
    return before, after


def new_migration(autodetector: type[MigrationAutodetector]) -> Migration:
    changes = autodetector(*states()).changes(MigrationLoader(None).graph)
    assert list(changes) == ["loans"]
    (migration,) = changes["loans"]
    return migration


def created_columns(migration: Migration) -> list[str]:
    (create,) = [each for each in migration.operations if isinstance(each, CreateModel) and each.name == "Fee"]
    return [name for name, _ in create.fields]


@pytest.mark.parametrize("name", ["makemigrations", "migrate"])
def test_the_commands_use_the_projects_autodetector(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    assert command.autodetector is BankAutodetector


def test_the_system_checks_accept_the_commands() -> None:
    assert run_checks() == []


def test_a_new_table_has_its_columns_in_the_models_order() -> None:
    assert created_columns(new_migration(BankAutodetector)) == COLUMNS


def test_django_alone_would_put_the_foreign_keys_last() -> None:
    """When this fails, the project's own command is no longer needed."""
    assert created_columns(new_migration(MigrationAutodetector)) != COLUMNS


def test_the_table_gets_them_in_that_order_and_plain_names() -> None:
    before, _ = states()
    migration = new_migration(BankAutodetector)
    connection = connections["loans_db"]
    with transaction.atomic(using="loans_db"):
        with connection.schema_editor() as editor:
            migration.apply(before, editor)
        with connection.cursor() as cursor:
            found = {query: [name for (name,) in _rows(cursor, query)] for query in (ORDERED, NAMED, INDEXES)}
        transaction.set_rollback(True, using="loans_db")
    assert found[ORDERED] == [
        "fee_id", "customer_id", "charged_on", "loan_id", "amount", "fee_type_id", "waived_by"
    ]  # fmt: skip
    assert found[NAMED] == ["fees_fee_type_id_fkey", "fees_loan_id_fkey", "fees_pkey"]
    assert found[INDEXES] == ["fees_customer_id_idx", "fees_fee_type_id_idx", "fees_loan_id_idx", "fees_pkey"]


def _rows(cursor, query: str) -> list[tuple[str]]:  # type: ignore[no-untyped-def]
    cursor.execute(query)
    return cursor.fetchall()


@pytest.mark.parametrize("change", ["remove a table", "alter an option"])
def test_other_changes_are_detected_as_by_django(change: str) -> None:
    def operations(autodetector: type[MigrationAutodetector]) -> list[type]:
        before, after = states()
        if change == "remove a table":
            before, after = after, before
        else:
            after.models["loans", "loan"].options["db_table_comment"] = "changed"
        changes = autodetector(before, after).changes(MigrationLoader(None).graph)
        return [type(each) for migrations in changes.values() for one in migrations for each in one.operations]

    assert operations(BankAutodetector) == operations(MigrationAutodetector) != []


def altered(**options: Any) -> ProjectState:
    """Return the bank's models with other options of loans.principal_amount."""
    state = ProjectState.from_apps(apps)
    field = state.models["loans", "loan"].fields["principal_amount"]
    _, _, args, before = field.deconstruct()
    state.models["loans", "loan"].fields["principal_amount"] = models.DecimalField(*args, **{**before, **options})
    return state


def changes_to(after: ProjectState) -> list[Operation]:
    changes = BankAutodetector(ProjectState.from_apps(apps), after).changes(MigrationLoader(None).graph)
    return [operation for migrations in changes.values() for one in migrations for operation in one.operations]


def test_a_comment_is_changed_alone() -> None:
    (operation,) = changes_to(altered(db_comment="Amount paid out"))
    assert isinstance(operation, AlterColumnComment)
    assert operation.field.db_comment == "Amount paid out"


def test_what_the_database_does_not_know_is_altered_as_by_django() -> None:
    assert [type(operation) for operation in changes_to(altered(help_text="In USD"))] == [AlterField]


def test_a_column_changes_its_type_under_the_views_that_read_it() -> None:
    after = altered(max_digits=17)
    drop, alter, create = changes_to(after)
    assert [type(operation) for operation in (drop, alter, create)] == [DropViews, AlterField, CreateViews]
    views = "SELECT relname FROM pg_class WHERE relnamespace = 'analytics'::regnamespace ORDER BY relname"
    type_ = "SELECT atttypmod FROM pg_attribute WHERE attrelid = 'loans'::regclass AND attname = 'principal_amount'"
    with transaction.atomic(using="loans_db"), connections["loans_db"].cursor() as cursor:
        before = _rows(cursor, views)
        migration = Migration("0099_type", "loans")
        migration.operations = [drop, alter, create]
        with connections["loans_db"].schema_editor() as editor:
            migration.apply(ProjectState.from_apps(apps), editor)
        assert _rows(cursor, type_) == [(((17 << 16) | 2) + 4,)]
        assert _rows(cursor, views) == before
        with connections["loans_db"].schema_editor() as editor:
            migration.unapply(ProjectState.from_apps(apps), editor)
        assert _rows(cursor, type_) == [(((15 << 16) | 2) + 4,)]
        assert _rows(cursor, views) == before
        transaction.set_rollback(True, using="loans_db")


def test_a_changed_view_gives_a_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    config = apps.get_app_config("loans")
    assert isinstance(config, BankAppConfig)
    (first, *others), existing = config.views, [view.name for view in config.views]
    monkeypatch.setattr(config, "views", (replace(first, purpose="Another purpose"), *others[1:]))
    state = ProjectState.from_apps(apps)
    ((app_label, (migration,)),) = BankAutodetector(state, state).changes(MigrationLoader(None).graph).items()
    drop, create = migration.operations
    assert (app_label, migration.name.partition("_")[2]) == ("loans", "views")
    assert isinstance(drop, DropViews)
    assert drop.names == existing
    assert isinstance(create, CreateViews)
    assert create.version == version_of(config.views)
    written = MigrationWriter(migration).as_string()
    assert (
        f"datahub.operations.CreateViews(\n            names={[first.name, *(v.name for v in others[1:])]}" in written
    )


def test_the_last_view_can_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps.get_app_config("loans"), "views", ())
    state, graph = ProjectState.from_apps(apps), MigrationLoader(None).graph
    ((_, (migration,)),) = BankAutodetector(state, state).changes(graph).items()
    assert [type(operation) for operation in migration.operations] == [DropViews]
    graph.add_node(("loans", migration.name), migration)
    graph.add_dependency(migration, ("loans", migration.name), migration.dependencies[0])
    assert BankAutodetector(state, state).changes(graph) == {}
