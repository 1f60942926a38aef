"""A migration of comments alters no column."""

from django.apps import apps
from django.db import connections, transaction
from django.db.migrations.state import ProjectState

from datahub.accounts.models import Account
from datahub.operations import AlterColumnComment

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
