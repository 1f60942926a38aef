"""makemigrations writes the columns of a new table in the model's order, foreign keys included."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import get_commands, load_command_class
from django.db import connections, models, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ModelState, ProjectState

from datahub.autodetector import BankAutodetector
from datahub.fields import CrossDatabaseKey, TextColumn

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
