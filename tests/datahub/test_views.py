"""The views of each database are described, readable, exact, and agree with the tables that they read."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from config.reader import reader_login
from config.server import known_login
from datahub.app_config import views_of
from datahub.database_views import DatabaseView
from datahub.databases import BANK_DATABASES
from tests.datahub.view_agreements import AGREEMENTS
from tests.seeded import command, kept_bank, value

pytestmark = pytest.mark.xdist_group("views")

BANK = {"scale": "0.5", "as_of": "2026-06-30"}
VIEWS = [(database, view) for database in BANK_DATABASES for view in views_of(database)]
EACH = pytest.mark.parametrize(("database", "view"), VIEWS, ids=[view.name for _, view in VIEWS])

COLUMNS = """
    SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum)
    FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum
"""
VIEWS_OF_SCHEMA = """
    SELECT relname, relkind, obj_description(oid, 'pg_class'), pg_get_userbyid(relowner)
    FROM pg_class WHERE relnamespace = 'analytics'::regnamespace ORDER BY relname
"""
KEYS_THAT_VIEWS_NEED = """
    SELECT conname FROM pg_depend JOIN pg_constraint ON refobjid = pg_constraint.oid
    WHERE classid = 'pg_rewrite'::regclass AND refclassid = 'pg_constraint'::regclass
"""


@pytest.fixture(scope="module", autouse=True)
def bank() -> None:
    kept_bank(BANK)


@pytest.fixture
def empty_bank() -> Iterator[None]:
    command("seed_clear", confirm=True)
    yield
    kept_bank(BANK)


def rows(database: str, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connections[database].cursor() as cursor:
        cursor.execute(query, parameters or None)
        return list(cursor.fetchall())


@pytest.mark.parametrize("database", BANK_DATABASES)
def test_the_schema_holds_the_views_and_nothing_else(database: str) -> None:
    owner = value(database, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert rows(database, VIEWS_OF_SCHEMA) == [
        (view.name, "v", view.purpose, owner) for view in sorted(views_of(database), key=lambda view: view.name)
    ]
    assert 3 <= len(views_of(database)) <= 5


@EACH
def test_every_column_is_described(database: str, view: DatabaseView) -> None:
    found = rows(database, COLUMNS, f"analytics.{view.name}")
    assert [(name, meaning) for name, _, meaning in found] == list(view.columns.items())
    assert [meaning for _, _, meaning in found if not meaning or meaning.endswith(".")] == []


@EACH
def test_every_column_is_exact(database: str, view: DatabaseView) -> None:
    types = {type_ for _, type_, _ in rows(database, COLUMNS, f"analytics.{view.name}")}
    assert [type_ for type_ in types if type_ in ("numeric", "real", "double precision", "unknown")] == []


@EACH
def test_the_reader_sees_rows(database: str, view: DatabaseView) -> None:
    login = reader_login(settings.BANK_SERVER, known_login(settings.BANK_SERVER))
    with login.connect(settings.BANK_SERVER.database_name(database)) as connection:
        cursor = connection.execute(f"SELECT * FROM analytics.{view.name}")
        assert [column.name for column in cursor.description or ()] == list(view.columns)
        assert cursor.fetchone() is not None


@EACH
def test_the_time_zone_of_the_session_changes_nothing(database: str, view: DatabaseView) -> None:
    found = []
    for zone in ("UTC", "Pacific/Kiritimati"):
        with connections[database].cursor() as cursor:
            cursor.execute(f"SET TimeZone = '{zone}'")
            cursor.execute(f"SELECT * FROM analytics.{view.name}")
            found.append(sorted(map(str, cursor.fetchall())))
            cursor.execute("SET TimeZone = 'UTC'")
    assert found[0] == found[1]


@pytest.mark.parametrize("database", BANK_DATABASES)
def test_no_view_needs_a_key_which_loads_drop_for_a_time(database: str) -> None:
    assert rows(database, KEYS_THAT_VIEWS_NEED) == []


def test_an_empty_bank_gives_no_error(empty_bank: None) -> None:
    counts = {view.name: len(rows(database, f"SELECT * FROM analytics.{view.name}")) for database, view in VIEWS}
    assert {name: count for name, count in counts.items() if count} == {"arrears_by_days_past_due": 5}


@pytest.mark.parametrize("name", AGREEMENTS)
def test_it_agrees_with_the_tables(name: str) -> None:
    database, of_view, of_tables = AGREEMENTS[name]
    stated, counted = (sorted(rows(database, query), key=str) for query in (of_view, of_tables))
    assert stated == counted
    assert stated


def test_every_view_is_compared_with_the_tables() -> None:
    queries = " ".join(of_view for _, of_view, _ in AGREEMENTS.values())
    assert [view.name for _, view in VIEWS if f"analytics.{view.name}" not in queries] == []


def test_rates_are_fractions() -> None:
    for database, view in VIEWS:
        for column in (name for name in view.columns if name.endswith(("_rate", "service_level", "_coverage"))):
            found = rows(database, f"SELECT DISTINCT {column} FROM analytics.{view.name} WHERE {column} IS NOT NULL")
            assert [rate for (rate,) in found if not Decimal(0) <= rate <= Decimal(1)] == [], f"{view.name}.{column}"


@pytest.mark.parametrize("act", [lambda: command("seed_all", replace=True), lambda: command("seed_reset")])
def test_seeding_keeps_the_views(act: Callable[[], str]) -> None:
    query = "SELECT array_agg(oid ORDER BY relname) FROM pg_class WHERE relnamespace = 'analytics'::regnamespace"
    before = {database: value(database, query) for database in BANK_DATABASES}
    act()
    assert {database: value(database, query) for database in BANK_DATABASES} == before
