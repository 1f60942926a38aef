"""Every list of every table: its pages, searches, filters and orders, each answered in a few queries, none a join."""

import pytest
from django.db.models import Model
from django.test import Client

from datahub.accounts.admin import TransactionAdmin
from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import change_list, search
from datahub.browsing.change_list import Filter
from datahub.browsing.model_fields import columns, has_index
from datahub.customers.models import Complaint
from datahub.employees.models import Employee
from tests.admin.pages import ADMINS, Answer, get, label, list_url, some_row
from tests.seeded import value

QUERIES_AT_MOST = 12
"""Four of them for who asks and what they may, three for a transaction that bounds the time."""

every_table = pytest.mark.parametrize("model", ADMINS, ids=label)


def fine(answer: Answer) -> Answer:
    """Return an answer that is a page, cheap, and made without a join."""
    assert answer.status == 200
    assert len(answer.queries) <= QUERIES_AT_MOST, answer.queries
    assert not [query for query in answer.queries if " JOIN " in query and '"auth_' not in query]
    return answer


@every_table
def test_each_table_has_its_list(client: Client, viewing: Client, model: type[Model]) -> None:
    shown = fine(get(client, list_url(model))).list
    assert shown.result_count == model._default_manager.count()
    fine(get(viewing, list_url(model)))


@every_table
@pytest.mark.usefixtures("bare_frame", "short_pages")
def test_each_key_and_number_finds_its_row(client: Client, model: type[Model]) -> None:
    row = some_row(model)
    for field in search.exact_fields(model):
        value = getattr(row, field.attname) if row else None
        if value is not None:
            found = fine(get(client, list_url(model), q=value)).list
            assert row in found.result_list, field


@every_table
@pytest.mark.usefixtures("bare_frame", "short_pages")
def test_each_filter_chooses_rows(client: Client, model: type[Model]) -> None:
    for each in fine(get(client, list_url(model))).list.filters:
        for choice in each.choices:
            chosen = fine(get(client, list_url(model) + choice.address))
            assert [again.label for again in filter_named(chosen, each.title).choices if again.selected] == [
                choice.label
            ]


def filter_named(answer: Answer, title: str) -> Filter:
    return next(each for each in answer.list.filters if each.title == title)


@every_table
@pytest.mark.usefixtures("bare_frame", "short_pages")
def test_each_sortable_column_sorts_both_ways(client: Client, model: type[Model]) -> None:
    for place, column in enumerate(ADMINS[model].list_columns):
        if not getattr(column, "admin_order_field", None):
            continue
        up, down = (
            [getattr(row, column.field.attname) for row in fine(get(client, list_url(model), o=order)).list.result_list]
            for order in (place, f"-{place}")
        )
        said = [value for value in up if value is not None]
        assert said == sorted(said), column.field
        said = [value for value in down if value is not None]
        assert said == sorted(said, reverse=True), column.field


@pytest.mark.parametrize("model", [Customer, Account, Transaction], ids=label)
def test_pages_follow_on_each_other(client: Client, model: type[Model]) -> None:
    first, second = (fine(get(client, list_url(model), p=page)).list.result_list for page in (1, 2))
    assert len(first) == len(second[:50]) == 50
    assert max(row.pk for row in first) < min(row.pk for row in second)


def test_the_foot_of_a_list_says_how_many_rows_there_are(client: Client) -> None:
    rows = Transaction.objects.count()
    assert f"{rows:,} transactions" in get(client, list_url(Transaction)).text


@pytest.mark.parametrize("model", [model for model, admin in ADMINS.items() if admin.index_only], ids=label)
def test_a_big_table_offers_only_what_an_index_serves(model: type[Model]) -> None:
    sortable = [column.field for column in ADMINS[model].list_columns if hasattr(column, "admin_order_field")]
    dates = [name for name, kind in ADMINS[model].filter_specs if kind.__name__ == "PeriodFilter"]
    assert sortable
    assert all(has_index(field) for field in sortable)
    assert all(has_index(model._meta.get_field(name)) for name in dates)


