"""The start page: the bank at a glance, full or empty, in either look; and what commands pay for it."""

import json
import re
import subprocess
import sys
from collections import Counter

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import charts, losses, sections
from datahub.browsing.drawing import Chart
from datahub.browsing.site import BankSite
from datahub.compliance.models import RuleViolation, SuspiciousActivityReport
from datahub.databases import DATABASE_OF_APP
from datahub.insurance.models import Policy
from datahub.loans.models import Loan
from seeding.bank.storylines import STORYLINES
from tests.admin.filled import fill_bank
from tests.admin.pages import ADMINS, MODELS, get, list_url, page_url
from tests.commandline import CHECKOUT, manage
from tests.seeded import command, value


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
        for role in storyline.roles:
            assert page_url(Customer, role.customer_id) in text


def drawn(client: Client) -> tuple[dict[str, Chart], str]:
    answer = get(client, reverse("admin:index"))
    return {chart.title: chart for chart in answer.response.context["glance"].charts}, answer.text


def test_its_charts_are_counted_from_the_tables(client: Client) -> None:
    channels = drawn(client)[0]["Transactions by channel"]
    said = dict(zip(channels.labels, channels.series[0].values, strict=True))
    counted = Counter(Transaction.objects.values_list("channel", flat=True))
    assert said == {str(Transaction.Channel(value).label): count for value, count in counted.items()}
    card = counted["card"] / counted.total()
    assert channels.texts[channels.labels.index("Card")] == f"{card:.0%}".replace("%", " %")
    assert channels.remark == ""


def test_its_loss_ratios_are_those_of_premiums_and_claims(client: Client) -> None:
    chart = drawn(client)[0]["Premiums and claims by line, with the loss ratio"]
    for place, line in enumerate(chart.labels):
        paid, granted = (
            value("insurance_db", f"SELECT coalesce(sum({amount}), 0) FROM policies JOIN {table} USING (policy_id) "
                f"WHERE policy_type = '{line.lower()}' AND {condition}")
            for table, amount, condition in (
                ("premium_payments", "amount", "payment_status = 'completed'"), ("claims", "approved_amount", "true")
            )
        )  # fmt: skip
        assert [series.values[place] for series in chart.series] == [round(paid), round(granted)]
        assert chart.texts[place] == f"{round(granted) / round(paid) * 100:.0f} %"
    assert {"Life", "Property"} <= set(chart.labels)


def test_loss_ratios_of_a_large_bank_are_those_of_a_sample(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(losses, "POLICIES_SEEN", 20)
    chart = drawn(client)[0]["Premiums and claims by line, with the loss ratio"]
    assert chart.remark.startswith("from a sample of about 20 of")


def test_violations_and_reports_are_told_by_how_they_stand(client: Client) -> None:
    charts = drawn(client)[0]
    for title, rows in (
        ("Rule violations by status", RuleViolation.objects.values_list("status", flat=True)),
        ("Reports of suspicion by status", SuspiciousActivityReport.objects.values_list("sar_status", flat=True)),
    ):
        said = dict(zip(charts[title].labels, charts[title].series[0].values, strict=True))
        assert {label.lower().replace(" ", "_"): count for label, count in said.items()} == Counter(rows)


def test_each_day_is_counted_but_the_newest(client: Client) -> None:
    days = drawn(client)[0]["Transactions per day"]
    booked = Counter(f"{when:%Y-%m-%d}" for when in Transaction.objects.values_list("transaction_date", flat=True))
    assert len(days.labels) == charts.DAYS_SHOWN
    assert max(booked) not in days.labels
    assert list(days.series[0].values) == [booked[day] for day in days.labels]


def test_the_page_carries_every_figure_for_the_script_and_for_people_who_hear_it(client: Client) -> None:
    found, text = drawn(client)
    for chart in found.values():
        script = re.search(rf'<script id="{chart.identifier}" type="application/json">(.*?)</script>', text)
        assert script
        figures = json.loads(script[1])
        assert figures["labels"] == list(chart.labels)
        assert figures["series"][0]["values"] == list(chart.series[0].values)
        for label, figure in zip(chart.labels, chart.series[0].values, strict=True):
            assert f'<th scope="row">{escape(label)}</th><td>{figure:,}</td>' in text


def test_charts_are_drawn_by_files_of_the_site_and_by_no_script_in_the_page(client: Client) -> None:
    text = get(client, reverse("admin:index")).text
    scripts = re.findall(r'<script src="(/static/browsing/[^"]+)" defer>', text)
    assert [script.rpartition("/")[2] for script in scripts] == ["chart-4.6.1.umd.js", "charts.js"]
    for script in scripts:
        answer = Client().get(script)
        assert answer.status_code == 200
        assert b"Chart" in b"".join(answer.streaming_content)
        answer.close()


def test_trouble_has_a_colour_of_its_own(client: Client) -> None:
    statuses = drawn(client)[0]["Loans by status"]
    colours = dict(zip(statuses.labels, statuses.colours, strict=True))
    assert colours["Defaulted"] == "--bank-chart-bad"
    assert len(set(colours.values())) == len(colours)


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


def test_apps_are_called_as_their_sections() -> None:
    """Breadcrumbs of the plain look name the app."""
    titles = {app: section.title for section in sections.SECTIONS for app in section.apps if app in DATABASE_OF_APP}
    assert {app: apps.get_app_config(app).verbose_name for app in DATABASE_OF_APP} == titles


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
        page_url(Loan, "LOAN-00000001-1"),
        page_url(Policy, "POL-00000006-1"),
        page_url(SuspiciousActivityReport, "SAR-00000007-1"),
        page_url(Customer, account.customer_id, "compliance"),
        list_url(User),
    ]
    outcome = manage("shell", "--no-imports", "-c", LOOK.format(addresses=addresses), ADMIN_THEME=theme)
    assert outcome.out.splitlines() == [f"200 {unfolded} {address}" for address in addresses], outcome.err


@pytest.mark.parametrize("command", ["check", "runserver", "seed_status"])
def test_another_look_is_refused_in_a_line(command: str) -> None:
    outcome = manage(command, ADMIN_THEME="baroque")
    assert outcome.code != 0
    assert (outcome.out, outcome.err) == ("", "ADMIN_THEME is 'baroque'; it can be unfold or plain\n")


@pytest.mark.parametrize(
    "name", ["browsing/bank.css", "browsing/statement.css", "browsing/favicon.svg", "admin/css/base.css"]
)
def test_static_files_are_served_where_they_lie(name: str) -> None:
    answer = Client().get(f"/static/{name}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    answer.close()


def test_pages_load_nothing_from_elsewhere(client: Client) -> None:
    for address in (
        reverse("admin:index"),
        list_url(Customer),
        page_url(Account, "ACC-00000001-1", "statement"),
        page_url(Loan, "LOAN-00000001-1"),
        page_url(Policy, "POL-00000006-1"),
        page_url(SuspiciousActivityReport, "SAR-00000007-1"),
    ):
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
