"""What a list offers beside its rows: newest first, ranges, files with all rows, and its SQL."""

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connections
from django.db.models import Model
from django.test import Client

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.list_files import csv_text, json_text
from datahub.customers.models import CustomerProfile
from datahub.loans.models import Loan
from tests.admin.pages import ADMINS, every_table_of_the_bank, first_row, get, list_url


def text_of(client: Client, address: str, **parameters: Any) -> str:
    response = client.get(address, parameters)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()  # type: ignore[arg-type]  # a synchronous iterator


def rows_of(client: Client, model: type[Model], **parameters: Any) -> list[dict[str, str]]:
    text = text_of(client, f"{list_url(model)}rows.csv", **parameters)
    return list(csv.DictReader(io.StringIO(text, newline="")))


@every_table_of_the_bank
def test_a_list_begins_with_the_newest_rows(client: Client, model: type[Model]) -> None:
    newest_by = ADMINS[model].newest_by
    shown = get(client, list_url(model)).list.result_list
    if newest_by is None:
        return
    times = [getattr(row, newest_by.attname) for row in shown]
    assert times[0] == model._default_manager.latest(newest_by.attname).__dict__[newest_by.attname]
    known = [time for time in times if time is not None]  # PostgreSQL takes a missing time for the latest
    assert times == [*[None] * (len(times) - len(known)), *sorted(known, reverse=True)]


def test_the_ledger_and_the_loans_have_a_newest_row() -> None:
    assert {ADMINS[model].newest_by for model in (Transaction, Loan)} == {
        Transaction._meta.get_field("transaction_date"),
        Loan._meta.get_field("disbursement_date"),
    }


@every_table_of_the_bank
def test_files_have_all_rows_of_a_table_in_its_order(client: Client, model: type[Model]) -> None:
    rows = rows_of(client, model)
    objects = json.loads(text_of(client, f"{list_url(model)}rows.json"), parse_float=Decimal)
    key = str(model._meta.pk.column)
    listed = list(get(client, list_url(model)).list.queryset.values_list("pk", flat=True))
    assert [row[key] for row in rows] == [str(each) for each in listed]
    assert [each[key] for each in objects] == listed


def test_files_have_the_rows_of_the_filter_and_amounts_to_the_cent(client: Client) -> None:
    account = first_row(Account)
    rows = rows_of(client, Transaction, account__exact=account.pk)
    assert {row["account_id"] for row in rows} == {account.pk}
    assert sum(Decimal(row["transaction_amount"]) for row in rows) == account.balance
    objects = json.loads(
        text_of(client, f"{list_url(Transaction)}rows.json", account__exact=account.pk), parse_float=Decimal
    )
    assert sum(each["transaction_amount"] for each in objects) == account.balance


def test_no_text_of_a_file_is_a_formula() -> None:
    texts = ["=1+1", "+1-415-555-0123", "-2", "@SUM(A1)", "\t=1", "plain", 'a "quoted", one']
    lines = "".join(csv_text(["text", "amount"], [(text, Decimal("-5.00")) for text in texts]))
    cells = [row[0] for row in csv.reader(io.StringIO(lines, newline=""))][1:]
    assert cells == [f"'{text}" for text in texts[:5]] + texts[5:]
    assert lines.count(",-5.00\r\n") == len(texts)


def test_an_empty_list_is_a_valid_file() -> None:
    assert json.loads("".join(json_text(["a"], []))) == []
    assert "".join(csv_text(["a"], [])) == "a\r\n"


