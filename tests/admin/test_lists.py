"""The list of every table: pagination, search, filters and sorting take few queries, and never a join."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db.models import Model
from django.test import Client

from datahub.accounts.admin import TransactionAdmin
from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import change_list, search
from datahub.browsing.change_list import Choice, Filter
from datahub.browsing.model_fields import columns, has_index
from datahub.customers.models import Complaint
from datahub.employees.models import Employee
from tests.admin.pages import ADMINS, Response, every_table, first_row, get, label, list_url, page_url
from tests.seeded import value

MAX_QUERIES = 13
"""Four of them for session and permissions, three for the transaction that limits the time."""

RowsOnly = Callable[[], AbstractContextManager[None]]
"""The fixture `rows_only`."""


def cheap_page(response: Response) -> Response:
    """Return a response; fail unless it is a page that took few queries and no join."""
    assert response.status == 200
    assert len(response.queries) <= MAX_QUERIES, response.queries
    assert not [query for query in response.queries if " JOIN " in query and '"auth_' not in query]
    return response


@every_table
def test_each_table_has_a_list(client: Client, viewer_client: Client, model: type[Model]) -> None:
    shown = cheap_page(get(client, list_url(model))).list
    assert shown.result_count == model._default_manager.count()
    cheap_page(get(viewer_client, list_url(model)))


@every_table
def test_each_row_of_a_list_leads_to_its_page(client: Client, model: type[Model]) -> None:
    response = get(client, list_url(model))
    for row in response.list.result_list:
        assert f'href="{page_url(model, row.pk)}"' in response.text


@every_table
@pytest.mark.usefixtures("without_frame", "short_pages")
def test_a_search_by_key_or_number_finds_the_row(client: Client, model: type[Model]) -> None:
    row = first_row(model)
    for field in search.exact_fields(model):
        value = getattr(row, field.attname) if row else None
        if value is not None:
            found = cheap_page(get(client, list_url(model), q=value)).list
            assert found.queryset.filter(pk=row.pk).exists(), field


@pytest.mark.hard
@every_table
@pytest.mark.usefixtures("without_frame", "short_pages")
def test_each_filter_option_can_be_selected(client: Client, model: type[Model], rows_only: RowsOnly) -> None:
    for each in cheap_page(get(client, list_url(model))).list.filters:
        *others, last = each.choices
        with rows_only():
            for choice in others:
                select(client, model, each, choice)
        select(client, model, each, last)


def select(client: Client, model: type[Model], among: Filter, choice: Choice) -> None:
    """Open a list with an option of a filter; fail unless the filter then shows that option as selected."""
    shown = cheap_page(get(client, list_url(model) + choice.address)).list
    (same,) = [each for each in shown.filters if each.title == among.title]
    assert [again.label for again in same.choices if again.selected] == [choice.label]


@every_table
@pytest.mark.usefixtures("without_frame", "short_pages")
def test_each_sortable_column_sorts_both_ways(client: Client, model: type[Model], rows_only: RowsOnly) -> None:
    for place, column in enumerate(ADMINS[model].list_columns):
        if not getattr(column, "admin_order_field", None):
            continue
        with rows_only():
            pages = [cheap_page(get(client, list_url(model), o=order)) for order in (place, f"-{place}")]
        up, down = ([getattr(row, column.field.attname) for row in page.list.result_list] for page in pages)
        shown_values = [value for value in up if value is not None]
        assert shown_values == sorted(shown_values), column.field
        shown_values = [value for value in down if value is not None]
        assert shown_values == sorted(shown_values, reverse=True), column.field


@pytest.mark.parametrize("model", [Customer, Account, Transaction], ids=label)
def test_the_next_page_continues_where_the_first_ends(client: Client, model: type[Model]) -> None:
    pages = [cheap_page(get(client, list_url(model), p=page)).list for page in (1, 2)]
    shown = [row.pk for page in pages for row in page.result_list]
    assert len(pages[0].result_list) == len(pages[1].result_list[:50]) == 50
    assert shown == list(pages[0].queryset.values_list("pk", flat=True)[: len(shown)])
    assert len(set(shown)) == len(shown)


def test_the_footer_shows_the_number_of_rows(client: Client) -> None:
    rows = Transaction.objects.count()
    assert f"{rows:,} transactions" in get(client, list_url(Transaction)).text


@pytest.mark.parametrize("model", [model for model, admin in ADMINS.items() if admin.index_only], ids=label)
def test_an_index_only_table_sorts_and_filters_by_indexed_columns(model: type[Model]) -> None:
    sortable = [column.field for column in ADMINS[model].list_columns if hasattr(column, "admin_order_field")]
    dates = [name for name, kind in ADMINS[model].filter_specs if kind.__name__ == "PeriodFilter"]
    assert sortable
    assert all(has_index(field) for field in sortable)
    assert all(has_index(model._meta.get_field(name)) for name in dates)


def test_a_table_above_the_limit_sorts_by_indexed_columns_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    place = [column.field.name for column in ADMINS[Customer].list_columns].index("last_name")
    free = cheap_page(get(client, list_url(Customer), o=place))
    monkeypatch.setattr(change_list, "MAX_ROWS_SORTED_WITHOUT_INDEX", 100)
    bound = cheap_page(get(client, list_url(Customer), o=place))
    by_name = [heading["sortable"] for _, heading in free.list.headers if heading["text"] == "last name"]
    assert by_name == [True]
    assert {heading["text"] for _, heading in bound.list.headers if heading["sortable"]} == {"ID", "email", "phone"} & {
        str(column.short_description) for column in ADMINS[Customer].list_columns if has_index(column.field)
    }
    assert [row.last_name for row in free.list.result_list] == sorted(row.last_name for row in free.list.result_list)
    assert not [query for query in bound.queries if 'ORDER BY "customers"."last_name"' in query]


@pytest.fixture
def slow_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow the ledger down to 10 ms per row, and limit lists to 100 ms."""
    of_all = TransactionAdmin.get_queryset
    monkeypatch.setattr(change_list, "LIST_TIMEOUT_MS", 100)
    monkeypatch.setattr(
        TransactionAdmin,
        "get_queryset",
        lambda self, request: of_all(self, request).extra(where=["pg_sleep(0.01) IS NOT NULL"]),
    )


