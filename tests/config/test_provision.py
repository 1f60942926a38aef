"""Databases are made, found complete without a word, and refused where they are somebody else's."""

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
    """Return the server of this run."""
    return settings.BANK_SERVER


@pytest.fixture
def open_database(server: ServerSettings) -> Callable[[str], psycopg.Connection]:
    """Return a function that connects to one of this run's databases, beside Django."""
    return lambda alias: known_login(server).connect(server.database_name(alias))


@pytest.fixture
def somebody_elses(open_database: Callable[[str], psycopg.Connection]) -> Iterator[str]:
    """Put a table of somebody else's into a database of ours; afterwards all is as before."""
    with open_database("loans_db") as connection:
        connection.execute("CREATE TABLE public.pension_fund (id int)")
        yield "pension_fund"
        connection.execute("DROP TABLE public.pension_fund")
    prepare_databases(lambda line: None)


class TestCompleteDatabases:
    def test_are_used_without_a_word(self) -> None:
        prepare_databases(pytest.fail)

    @pytest.mark.parametrize("alias", BANK_DATABASES)
    def test_hold_nothing_in_public_but_the_banks_tables(self, alias: str, server: ServerSettings) -> None:
        assert inspect(alias, server.reader_name).tables == expected_tables(alias)

    @pytest.mark.parametrize("alias", BANK_DATABASES)
    def test_keep_our_records_in_a_schema_of_their_own(
        self, alias: str, open_database: Callable[[str], psycopg.Connection]
    ) -> None:
        with open_database(alias) as connection:
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'ops' ORDER BY 1").fetchall()
        assert found == [("django_migrations",), ("seed_load",)]

    @pytest.mark.parametrize("alias", ALIASES)
    def test_know_every_migration(self, alias: str, server: ServerSettings) -> None:
        assert inspect(alias, server.reader_name).applied == migrations_on_disk()

    @pytest.mark.parametrize("alias", ALIASES)
    def test_order_texts_alike_everywhere(self, alias: str) -> None:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 'B' < 'a', current_setting('server_encoding'), current_setting('TimeZone')")
            assert cursor.fetchone() == (True, "UTF8", "UTC")


class TestWhatIsMissing:
    def test_a_database_is_made_again(self, server: ServerSettings) -> None:
        name = server.database_name("insurance_db")
        connections["insurance_db"].close()
        with known_login(server).connect() as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        said: list[str] = []
        prepare_databases(said.append)
        assert said[:2] == [f"created the databases {name}", f"migrated {name}"]
        prepare_databases(pytest.fail)

    def test_a_record_table_is_made_again(self, open_database: Callable[[str], psycopg.Connection]) -> None:
        with open_database("accounts_db") as connection:
            connection.execute("DROP TABLE ops.seed_load")
            prepare_databases(lambda line: None)
            assert connection.execute("SELECT count(*) FROM ops.seed_load").fetchone() == (0,)

    def test_a_lost_password_of_the_reader_is_replaced(self, server: ServerSettings) -> None:
        server.reader_password.unlink()
        said: list[str] = []
        prepare_databases(said.append)
        assert said == [f"made the login {server.reader_name} (SELECT only)"]


class TestTablesOfSomebodyElse:
    def test_are_refused_in_one_line(self, somebody_elses: str, server: ServerSettings) -> None:
        with pytest.raises(
            ProvisionError, match=rf"^the database {server.database_name('loans_db')} holds tables that "
        ):
            prepare_databases(pytest.fail)

    def test_are_refused_before_anything_is_made(self, somebody_elses: str, server: ServerSettings) -> None:
        name = server.database_name("compliance_db")
        connections["compliance_db"].close()
        with known_login(server).connect() as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            with pytest.raises(ProvisionError, match=somebody_elses):
                prepare_databases(pytest.fail)
            assert connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None

    def test_end_a_command_with_one_line_and_code_1(self, somebody_elses: str) -> None:
        outcome = manage("postgres", "url")
        assert (outcome.code, len(outcome.errors)) == (1, 1)
        assert somebody_elses in outcome.err

    def test_are_not_taken_for_ours_by_their_names(self, server: ServerSettings) -> None:
        """A database that we never migrated is somebody else's, even with a table called customers in it."""
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


