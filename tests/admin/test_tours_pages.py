"""The tours in the browser: every stop has a page with its rows, its query and the way on."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from config.prompt import invocation
from config.query import QueryError
from datahub.accounts.models import Account, Customer, Transaction
from seeding.pages import tours
from seeding.tours.registry import TOURS
from tests.admin.filled import fill_bank
from tests.admin.pages import get
from tests.sampling import first
from tests.seeded import command

RING = "structuring-ring"


def address(key: str, number: int) -> str:
    return reverse("admin:tour_stop", args=[key, number])


def cells(text: str) -> list[str]:
    return [unescape(cell) for cell in re.findall(r"<td[^>]*>([^<]*)</td>", text)]


@pytest.mark.usefixtures("without_frame")
@pytest.mark.parametrize("key", first(TOURS))
def test_every_stop_says_what_to_look_at_with_its_rows_query_and_page(client: Client, key: str) -> None:
    tour = TOURS[key]
    for number, stop in enumerate(tour.stops, 1):
        response = get(client, address(key, number))
        page = response.context["page"]
        assert f"step {number} of {len(tour.stops)}" in response.text
        assert stop.explanation in unescape(response.text)
        assert page.rows
        assert page.query in unescape(response.text)
        assert "{" not in page.query
        assert client.get(page.address).status_code == 200


def test_the_rows_are_those_of_the_bank_now(client: Client) -> None:
    deposits = Transaction.objects.filter(account_id="ACC-00000007-1", transaction_amount__gt=3000)
    shown = cells(get(client, address(RING, 1)).text)
    assert {str(row.transaction_amount) for row in deposits} <= set(shown)
    Transaction.objects.filter(pk=deposits[0].pk).update(description="Seen just now")
    try:
        assert "Seen just now" in cells(get(client, address(RING, 1)).text)
    finally:
        command("seed_reset")


def test_a_stop_knows_what_earlier_stops_captured(client: Client) -> None:
    """The officer of the eleventh stop is named by the report of the sixth."""
    officer = get(client, address(RING, 6)).context["page"].result.rows[0][5]
    assert officer.startswith("EMP-")
    assert officer in get(client, address(RING, 11)).context["page"].query


def test_next_and_back_lead_through_the_tour_and_out_of_it(client: Client) -> None:
    number = len(TOURS["household"].stops)
    way = [
        re.findall(r'rel="(prev|next)" href="([^"]+)"', get(client, address("household", n)).text)
        for n in (1, 2, number)
    ]
    assert way == [
        [("next", address("household", 2))],
        [("prev", address("household", 1)), ("next", address("household", 3))],
        [("prev", address("household", number - 1)), ("next", reverse("admin:tours"))],
    ]


def test_the_start_page_and_the_list_lead_to_every_tour(client: Client) -> None:
    for page in ("admin:index", "admin:tours"):
        text = get(client, reverse(page)).text
        assert all(address(key, 1) in text for key in TOURS), page
    assert reverse("admin:tours") in get(client, reverse("admin:index")).text


@pytest.mark.parametrize("path", ["heist/1/", "household/0/", "household/99/", "household/x/"])
def test_a_stop_that_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/admin/tours/{path}").status_code == 404


def test_a_user_sees_only_tours_whose_tables_it_may_see() -> None:
    teller = User.objects.create_user("teller", is_staff=True)
    teller.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    browser = Client()
    browser.force_login(teller)
    assert browser.get(address("household", 1)).status_code == 403
    assert address("household", 1) not in browser.get(reverse("admin:tours")).content.decode()


def test_a_refused_query_is_reported_in_its_place(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise QueryError("A table has been locked for more than 3 s")

    monkeypatch.setattr(tours, "stop_result", refuse)
    response = get(client, address("household", 1))
    assert response.status == 200
    assert "A table has been locked for more than 3 s" in response.text


@pytest.mark.hard
def test_in_a_bank_without_the_storylines_the_page_says_what_helps(client: Client) -> None:
    command("seed_clear", confirm=True)
    try:
        remedy = f"The bank is empty; to fill it, run {invocation('seed_all')}."
        assert remedy in get(client, address("household", 1)).text
        command("seed_all", customers="59", employees="6", as_of="2026-06-30")
        assert "The bank has 59 customers, and the stories need 60" in get(client, reverse("admin:tours")).text
    finally:
        fill_bank()
    assert Account.objects.filter(customer=Customer.objects.earliest("pk")).exists()
