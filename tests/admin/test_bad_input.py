"""Any input in a search box or an address gets a page, a redirect to the list or a refusal, never a server error."""

from collections.abc import Iterator

import pytest
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.test import Client

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import search
from datahub.compliance.models import AuditTrail
from datahub.loans.models import RepaymentSchedule
from seeding.models import Run
from tests.admin.pages import ADMINS, every_table, first_row, get, label, list_url, page_url
from tests.sampling import first

STRANGE = [
    "'",
    '"',
    "\x00",
    "%",
    "%_%",
    "\\",
    "'; DROP TABLE accounts; --",
    "Ωmega 💶",
    "x" * 5_000,
    " ",
    "1e999",
    "-1",
    "9" * 40,
]
pytestmark = pytest.mark.usefixtures("without_frame", "short_pages")


def status_of(client: Client, address: str, **parameters: str) -> int:
    """Return the status of a response; fail unless it is a page, a refusal, or a redirect to the list."""
    response = client.get(address, parameters)
    back = response.status_code == 302 and response.url == f"{address}?e=1"
    assert back or response.status_code in (200, 400, 404), (address, parameters)
    return response.status_code


@pytest.mark.parametrize("term", STRANGE, ids=repr)
@pytest.mark.parametrize("model", first([Transaction, Customer, RepaymentSchedule, AuditTrail, Run]), ids=label)
def test_any_search_term_gets_a_page(client: Client, model: type[Model], term: str) -> None:
    assert status_of(client, list_url(model), q=term) == 200


@every_table
@pytest.mark.parametrize("value", first(["\x00", "nonsense", "9" * 40]), ids=repr)
def test_any_filter_value_gets_a_response(client: Client, model: type[Model], value: str) -> None:
    for parameter in addressable(model):
        status_of(client, list_url(model), **{parameter: value})


def addressable(model: type[Model]) -> Iterator[str]:
    """Yield the query parameters that a list accepts: its filters and its keys."""
    for field, kind in ADMINS[model].filter_specs:
        yield from {"PeriodFilter": (f"{field}__gte", f"{field}__lt")}.get(kind.__name__, (f"{field}__exact",))
    for field in search.exact_fields(model):
        yield f"{field.name}__exact"


@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_any_key_gets_a_response(client: Client, value: str) -> None:
    assert status_of(client, list_url(Transaction), account__exact=value) == (302 if "\x00" in value else 200)
    for model in (Account, Transaction):
        for page in ("change", "delete", "history"):
            response = client.get(page_url(model, value, page))
            assert response.status_code in (403, 404)


@every_table
def test_a_missing_row_is_not_found(client: Client, model: type[Model]) -> None:
    for key in ("nobody", "0", "9" * 30, "%00", quote("../../etc/passwd")):
        assert client.get(page_url(model, key)).status_code == 404


@pytest.mark.parametrize(
    "parameters",
    [
        {"p": "0"}, {"p": "-1"}, {"p": "999999"}, {"p": "x"}, {"o": "99"}, {"o": "x.-y..--3"}, {"all": ""},
        {"_to_field": "balance"}, {"_popup": "1"}, {"_facets": "True"}, {"e": "1"}, {"nothing": "1"},
        {"customer__first_name": "Ann"}, {"balance__gt": "1"}, {"account_type__regex": "(a+)+$"},
        {"opened_date__gte": "2026-02-31"}, {"opened_date__gte": "0000-00-00"}, {"opened_date__gte": "yesterday"},
        {"opened_date__lt": "99999-01-01"}, {"account_status__exact": "molten"},
    ],
    ids=str,
)  # fmt: skip
def test_any_query_of_a_list_gets_a_response(client: Client, parameters: dict[str, str]) -> None:
    status_of(client, list_url(Account), **parameters)


def test_a_value_that_is_not_on_the_value_list_redirects_to_the_list(client: Client) -> None:
    response = client.get(list_url(Account), {"account_status__exact": "molten"})
    assert response.status_code == 302
    assert response.url == f"{list_url(Account)}?e=1"
    assert client.get(response.url).status_code == 200


def test_a_forbidden_lookup_is_refused_without_a_query(client: Client) -> None:
    response = get(client, list_url(Transaction), description__icontains="coffee")
    assert response.status == 400
    assert not [query for query in response.queries if "transactions" in query]


def test_html_in_a_text_is_escaped(client: Client) -> None:
    transaction = first_row(Transaction)
    original = transaction.description
    Transaction.objects.filter(pk=transaction.pk).update(description="<script>alert(1)</script>")
    for address in (list_url(Transaction, q=transaction.pk), page_url(Transaction, transaction.pk)):
        text = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert(1)" not in text
    Transaction.objects.filter(pk=transaction.pk).update(description=original)
