"""Databases are created, used silently if they are complete, and refused if they are not this project's."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from config.errors import ProvisionError
from config.inspection import expected_tables, inspect, migrations_on_disk
from config.login import Login
from config.provision import ALIASES, prepare_databases
from config.server import ServerSettings, known_login
from datahub.databases import BANK_DATABASES
from tests.commandline import manage
from tests.databases import drop_run, prefix_of_this_run


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
    def test_have_the_migration_records_in_a_schema_of_their_own(
        self, alias: str, open_database: Callable[[str], psycopg.Connection]
    ) -> None:
        with open_database(alias) as connection:
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'ops' ORDER BY 1").fetchall()
        assert found == [("django_migrations",)]

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
        outcome = manage("postgres", "url")
        assert (outcome.code, len(outcome.errors)) == (1, 1)
        assert unknown_table in outcome.err

    def test_include_all_tables_without_migration_records(
        self, open_database: Callable[[str], psycopg.Connection], server: ServerSettings
    ) -> None:
        """Provisioning neither migrates such a database again nor records its migrations as applied."""
        with open_database("accounts_db") as connection:
            connection.execute("ALTER TABLE ops.django_migrations RENAME TO lost")
            try:
                with pytest.raises(
                    ProvisionError, match=rf"^The database {server.database_name('accounts_db')} holds "
                ):
                    prepare_databases(pytest.fail)
                assert connection.execute("SELECT to_regclass('ops.django_migrations')").fetchone() == (None,)
            finally:
                connection.execute("ALTER TABLE ops.lost RENAME TO django_migrations")
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

    def test_is_not_started_or_stopped(self, admin: Login) -> None:
        for action in ("start", "stop"):
            outcome = manage("postgres", action, POSTGRES_URL=admin.url("postgres"))
            assert (outcome.code, len(outcome.errors)) == (1, 1)

    def test_is_refused_if_its_url_cannot_be_read(self) -> None:
        outcome = manage("postgres", "url", POSTGRES_URL="localhost:5432")
        assert (outcome.code, len(outcome.errors)) == (1, 1)

    def test_is_refused_if_the_prefix_is_invalid(self) -> None:
        outcome = manage("postgres", "url", POSTGRES_DATABASE_PREFIX='Robert"; --')
        assert (outcome.code, len(outcome.errors)) == (1, 1)
