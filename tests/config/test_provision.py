"""Databases are created, used silently if they are complete, and refused if they are not this project's."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from config.aliases import ALIASES
from config.errors import ProvisionError
from config.inspection import expected_tables, inspect, migrations_on_disk
from config.login import Login
from config.provision import prepare_databases
from config.reader import BANK_SCHEMAS
from config.server import ServerSettings, known_login
from datahub.databases import BANK_DATABASES
from tests.commandline import manage, manage_here
from tests.databases import drop_run, prefix_of_this_run

RECORD = "INSERT INTO django_migrations_accounts_db (app, name, applied) VALUES (%s, %s, now())"
RUN_OF_030 = "0f1e2d3c-4b5a-4968-8776-a5b4c3d2e1f0"


@pytest.fixture
def server() -> ServerSettings:
    """Return the settings of this run's server."""
    return settings.BANK_SERVER


@pytest.fixture
def open_database(server: ServerSettings) -> Callable[[str], psycopg.Connection]:
    """Return a function that connects to one of this run's databases without Django."""
    return lambda alias: known_login(server).connect(server.database_name(alias))


@pytest.fixture
def unknown_table(open_database: Callable[[str], psycopg.Connection]) -> Iterator[str]:
    """Create a table in a database that is not this project's, and drop it afterwards."""
    with open_database("loans_db") as connection:
        connection.execute("CREATE TABLE public.pension_fund (id int)")
        yield "pension_fund"
        connection.execute("DROP TABLE public.pension_fund")
    prepare_databases(lambda line: None)


class TestCompleteDatabases:
    def test_are_used_silently(self) -> None:
        prepare_databases(pytest.fail)

    @pytest.mark.parametrize("alias", BANK_DATABASES)
    def test_have_only_the_banks_tables_in_public(self, alias: str, server: ServerSettings) -> None:
        assert inspect(alias, server.reader_name).tables == expected_tables(alias)

    @pytest.mark.parametrize("alias", BANK_DATABASES)
    def test_have_no_schema_but_those_of_the_bank(
        self, alias: str, open_database: Callable[[str], psycopg.Connection]
    ) -> None:
        query = r"SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'"
        with open_database(alias) as connection:
            assert {name for (name,) in connection.execute(query)} <= set(BANK_SCHEMAS)

    @pytest.mark.parametrize("alias", ALIASES)
    def test_have_applied_every_migration(self, alias: str, server: ServerSettings) -> None:
        assert inspect(alias, server.reader_name).applied == migrations_on_disk()

    @pytest.mark.parametrize("alias", ALIASES)
    def test_sort_text_the_same_way_on_every_server(self, alias: str) -> None:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 'B' < 'a', current_setting('server_encoding'), current_setting('TimeZone')")
            assert cursor.fetchone() == (True, "UTF8", "UTC")


class TestIncompleteDatabases:
    def test_a_missing_database_is_created(self, server: ServerSettings) -> None:
        name = server.database_name("insurance_db")
        connections["insurance_db"].close()
        with known_login(server).connect() as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        said: list[str] = []
        prepare_databases(said.append)
        assert said[:2] == [f"Created the databases {name}", f"Migrated {name}"]
        prepare_databases(pytest.fail)

    def test_a_lost_password_of_the_read_only_role_is_replaced(self, server: ServerSettings) -> None:
        server.reader_password.unlink()
        said: list[str] = []
        prepare_databases(said.append)
        assert said == [f"Set up the read-only role {server.reader_name}"]


