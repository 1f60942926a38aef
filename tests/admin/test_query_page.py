"""The SQL page asks one of the six databases as the read-only role, within limits, and only what its own form sends."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.sessions.models import Session
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from config.bank_query import query_bank
from datahub.accounts.models import Customer
from datahub.app_config import bank_apps
from datahub.browsing.added_pages import AddedPages
from datahub.loans.models import Loan
from seeding.pages import query_rows
from seeding.pages.queries import MAX_STATEMENT_LENGTH, QUERY_PAGES
from seeding.pages.query_address import query_url
from seeding.tours.registry import TOURS
from tests.admin.pages import get

COUNT = "SELECT loan_type, count(*) FROM loans GROUP BY 1 ORDER BY 1"
FORBIDDEN = "DELETE FROM loans RETURNING loan_id"


@pytest.fixture
def query_client(viewer: User) -> Iterator[Client]:
    """Return the client of a viewer who may query, too."""
    permission = Permission.objects.get(codename="query_bank")
    viewer.user_permissions.add(permission)
    client = Client()
    client.force_login(User.objects.get(pk=viewer.pk))
    yield client
    viewer.user_permissions.remove(permission)


@pytest.fixture
def address(filled_bank: None) -> str:
    return reverse("admin:query")


def ask(client: Client, sql: str, database: str = "loans_db", **form: str) -> str:
    """Return the page that answers a statement."""
    response = client.post(reverse("admin:query"), {"database": database, "sql": sql, "as": "page", **form})
    assert response.status_code == 200
    return response.content.decode()


def cells(page: str) -> list[list[str]]:
    """Return the cells of the rows that a page shows, the head first."""
    (table,) = re.findall(r'<table class="bank-table" id="query-rows">(.*?)</table>', page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", table)
    return [[re.sub("<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)] for row in rows]


def error(page: str) -> str:
    """Return the one line that says why there are no rows."""
    (found,) = re.findall(r'role="alert">(.*?)<', page)
    assert 'id="query-rows"' not in page
    return str(found)


def rows_of(response: object) -> list[list[str]]:
    """Return the rows of a file."""
    assert isinstance(response, StreamingHttpResponse)
    return list(csv.reader(io.StringIO(b"".join(response).decode())))  # type: ignore[arg-type]


def test_the_rows_are_those_of_the_table(query_client: Client) -> None:
    head, *rows = cells(ask(query_client, COUNT))
    assert head == ["loan_type", "count"]
    types = Loan.objects.values_list("loan_type", flat=True)
    assert rows == [[kind, str(list(types).count(kind))] for kind in sorted({str(kind) for kind in types})]


def test_a_null_differs_from_a_text_and_html_is_text(query_client: Client) -> None:
    page = ask(query_client, "SELECT NULL AS nothing, '<b>bold</b>' AS html, '' AS empty")
    assert '<span class="bank-unit">NULL</span>' in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        (FORBIDDEN, "cannot execute DELETE in a read-only transaction"),
        ("DROP TABLE loans", "Read-only: use SELECT"),
        ("COMMIT", "Read-only: use SELECT"),
        ("SELECT 1; SELECT 2", "More than one statement"),
        ("SELECT pg_read_file('PG_VERSION')", "permission denied"),
        ("", "There is no statement"),
        ("SELECT '\0'", "zero byte"),
        ("SELECT 1 " + "-" * MAX_STATEMENT_LENGTH, "has more than 20,000 characters"),
        ("SELECT nope FROM loans", "column “nope” does not exist, at character 8"),
        ("SELECT 1,\r\n  nope\r\nFROM loans", "column “nope” does not exist, in line 2, character 3"),
        ("SELECT 1 / (principal_amount - principal_amount) FROM loans", "division by zero"),
    ],
)
def test_what_is_refused_is_one_line_with_its_place(query_client: Client, statement: str, because: str) -> None:
    before = Loan.objects.count()
    assert because.replace("“", "&quot;").replace("”", "&quot;") in error(ask(query_client, statement))
    assert Loan.objects.count() == before


def test_an_error_gives_the_editor_its_place(query_client: Client) -> None:
    page = ask(query_client, "SELECT 1,\r\nnope FROM loans")
    assert 'data-position="11"' in page
    assert "SELECT 1,\nnope FROM loans</textarea>" in page


def test_a_table_of_another_database_is_offered_there(query_client: Client) -> None:
    page = ask(query_client, "SELECT * FROM policies")
    assert error(page).startswith("policies is in insurance_db")
    assert 'name="database" value="insurance_db">Run in insurance_db' in page
    elsewhere = {"database": ["loans_db", "insurance_db"], "sql": "SELECT count(*) FROM policies"}
    assert "1 row" in query_client.post(reverse("admin:query"), elsewhere).content.decode()


def test_a_long_result_shows_its_first_rows_and_says_so(query_client: Client) -> None:
    page = ask(query_client, "SELECT generate_series(1, 1000000000) AS n")
    assert len(cells(page)) == 1 + 1000
    assert "The first 1,000 rows; the file has all" in page


def test_a_long_value_is_cut(query_client: Client) -> None:
    (_, (value,)) = cells(ask(query_client, "SELECT repeat('x', 5000) AS long"))
    assert value == "x" * query_rows.LONGEST_VALUE + "…"


def test_a_statement_ends_at_its_time_limit(query_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_rows, "DEFAULT_TIMEOUT_S", 0.3)
    assert "canceled after 0.3 s; ask for less" in error(ask(query_client, "SELECT pg_sleep(60)"))


def test_the_file_has_all_rows_and_no_formula(query_client: Client, address: str) -> None:
    statement = "SELECT n, -n AS minus, '=1+1' AS text, NULL AS nothing FROM generate_series(1, 2500) AS n"
    response = query_client.post(address, {"database": "loans_db", "sql": statement, "as": "csv"})
    assert response["Content-Disposition"] == 'attachment; filename="loans_db.csv"'
    head, *rows = rows_of(response)
    assert head == ["n", "minus", "text", "nothing"]
    assert len(rows) == 2500
    assert rows[4] == ["5", "-5", "'=1+1", ""]


def test_a_file_that_cannot_begin_is_an_error_on_the_page(query_client: Client) -> None:
    assert "division by zero" in error(ask(query_client, "SELECT 1 / 0", **{"as": "csv"}))


def test_a_file_that_fails_on_the_way_says_that_it_is_incomplete(query_client: Client, address: str) -> None:
    statement = "SELECT 1 / (50 - n) AS share FROM generate_series(1, 100) AS n"
    *rows, last = rows_of(query_client.post(address, {"database": "loans_db", "sql": statement, "as": "csv"}))
    assert last == ["This file is incomplete: division by zero"]
    assert 1 < len(rows) <= 50


def test_only_some_statements_run_at_a_time_and_each_gives_its_place_back(query_client: Client, address: str) -> None:
    form = {"database": "loans_db", "sql": COUNT, "as": "csv"}
    files = [query_client.post(address, form) for _ in range(query_rows.QUERIES_AT_ONCE)]
    assert "queries are running already" in error(ask(query_client, COUNT))
    read, *unread = files
    rows_of(read)
    for response in unread:
        response.close()
    for _ in range(query_rows.QUERIES_AT_ONCE + 1):
        assert cells(ask(query_client, COUNT))
        assert error(ask(query_client, "SELEC 1"))


def test_an_address_fills_the_form_and_runs_nothing(query_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr("seeding.pages.queries.load_rows", refuse)
    monkeypatch.setattr("seeding.pages.queries.rows_file", refuse)
    page = get(query_client, query_url("customer_db", "SELECT '</textarea>'") + "&as=csv").text
    assert escape("SELECT '</textarea>'") in page
    assert "<option selected>customer_db</option>" in page
    assert 'id="query-rows"' not in page


def test_a_form_without_the_token_of_the_page_is_refused(query_client: Client, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = query_client.cookies
    form = {"database": "loans_db", "sql": COUNT}
    assert strict.post(address, form).status_code == 403
    page = strict.get(address)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    assert "rows" in strict.post(address, {**form, "csrfmiddlewaretoken": token[1]}).content.decode()


def test_no_other_site_can_frame_the_page_and_no_proxy_keeps_it(query_client: Client, address: str) -> None:
    response = query_client.get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert "no-store" in response["Cache-Control"]


def test_a_viewer_without_the_permission_gets_no_page_and_no_entry(viewer_client: Client, address: str) -> None:
    for response in (viewer_client.get(address), viewer_client.post(address, {"database": "loans_db", "sql": COUNT})):
        assert response.status_code == 403
        assert "You are not allowed to see this page" in response.content.decode()
    start = get(viewer_client, reverse("admin:index")).text
    assert f'href="{address}"' not in start
    assert f'href="{address}?' not in get(viewer_client, reverse("admin:tour_stop", args=["household", 1])).text


def test_a_viewer_with_it_finds_the_page_in_the_menu_and_in_stories(query_client: Client, address: str) -> None:
    assert isinstance(QUERY_PAGES, AddedPages)
    assert get(query_client, reverse("admin:index")).text.count(f'href="{address}"') == 2
    assert f'href="{address}?' in get(query_client, reverse("admin:tour_stop", args=["household", 1])).text


def test_only_staff_gets_the_page(address: str) -> None:
    assert Client().post(address, {"database": "loans_db", "sql": COUNT}).status_code == 302
    stranger = Client()
    stranger.force_login(User.objects.create_user("no staff at all"))
    assert stranger.post(address, {"database": "loans_db", "sql": COUNT}).status_code == 302


def test_the_schema_is_beside_it(query_client: Client, address: str) -> None:
    page = get(query_client, address).text
    assert 'data-insert="repayment_schedule"' in page
    assert 'data-insert="date_of_birth"' in page


def test_the_views_stand_among_the_tables_and_can_be_asked(query_client: Client, address: str) -> None:
    schema = get(query_client, address).context["schema"]
    views = [(database.name, view) for database in schema for view in database.views]
    assert len(views) == sum(len(config.views) for config in bank_apps())
    page = get(query_client, address).text
    for database, view in views:
        assert f'aria-label="Insert the view {view.name}"' in page
        with query_bank(database, f"SELECT * FROM {view.name}", 10) as result:
            assert [column.name for column in result.columns] == [name for name, _ in view.columns]


def test_examples_are_queries_of_stories_that_run(query_client: Client, address: str) -> None:
    page = get(query_client, address).text
    stops = [(stop, statement) for tour in TOURS.values() for stop, statement in tour.ready_queries]
    assert len(stops) > 30
    for stop, statement in stops:
        assert escape(query_url(stop.database, statement)) in page, stop.explanation
    stop, statement = stops[0]
    assert cells(ask(query_client, statement, stop.database))


def test_no_session_of_a_user_can_be_read_in_the_queries_of_the_site(query_client: Client) -> None:
    key = query_client.cookies["sessionid"].value
    assert Session.objects.get(pk=key)
    asked = "SELECT query FROM pg_stat_activity WHERE query LIKE '%django_session%' AND pid <> pg_backend_pid()"
    with query_bank("loans_db", asked, 10) as result:
        queries = [query for (query,) in result.rows if query]
    assert queries
    assert not [query for query in queries if key in query]


class TestTheChart:
    """Two columns of the rows can be drawn."""

    def drawn(self, page: str) -> str:
        found = re.search(r'<script id="chart-data-query" type="application/json">(.*?)</script>', page)
        return found[1] if found else ""

    def test_draws_the_first_numbers_by_the_first_texts(self, query_client: Client) -> None:
        page = ask(query_client, COUNT)
        assert "<caption>count by loan_type</caption>" in page
        assert '"kind": "bars"' in self.drawn(page)

    def test_draws_the_columns_that_were_chosen(self, query_client: Client) -> None:
        statement = "SELECT loan_type, count(*) AS n, max(principal_amount) AS most FROM loans GROUP BY 1"
        assert "<caption>most by n</caption>" in ask(query_client, statement, **{"as": "chart", "x": "1", "y": "2"})
        assert self.drawn(ask(query_client, statement, **{"as": "chart", "x": "0", "y": "none"})) == ""

    @pytest.mark.parametrize("place", ["99", "-1", "x", "9" * 30])
    def test_draws_what_it_can_for_a_column_that_there_is_not(self, query_client: Client, place: str) -> None:
        assert self.drawn(ask(query_client, COUNT, **{"as": "chart", "x": place, "y": place}))

    def test_has_an_axis_of_time_for_days_whatever_their_order(self, query_client: Client) -> None:
        statement = "VALUES ('2026-03-01'::date, 3), ('2026-01-01', 1), (NULL, 9), ('2026-02-01', 2)"
        assert '"days": []' in self.drawn(ask(query_client, statement))
        page = ask(query_client, statement.replace("(NULL, 9), ", ""))
        assert '"days": ["2026-01-01", "2026-02-01", "2026-03-01"]' in self.drawn(page)
        assert '"values": [1.0, 2.0, 3.0]' in self.drawn(page)

    def test_leaves_out_what_no_axis_has(self, query_client: Client) -> None:
        page = ask(query_client, "VALUES ('a', 'NaN'::float8), ('b', 2), ('c', 'Infinity'), ('d', NULL), ('e', 5)")
        assert '"values": [2.0, 5.0]' in self.drawn(page)
        assert "3 of the rows above are not drawn" in page

    @pytest.mark.parametrize("statement", ["SELECT 1", "SELECT 'a', 'b' UNION ALL SELECT 'c', 'd'", "SELECT 1, 2"])
    def test_is_not_there_without_two_columns_of_which_one_has_numbers(
        self, query_client: Client, statement: str
    ) -> None:
        page = ask(query_client, statement)
        assert self.drawn(page) == ""
        assert 'id="query-y"' not in page


def test_a_query_sees_what_the_site_sees(query_client: Client) -> None:
    (_, (number,)) = cells(ask(query_client, "SELECT count(*) FROM customers", "accounts_db"))
    assert int(number) == Customer.objects.count()