@pytest.mark.usefixtures("slow_ledger")
def test_a_filtered_list_that_takes_too_long_times_out_with_a_message(client: Client) -> None:
    response = get(client, list_url(Transaction), channel__exact="wire", transaction_type__exact="salary")
    assert response.status == 200
    assert "too few rows in common" in response.text
    assert response.list.result_list == []
    assert get(client, list_url(Account), q="ACC-00000001-1").list.result_count == 1


def test_the_time_limit_ends_with_the_list(client: Client) -> None:
    cheap_page(get(client, list_url(Transaction), channel__exact="wire"))
    assert value("accounts_db", "SHOW statement_timeout") == "0"


def test_a_name_is_found_by_its_beginning_in_any_case(client: Client) -> None:
    customer = Customer.objects.get(pk="CUST-00000001")
    for term in (customer.last_name[:3], customer.last_name.lower(), f"{customer.first_name} {customer.last_name[:2]}"):
        assert customer in cheap_page(get(client, list_url(Customer), q=term)).list.result_list


def test_a_persons_name_finds_the_rows_that_refer_to_them(client: Client) -> None:
    account = Account.objects.select_related("customer").order_by("pk").first()
    found = cheap_page(get(client, list_url(Account), q=str(account.customer))).list
    assert account in found.result_list


def test_a_list_can_be_filtered_by_a_foreign_key(client: Client) -> None:
    account = first_row(Account)
    response = cheap_page(get(client, list_url(Transaction), account__exact=account.pk))
    assert response.list.result_count == Transaction.objects.filter(account=account).count()
    assert f"Account: {account.pk}" in response.text


@every_table
def test_a_column_without_index_or_filter_is_refused_in_an_address(client: Client, model: type[Model]) -> None:
    filtered = {name for name, _ in ADMINS[model].filter_specs} | set(ADMINS[model].soft_keys)
    filtered |= {lookup.partition("__")[0] for lookup in ADMINS[model].charted}
    for field in columns(model):
        if not has_index(field) and field.name not in filtered:
            assert get(client, list_url(model), **{f"{field.name}__exact": "1"}).status == 400


def test_a_foreign_key_is_shown_as_the_name_of_its_row(client: Client) -> None:
    employee = Employee.objects.exclude(manager=None).select_related("manager").first()
    text = cheap_page(get(client, list_url(Employee), q=employee.pk)).text
    assert str(employee.manager) in text


def test_a_customers_key_finds_the_rows_that_refer_to_them(client: Client) -> None:
    complaint = first_row(Complaint)
    assert complaint in cheap_page(get(client, list_url(Complaint), q=complaint.customer_id)).list.result_list