class TestUnknownTables:
    def test_are_refused_in_one_line(self, unknown_table: str, server: ServerSettings) -> None:
        with pytest.raises(
            ProvisionError, match=rf"^The database {server.database_name('loans_db')} holds tables that "
        ):
            prepare_databases(pytest.fail)

    def test_are_refused_before_anything_is_created(self, unknown_table: str, server: ServerSettings) -> None:
        name = server.database_name("compliance_db")
        connections["compliance_db"].close()
        with known_login(server).connect() as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            with pytest.raises(ProvisionError, match=unknown_table):
                prepare_databases(pytest.fail)
            assert connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None

    def test_end_a_command_with_one_line_and_code_1(self, unknown_table: str) -> None:
        outcome = manage_here("postgres", "url")
        assert (outcome.code, len(outcome.errors)) == (1, 1)
        assert unknown_table in outcome.err

    def test_do_not_include_ours_without_their_record_of_migrations(
        self, open_database: Callable[[str], psycopg.Connection], server: ServerSettings
    ) -> None:
        """A command may be killed after it committed tables and before it recorded that."""
        with open_database(DEFAULT_DB_ALIAS) as connection:
            connection.execute("DROP TABLE django_migrations_accounts_db")
        said: list[str] = []
        prepare_databases(said.append)
        assert said == [f"Migrated {server.database_name('accounts_db')}"]
        assert inspect("accounts_db", server.reader_name).applied == migrations_on_disk()

    def test_include_tables_with_other_columns_than_ours_and_no_record_of_migrations(
        self, open_database: Callable[[str], psycopg.Connection], server: ServerSettings
    ) -> None:
        with open_database("accounts_db") as bank, open_database(DEFAULT_DB_ALIAS) as records:
            bank.execute("ALTER TABLE accounts RENAME COLUMN balance TO saldo")
            recorded = records.execute("DELETE FROM django_migrations_accounts_db RETURNING app, name").fetchall()
            try:
                refusal = rf"^The database {server.database_name('accounts_db')} holds "
                with pytest.raises(ProvisionError, match=refusal):
                    prepare_databases(pytest.fail)
            finally:
                bank.execute("ALTER TABLE accounts RENAME COLUMN saldo TO balance")
                with records.cursor() as cursor:
                    cursor.executemany(RECORD, recorded)
        prepare_databases(pytest.fail)

    def test_are_not_recognized_by_their_names_alone(self, server: ServerSettings) -> None:
        """A database that was never migrated is not this project's, even if it has a table named customers."""
        other = replace(server, prefix=prefix_of_this_run() + "names_")
        name = other.database_name("accounts_db")
        with known_login(server).connect() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        with known_login(server).connect(name) as connection:
            connection.execute("CREATE TABLE customers (id int)")
        outcome = manage("postgres", "url", POSTGRES_DATABASE_PREFIX=other.prefix)
        drop_run(other)
        assert (outcome.code, len(outcome.errors)) == (1, 1)
        assert f"{name} holds tables that are not this project's: customers;" in outcome.err