def test_a_file_is_read_from_a_cursor_of_the_server(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    open_cursor = type(connections["accounts_db"]).chunked_cursor
    monkeypatch.setattr(
        type(connections["accounts_db"]), "chunked_cursor", lambda self: (opened.append(1), open_cursor(self))[1]
    )
    assert len(rows_of(client, Transaction)) == Transaction.objects.count()
    assert opened


def test_files_need_the_permission_to_view(client: Client, viewer_client: Client) -> None:
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_account"))
    clerk = Client()
    clerk.force_login(user)
    assert clerk.get(f"{list_url(Account)}rows.csv").status_code == 200
    for kind in ("csv", "json"):
        assert clerk.get(f"{list_url(Customer)}rows.{kind}").status_code == 403
        assert Client().get(f"{list_url(Account)}rows.{kind}").status_code == 302
    assert len(rows_of(viewer_client, Account)) == Account.objects.count()
    assert "password" not in text_of(client, f"{list_url(User)}rows.csv").splitlines()[0]
    user.delete()


@every_table_of_the_bank
def test_the_sql_of_a_list_gives_its_rows(client: Client, model: type[Model]) -> None:
    shown = get(client, list_url(model)).list
    assert keys_by_sql(model, shown.sql) == list(shown.queryset.values_list("pk", flat=True))


@pytest.mark.parametrize("term", ["O'Brien", "100%", "a ORDER BY b FROM c WHERE d", "\\' OR 1=1 --", "%s", "{}"])
def test_the_sql_of_a_search_quotes_what_was_typed(client: Client, term: str) -> None:
    shown = get(client, list_url(CustomerProfile), q=term).list
    assert keys_by_sql(CustomerProfile, shown.sql) == [row.pk for row in shown.queryset]


def test_the_sql_of_a_search_leaves_keywords_in_a_value_alone(client: Client) -> None:
    term = "a ORDER BY b FROM c WHERE d"
    sql = get(client, list_url(CustomerProfile), q=term).list.sql
    assert f"'{term}'" in sql
    assert sql.count("\n") == len(("FROM", "WHERE", "ORDER BY"))
    assert "a\n" not in sql


def keys_by_sql(model: type[Model], sql: str) -> list[Any]:
    assert "\nORDER BY " in sql
    with connections[model._default_manager.db].cursor() as cursor:
        cursor.execute(sql.removesuffix(";"))
        names = [column.name for column in cursor.description]
        return [row[names.index(str(model._meta.pk.column))] for row in cursor.fetchall()]


def test_amounts_and_days_can_be_bounded_on_both_sides(client: Client) -> None:
    loans = get(client, list_url(Loan), principal_amount__gte="5000", principal_amount__lte="20000.00").list
    expected = Loan.objects.filter(principal_amount__gte=5000, principal_amount__lte=20000)
    assert 0 < loans.result_count == expected.count() < Loan.objects.count()
    assert "from 5000 to 20000.00" in [each.selected.label for each in loans.filters if each.selected]
    day = Transaction.objects.latest("transaction_date").transaction_date.date() - timedelta(days=10)  # type: ignore[union-attr]
    bounds = {"transaction_date__gte": day.isoformat(), "transaction_date__lte": day.isoformat()}
    entries = get(client, list_url(Transaction), **bounds).list
    assert 0 < entries.result_count == Transaction.objects.filter(transaction_date__date=day).count()


def test_a_bound_that_is_left_empty_is_none(client: Client) -> None:
    empty = get(client, list_url(Loan), principal_amount__gte="", principal_amount__lte="").list
    assert empty.result_count == Loan.objects.count()


@pytest.mark.parametrize("typed", ["abc", "1e9", "NaN", "9" * 30, "1\x00", "1.234"])
def test_a_bound_that_is_no_amount_is_refused(client: Client, typed: str) -> None:
    assert get(client, list_url(Loan), principal_amount__gte=typed).status in (302, 400)


@pytest.mark.parametrize("typed", ["abc", "2026-02-30", "9999-12-31", "-1"])
def test_a_bound_that_is_no_day_is_refused(client: Client, typed: str) -> None:
    assert get(client, list_url(Transaction), transaction_date__lte=typed).status in (302, 400)


def test_a_range_keeps_the_other_filters_and_the_search(client: Client) -> None:
    shown = get(client, list_url(Loan), loan_type__exact="auto", q="LOAN-").list
    (principal,) = [each for each in shown.filters if each.title.startswith("principal")]
    assert set(principal.others) == {("loan_type__exact", "auto"), ("q", "LOAN-")}
