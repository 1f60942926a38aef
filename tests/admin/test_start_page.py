"""The start page: the bank at a glance, full or empty, in either look; and what commands pay for it."""

import re
import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import charts, sections
from datahub.browsing.site import BankSite
from seeding.bank.storylines import STORYLINES
from tests.admin.filled import fill_bank
from tests.admin.pages import ADMINS, MODELS, get, list_url, page_url
from tests.commandline import CHECKOUT, manage
from tests.seeded import command


def test_it_says_how_many_rows_each_table_holds(client: Client) -> None:
    answer = get(client, reverse("admin:index"))
    assert answer.status == 200
    listed = {
        table.model: table.rows for database in answer.response.context["glance"].databases for table in database.tables
    }
    assert set(listed) == set(MODELS)
    assert listed[Transaction] == pytest.approx(Transaction.objects.count(), rel=0.01)
    for model in MODELS:
        assert f'href="{list_url(model)}"' in answer.text


def test_it_tells_the_plan_and_the_stories(client: Client) -> None:
    text = get(client, reverse("admin:index")).text
    for word in ("2026-06-30", "20240229", "seed_all"):
        assert word in text
    for storyline in STORYLINES:
        for role in storyline.cast:
            assert page_url(Customer, role.customer_id) in text


def test_its_charts_are_counted_from_the_tables(client: Client) -> None:
    drawn = {chart.title: chart for chart in get(client, reverse("admin:index")).response.context["glance"].charts}
    channels = drawn["Transactions by channel"]
    said = {bar.label: bar.text for bar in channels.bars}
    card = Transaction.objects.filter(channel="card").count() / Transaction.objects.count()
    assert said["card"] == f"{card:.0%}".replace("%", " %")
    assert channels.bars[0].length == 100
    assert channels.remark == ""


def test_a_sample_says_that_it_is_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "SAMPLED_FROM", 500)
    answer = get(client, reverse("admin:index"))
    assert "TABLESAMPLE" in "".join(answer.queries)
    assert "from a sample of about 500 of" in answer.text


def test_an_empty_bank_has_a_start_page_and_lists(client: Client) -> None:
    command("seed_clear", confirm=True)
    try:
        answer = get(client, reverse("admin:index"))
        assert answer.status == 200
        assert "The bank is empty" in answer.text
        for model in MODELS:
            assert get(client, list_url(model)).status == 200
    finally:
        fill_bank()


def test_panels_come_from_whoever_has_something_to_say() -> None:
    site = BankSite("another")
    assert site.add_panel(lambda: None)() is None


@pytest.mark.parametrize("model", ADMINS, ids=lambda model: model._meta.label)
def test_each_table_has_its_place_in_a_section(model: type[Model]) -> None:
    assert model._meta.db_table in {table for section in sections.SECTIONS for table in section.tables}


def test_the_tables_are_all_browsed_and_in_the_order_of_business(client: Client) -> None:
    listed = get(client, reverse("admin:index")).response.context["available_apps"]
    assert [section["name"] for section in listed] == [section.title for section in sections.SECTIONS]
    assert [model["model"]._meta.db_table for section in listed for model in section["models"]] == [
        table for section in sections.SECTIONS for table in section.tables
    ]
    assert len(MODELS) == 34


LOOK = """
from django.contrib.auth.models import User
from django.test import Client
browser = Client(SERVER_NAME="localhost")
browser.force_login(User.objects.get(username="superuser"))
for address in {addresses}:
    answer = browser.get(address)
    print(answer.status_code, "unfold" in answer.content.decode(), address)
"""


@pytest.mark.parametrize(("theme", "unfolded"), [("plain", "False"), ("unfold", "True")])
def test_either_look_shows_every_kind_of_page(superuser: User, theme: str, unfolded: str) -> None:
    account = Account.objects.get(pk="ACC-00000001-1")
    addresses = [
        reverse("admin:index"),
        list_url(Transaction, q=account.pk),
        page_url(Account, account.pk),
        page_url(Customer, account.customer_id),
        list_url(User),
    ]
    outcome = manage("shell", "--no-imports", "-c", LOOK.format(addresses=addresses), ADMIN_THEME=theme)
    assert outcome.out.splitlines() == [f"200 {unfolded} {address}" for address in addresses], outcome.err


def test_another_look_is_refused_in_a_line() -> None:
    outcome = manage("check", ADMIN_THEME="baroque")
    assert outcome.code != 0
    assert outcome.errors[-1].endswith("ADMIN_THEME is 'baroque'; it can be unfold or plain")


@pytest.mark.parametrize(
    "name", ["browsing/bank.css", "browsing/statement.css", "browsing/favicon.svg", "admin/css/base.css"]
)
def test_static_files_are_served_where_they_lie(name: str) -> None:
    answer = Client().get(f"/static/{name}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    answer.close()


def test_pages_load_nothing_from_elsewhere(client: Client) -> None:
    for address in (reverse("admin:index"), list_url(Customer), page_url(Account, "ACC-00000001-1", "statement")):
        text = get(client, address).text
        assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text)


def test_commands_do_not_pay_for_the_admin() -> None:
    """The tables' admins are found by the addresses of the site, which a command never asks for."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", str(CHECKOUT / "manage.py"), "seed_status"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "datahub.accounts.models" in imported
    assert (
        not {"datahub.accounts.admin", "datahub.browsing.site", "unfold.admin", "django.contrib.auth.admin"} & imported
    )