class TestTheServerOfPostgresUrl:
    """The server of this run, reached by POSTGRES_URL."""

    @pytest.fixture
    def admin(self, server: ServerSettings) -> Login:
        return known_login(server)

    @pytest.fixture
    def role(self, admin: Login, server: ServerSettings) -> Iterator[Login]:
        """Return the login of a role without rights."""
        name = f"{server.prefix}someone"
        with admin.connect() as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
            connection.execute(f"GRANT CONNECT ON DATABASE {admin.maintenance_db} TO {name}")
            yield replace(admin, user=name, password="secret")
            connection.execute(f"DROP OWNED BY {name}")
            connection.execute(f"DROP ROLE {name}")

    def test_is_named_if_it_does_not_answer(self) -> None:
        outcome = manage("postgres", "url", POSTGRES_URL="postgresql://me:x@127.0.0.1:1")
        assert outcome.code == 1
        assert outcome.errors == [
            "CommandError: The server of POSTGRES_URL, 127.0.0.1:1, cannot be used: Connection refused; "
            "start it, correct POSTGRES_URL, or unset it to use the embedded server"
        ]

    @pytest.mark.hard
    def test_is_named_if_it_refuses_the_password(self, admin: Login) -> None:
        outcome = manage("postgres", "url", POSTGRES_URL=replace(admin, password="wrong").url("postgres"))
        assert (outcome.code, len(outcome.errors)) == (1, 1)
        assert outcome.err.endswith(
            'password authentication failed for user "postgres"; correct the user and password in POSTGRES_URL\n'
        )

    def test_is_refused_if_the_role_may_not_create_databases(self, role: Login) -> None:
        outcome = manage("postgres", "url", POSTGRES_URL=role.url("postgres"), POSTGRES_DATABASE_PREFIX="none_")
        assert (outcome.code, len(outcome.errors)) == (1, 1)
        assert f"The role {role.user} may not create the databases none_default, " in outcome.err
        assert f'ALTER ROLE "{role.user}" CREATEDB' in outcome.err

    @pytest.mark.hard
    def test_has_no_read_only_role_if_the_role_may_not_create_roles(
        self, role: Login, admin: Login, server: ServerSettings
    ) -> None:
        other = replace(server, prefix=f"{server.prefix}few_", url=role.url("postgres"))
        with admin.connect() as connection:
            connection.execute(f"ALTER ROLE {role.user} CREATEDB")
        environment = {"POSTGRES_URL": other.url, "POSTGRES_DATABASE_PREFIX": other.prefix}
        first, second = (manage("postgres", "url", **environment) for _ in range(2))
        reader = manage("postgres", "url", "--reader", **environment)
        drop_run(replace(other, url=admin.url("postgres")))
        assert (first.code, len(first.errors)) == (0, 3)
        assert first.errors[-1].endswith(f"{role.user} may not create roles")
        assert (second.code, second.errors) == (0, [])
        assert (reader.code, len(reader.errors)) == (1, 1)

    @pytest.mark.hard
    def test_is_not_started_or_stopped(self, admin: Login) -> None:
        for action in ("start", "stop"):
            outcome = manage("postgres", action, POSTGRES_URL=admin.url("postgres"))
            assert (outcome.code, len(outcome.errors)) == (1, 1)

    @pytest.mark.hard
    def test_is_refused_if_its_url_cannot_be_read(self) -> None:
        outcome = manage("postgres", "url", POSTGRES_URL="localhost:5432")
        assert (outcome.code, len(outcome.errors)) == (1, 1)

    def test_is_refused_if_the_prefix_is_invalid(self) -> None:
        outcome = manage("postgres", "url", POSTGRES_DATABASE_PREFIX='Robert"; --')
        assert (outcome.code, len(outcome.errors)) == (1, 1)


class TestDatabasesOfVersion030:
    def test_lose_their_schema_ops_and_keep_what_it_held(
        self, open_database: Callable[[str], psycopg.Connection], server: ServerSettings
    ) -> None:
        with open_database("accounts_db") as bank, open_database(DEFAULT_DB_ALIAS) as records:
            before = records.execute("SELECT app, name FROM django_migrations_accounts_db ORDER BY id").fetchall()
            bank.execute("CREATE SCHEMA ops")
            bank.execute("CREATE TABLE ops.django_migrations (id serial, app text, name text, applied timestamptz)")
            with bank.cursor() as cursor:
                cursor.executemany("INSERT INTO ops.django_migrations (app, name) VALUES (%s, %s)", before)
            bank.execute("CREATE TABLE ops.seed_load (run_id uuid, loaded_at timestamptz)")
            bank.execute(f"INSERT INTO ops.seed_load VALUES ('{RUN_OF_030}', now())")
            records.execute("DROP TABLE django_migrations_accounts_db")
            prepare_databases(lambda line: None)
            after = records.execute("SELECT app, name FROM django_migrations_accounts_db ORDER BY id").fetchall()
            assert after == before
            assert bank.execute("SELECT to_regnamespace('ops')").fetchone() == (None,)
            (comment,) = bank.execute("SELECT obj_description('public'::regnamespace)").fetchone() or ("",)
            assert RUN_OF_030 in comment
            bank.execute("COMMENT ON SCHEMA public IS 'standard public schema'")
        prepare_databases(pytest.fail)
