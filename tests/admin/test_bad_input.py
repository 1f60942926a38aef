"""Whatever somebody types or an address says, the answer is a page, a way back or a refusal, and never a breakdown."""

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
from tests.admin.pages import ADMINS, get, label, list_url, page_url, some_row

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
pytestmark = pytest.mark.usefixtures("bare_frame", "short_pages")
every_table = pytest.mark.parametrize("model", ADMINS, ids=label)


def unbroken(client: Client, address: str, **parameters: str) -> int:
    """Return the status of an answer: a page, a refusal, or the way back to the list."""
    answer = client.get(address, parameters)
    back = answer.status_code == 302 and answer.url == f"{address}?e=1"
    assert back or answer.status_code in (200, 400, 404), (address, parameters)
    return answer.status_code


@pytest.mark.parametrize("term", STRANGE, ids=repr)
@pytest.mark.parametrize("model", [Customer, Transaction, RepaymentSchedule, AuditTrail, Run], ids=label)
def test_any_search_is_answered(client: Client, model: type[Model], term: str) -> None:
    assert unbroken(client, list_url(model), q=term) == 200


@every_table
def test_any_value_of_a_filter_is_answered(client: Client, model: type[Model]) -> None:
    for parameter in addressable(model):
        for value in ("\x00", "nonsense", "9" * 40):
            unbroken(client, list_url(model), **{parameter: value})


def addressable(model: type[Model]) -> Iterator[str]:
    """Yield what an address of a list may name: each filter in its ways, and each key."""
    for field, kind in ADMINS[model].filter_specs:
        yield from {"PeriodFilter": (f"{field}__gte", f"{field}__lt")}.get(kind.__name__, (f"{field}__exact",))
    for field in search.exact_fields(model):
        yield f"{field.name}__exact"


@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_any_key_is_answered(client: Client, value: str) -> None:
    assert unbroken(client, list_url(Transaction), account__exact=value) == (302 if "\x00" in value else 200)
    for model in (Account, Transaction):
        for page in ("change", "delete", "history"):
            answer = client.get(page_url(model, value, page))
            assert answer.status_code in (403, 404)


@every_table
def test_a_row_that_is_not_there_is_not_found(client: Client, model: type[Model]) -> None:
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
def test_any_address_of_a_list_is_answered(client: Client, parameters: dict[str, str]) -> None:
    unbroken(client, list_url(Account), **parameters)


def test_a_value_that_no_row_can_have_leads_back_to_the_list(client: Client) -> None:
    answer = client.get(list_url(Account), {"account_status__exact": "molten"})
    assert answer.status_code == 302
    assert answer.url == f"{list_url(Account)}?e=1"
    assert client.get(answer.url).status_code == 200


def test_what_nobody_may_ask_for_is_refused_without_being_looked_up(client: Client) -> None:
    answer = get(client, list_url(Transaction), description__icontains="coffee")
    assert answer.status == 400
    assert not [query for query in answer.queries if "transactions" in query]


def test_texts_are_shown_as_they_are_and_never_as_html(client: Client) -> None:
    transaction = some_row(Transaction)
    kept = transaction.description
    Transaction.objects.filter(pk=transaction.pk).update(description="<script>alert(1)</script>")
    for address in (list_url(Transaction, q=transaction.pk), page_url(Transaction, transaction.pk)):
        text = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert(1)" not in text
    Transaction.objects.filter(pk=transaction.pk).update(description=kept)