def test_a_large_table_sorts_only_where_an_index_serves(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    place = [column.field.name for column in ADMINS[Customer].list_columns].index("last_name")
    free = fine(get(client, list_url(Customer), o=place))
    monkeypatch.setattr(change_list, "MAX_ROWS_SORTED_WITHOUT_INDEX", 100)
    bound = fine(get(client, list_url(Customer), o=place))
    by_name = [heading["sortable"] for _, heading in free.list.headers if heading["text"] == "last name"]
    assert by_name == [True]
    assert {heading["text"] for _, heading in bound.list.headers if heading["sortable"]} == {"id", "email"} & {
        str(column.short_description) for column in ADMINS[Customer].list_columns if has_index(column.field)
    }
    assert [row.last_name for row in free.list.result_list] == sorted(row.last_name for row in free.list.result_list)
    assert not [query for query in bound.queries if 'ORDER BY "customers"."last_name"' in query]


@pytest.fixture
def slow_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let PostgreSQL take a hundredth of a second for each row of the ledger, and people wait for a tenth."""
    of_all = TransactionAdmin.get_queryset
    monkeypatch.setattr(change_list, "LIST_TIMEOUT_MS", 100)
    monkeypatch.setattr(
        TransactionAdmin,
        "get_queryset",
        lambda self, request: of_all(self, request).extra(where=["pg_sleep(0.01) IS NOT NULL"]),
    )


@pytest.mark.usefixtures("slow_ledger")
def test_filters_that_hardly_any_row_passes_are_given_up_with_a_word(client: Client) -> None:
    answer = get(client, list_url(Transaction), channel__exact="wire", transaction_type__exact="salary")
    assert answer.status == 200
    assert "too few rows in common" in answer.text
    assert answer.list.result_list == []
    assert get(client, list_url(Account), q="ACC-00000001-1").list.result_count == 1


def test_patience_ends_with_the_list(client: Client) -> None:
    fine(get(client, list_url(Transaction), channel__exact="wire"))
    assert value("accounts_db", "SHOW statement_timeout") == "0"


def test_a_name_is_found_by_its_beginning_in_any_spelling(client: Client) -> None:
    customer = Customer.objects.get(pk="CUST-00000001")
    for term in (customer.last_name[:3], customer.last_name.lower(), f"{customer.first_name} {customer.last_name[:2]}"):
        assert customer in fine(get(client, list_url(Customer), q=term)).list.result_list


def test_somebodys_name_finds_the_rows_that_refer_to_them_in_another_database(client: Client) -> None:
    account = Account.objects.select_related("customer").order_by("pk").first()
    found = fine(get(client, list_url(Account), q=str(account.customer))).list
    assert account in found.result_list


def test_a_list_can_be_narrowed_down_by_a_key(client: Client) -> None:
    account = some_row(Account)
    answer = fine(get(client, list_url(Transaction), account__exact=account.pk))
    assert answer.list.result_count == Transaction.objects.filter(account=account).count()
    assert f"account: {account.pk}" in answer.text


@every_table
def test_columns_that_no_index_serves_cannot_be_asked_for_in_an_address(client: Client, model: type[Model]) -> None:
    filtered = {name for name, _ in ADMINS[model].filter_specs} | set(ADMINS[model].soft_keys)
    for field in columns(model):
        if not has_index(field) and field.name not in filtered:
            assert get(client, list_url(model), **{f"{field.name}__exact": "1"}).status == 400


def test_no_key_shows_more_than_the_name_of_its_row(client: Client) -> None:
    employee = Employee.objects.exclude(manager=None).select_related("manager").first()
    text = fine(get(client, list_url(Employee), q=employee.pk)).text
    assert str(employee.manager) in text


def test_the_key_of_a_customer_finds_what_relations_hold_on_them(client: Client) -> None:
    complaint = some_row(Complaint)
    assert complaint in fine(get(client, list_url(Complaint), q=complaint.customer_id)).list.result_list