class TestAServerElsewhere:
    """The server of this run, reached as POSTGRES_URL reaches any."""

    @pytest.fixture
    def admin(self, server: ServerSettings) -> Login:
        return known_login(server)

    @pytest.fixture
    def role(self, admin: Login, server: ServerSettings) -> Iterator[Login]:
        """Return a login without any right."""
        name = f"{server.prefix}someone"
        with admin.connect() as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
            connection.execute(f"GRANT CONNECT ON DATABASE {admin.maintenance_db} TO {name}")
            yield replace(admin, user=name, password="secret")
            connection.execute(f"DROP OWNED BY {name}")
            connection.execute(f"DROP ROLE {name}")

    def test_that_is_not_there_is_named(self) -> None:
        outcome = manage("postgres", "url", POSTGRES_URL="postgresql://me:x@127.0.0.1:1")
        assert outcome.code == 1
        assert outcome.errors == [
            "CommandError: the server of POSTGRES_URL, 127.0.0.1:1, cannot be used: Connection refused; "
            "start it, or correct POSTGRES_URL, or leave it unset for the embedded server"
        ]

    def test_that_refuses_the_password_is_named(self, admin: Login) -> None:
        outcome = manage("postgres", "url", POSTGRES_URL=replace(admin, password="wrong").url("postgres"))
        assert (outcome.code, len(outcome.errors)) == (1, 1)
        assert outcome.err.endswith(
            'password authentication failed for user "postgres"; correct the user and password in POSTGRES_URL\n'
        )

    def test_that_gives_no_right_to_create_databases_is_named(self, role: Login) -> None:
        outcome = manage("postgres", "url", POSTGRES_URL=role.url("postgres"), POSTGRES_DATABASE_PREFIX="none_")
        assert (outcome.code, len(outcome.errors)) == (1, 1)
        assert f"{role.user} has no right to create the databases none_default, " in outcome.err
        assert f'ALTER ROLE "{role.user}" CREATEDB' in outcome.err

    def test_without_the_right_to_create_logins_goes_without_the_reader(
        self, role: Login, admin: Login, server: ServerSettings
    ) -> None:
        other = replace(server, prefix=f"{server.prefix}few_", url=role.url("postgres"))
        with admin.connect() as connection:
            connection.execute(f"ALTER ROLE {role.user} CREATEDB")
        settings_of_it = {"POSTGRES_URL": other.url, "POSTGRES_DATABASE_PREFIX": other.prefix}
        first, second = (manage("postgres", "url", **settings_of_it) for _ in range(2))
        reader = manage("postgres", "url", "--reader", **settings_of_it)
        drop_run(replace(other, url=admin.url("postgres")))
        assert (first.code, len(first.errors)) == (0, 3)
        assert first.errors[-1].endswith(f"{role.user} has no right to create logins")
        assert (second.code, second.errors) == (0, [])
        assert (reader.code, len(reader.errors)) == (1, 1)

    def test_is_not_started_or_stopped_by_us(self, admin: Login) -> None:
        for action in ("start", "stop"):
            outcome = manage("postgres", action, POSTGRES_URL=admin.url("postgres"))
            assert (outcome.code, len(outcome.errors)) == (1, 1)

    def test_with_a_url_that_cannot_be_read_is_named(self) -> None:
        outcome = manage("postgres", "url", POSTGRES_URL="localhost:5432")
        assert (outcome.code, len(outcome.errors)) == (1, 1)

    def test_with_a_prefix_that_cannot_be_a_name_is_named(self) -> None:
        outcome = manage("postgres", "url", POSTGRES_DATABASE_PREFIX='Robert"; --')
        assert (outcome.code, len(outcome.errors)) == (1, 1)
