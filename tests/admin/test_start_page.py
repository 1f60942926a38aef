"""The start page: tables, charts and panels, with either theme; and that commands do not import it."""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import DateField
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import charts, loss_ratios
from datahub.browsing.chart_data import Chart
from datahub.browsing.sections import ANSWER_KEY, OTHER_APPS, sections_of
from datahub.browsing.site import BankSite
from datahub.compliance.models import RuleViolation, SuspiciousActivityReport
from datahub.databases import DATABASE_OF_APP
from datahub.insurance.models import Policy
from datahub.loans.models import Loan
from seeding.bank.storylines import STORYLINES
from tests.admin.filled import fill_bank
from tests.admin.pages import ADMINS, MODELS, get, list_url, page_url
from tests.commandline import CHECKOUT, manage
from tests.datahub.contract import bank_models
from tests.seeded import command, value


def test_it_shows_the_number_of_rows_of_each_table(client: Client) -> None:
    response = get(client, reverse("admin:index"))
    assert response.status == 200
    listed = {
        table.model: table.rows for database in response.context["overview"].databases for table in database.tables
    }
    assert set(listed) == set(MODELS)
    assert listed[Transaction] == pytest.approx(Transaction.objects.count(), rel=0.01)
    for model in MODELS:
        assert f'href="{list_url(model)}"' in response.text


def test_it_shows_the_plan_and_the_storylines(client: Client) -> None:
    text = get(client, reverse("admin:index")).text
    for word in ("2026-06-30", "20240229", "seed_all"):
        assert word in text
    for storyline in STORYLINES:
        for role in storyline.roles:
            assert page_url(Customer, role.customer_id) in text


def test_every_page_shows_the_day_on_which_the_bank_is_seen(client: Client) -> None:
    for address in (reverse("admin:index"), list_url(Customer), reverse("admin:bank_charts")):
        assert "s of June 30, 2026" in get(client, address).text, address


def charts_of(client: Client) -> tuple[dict[str, Chart], str]:
    response = get(client, reverse("admin:index"))
    return {chart.title: chart for chart in response.context["overview"].charts}, response.text


def test_its_charts_show_the_counts_of_the_tables(client: Client) -> None:
    channels = charts_of(client)[0]["Transactions by channel"]
    shown_values = dict(zip(channels.labels, channels.series[0].values, strict=True))
    counted = Counter(Transaction.objects.values_list("channel", flat=True))
    assert shown_values == {str(Transaction.Channel(value).label): count for value, count in counted.items()}
    card = counted["card"] / counted.total()
    assert channels.texts[channels.labels.index("Card")] == f"{card:.0%}".replace("%", " %")
    assert channels.note == ""


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def test_loss_ratios_are_claims_divided_by_premiums(client: Client) -> None:
    chart = charts_of(client)[0]["Premiums and claims by line, with the loss ratio"]
    for place, line in enumerate(chart.labels):
        paid, granted = (
            value("insurance_db", f"SELECT coalesce(sum({amount}), 0) FROM policies JOIN {table} USING (policy_id) "
                f"WHERE policy_type = '{line.lower()}' AND {condition}")
            for table, amount, condition in (
                ("premium_payments", "amount", "payment_status = 'completed'"), ("claims", "approved_amount", "true")
            )
        )  # fmt: skip
        assert [series.values[place] for series in chart.series] == [half_up(paid), half_up(granted)]
        assert chart.texts[place] == f"{half_up(granted) / half_up(paid) * 100:.0f} %"
    assert {"Life", "Property"} <= set(chart.labels)


def test_loss_ratios_of_a_large_bank_are_estimated_from_a_sample(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loss_ratios, "MAX_POLICIES", 20)
    chart = charts_of(client)[0]["Premiums and claims by line, with the loss ratio"]
    assert chart.note.startswith("Estimated from a sample of about 20 of")


def test_charts_count_violations_and_reports_by_status(client: Client) -> None:
    charts = charts_of(client)[0]
    for title, rows in (
        ("Rule violations by status", RuleViolation.objects.values_list("status", flat=True)),
        (
            "Suspicious activity reports by status",
            SuspiciousActivityReport.objects.values_list("sar_status", flat=True),
        ),
    ):
        shown_values = dict(zip(charts[title].labels, charts[title].series[0].values, strict=True))
        assert {label.lower().replace(" ", "_"): count for label, count in shown_values.items()} == Counter(rows)


def test_transactions_are_counted_per_month_and_type_up_to_the_newest_month(client: Client) -> None:
    chart = charts_of(client)[0]["Transactions per month by type"]
    posted = Counter(
        (f"{when:%b %Y}", str(Transaction.Type(kind).label))
        for when, kind in Transaction.objects.values_list("transaction_date", "transaction_type")
        if when
    )
    assert len(chart.labels) == charts.MONTHS_SHOWN
    newest = Transaction.objects.latest("transaction_date").transaction_date
    assert newest
    assert chart.labels[-1] == f"{newest:%b %Y}"
    for series in chart.series:
        assert list(series.values) == [posted[month, series.label] for month in chart.labels]
    shown = sum(posted[key] for key in posted if key[0] in chart.labels)
    assert sum(sum(series.values) for series in chart.series) == shown  # type: ignore[arg-type]  # no value is None


def test_months_end_with_the_newest_one_across_a_year() -> None:
    assert [str(month) for month in charts.months_until(date(2026, 2, 28), 4)] == [
        "2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01"
    ]  # fmt: skip


@pytest.mark.usefixtures("without_frame")
def test_each_part_of_a_chart_leads_to_the_list_of_its_rows(client: Client) -> None:
    linked = 0
    for chart in charts_of(client)[0].values():
        for series in chart.series:
            for rows, address in zip(series.values, series.links, strict=bool(series.links)):
                listed = get(client, address).list
                assert listed.result_count == rows, address
                linked += 1
    assert linked > 60


def test_the_page_has_the_values_of_charts_as_data_and_as_a_table(client: Client) -> None:
    found, text = charts_of(client)
    for chart in found.values():
        script = re.search(rf'<script id="{chart.element_id}" type="application/json">(.*?)</script>', text)
        assert script
        figures = json.loads(script[1])
        assert figures["labels"] == list(chart.labels)
        assert figures["series"][0]["values"] == list(chart.series[0].values)
        for label, figure in zip(chart.labels, chart.series[0].values, strict=True):
            cells = rf'<th scope="row">{re.escape(escape(label))}</th><td>(<a href="[^"]+">)?{figure:,}(</a>)?</td>'
            assert re.search(cells, text), (chart.title, label)


def test_charts_are_drawn_by_static_files_and_not_by_inline_scripts(client: Client) -> None:
    text = get(client, reverse("admin:index")).text
    scripts = re.findall(r'<script src="(/static/browsing/[^"]+)" defer>', text)
    assert [script.rpartition("/")[2] for script in scripts] == ["chart-4.6.1.umd.js", "charts.js", "find.js"]
    for script in scripts:
        response = Client().get(script)
        assert response.status_code == 200
        assert b"use strict" in b"".join(response.streaming_content)
        response.close()


def test_a_bad_status_has_a_color_of_its_own(client: Client) -> None:
    statuses = charts_of(client)[0]["Loans by status"]
    colors = dict(zip(statuses.labels, statuses.colors, strict=True))
    assert colors["Defaulted"] == "--bank-chart-bad"
    assert len(set(colors.values())) == len(colors)


def test_a_chart_of_a_sample_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "SAMPLE_ROWS", 500)
    response = get(client, reverse("admin:index"))
    assert "TABLESAMPLE" in "".join(response.queries)
    assert "Estimated from a sample of about 500 of" in response.text


@pytest.mark.usefixtures("without_frame")
def test_an_empty_bank_has_a_start_page_and_lists(client: Client) -> None:
    command("seed_clear", confirm=True)
    try:
        response = get(client, reverse("admin:index"))
        assert response.status == 200
        assert "The bank is empty" in response.text
        for model in MODELS:
            assert get(client, list_url(model)).status == 200
    finally:
        fill_bank()


def test_add_panel_can_be_used_as_a_decorator() -> None:
    site = BankSite("another")
    assert site.add_panel(lambda request: None)(HttpRequest()) is None


def test_every_table_of_the_bank_has_an_admin() -> None:
    assert set(MODELS) == {model for _, model in bank_models()}


def test_the_sidebar_has_a_section_per_app_of_the_bank_and_one_for_the_others(client: Client) -> None:
    sections = get(client, reverse("admin:index")).response.context["available_apps"]
    configs = sorted(map(apps.get_app_config, DATABASE_OF_APP), key=lambda config: config.sidebar_position)
    assert [section["name"] for section in sections] == [
        *(config.verbose_name for config in configs),
        ANSWER_KEY,
        OTHER_APPS,
    ]
    assert {model["model"] for section in sections for model in section["models"]} == set(ADMINS)
    for section, config in zip(sections, configs, strict=False):
        assert {model["model"] for model in section["models"]} == set(config.get_models())


def test_apps_have_different_positions_in_the_sidebar() -> None:
    positions = [apps.get_app_config(app).sidebar_position for app in DATABASE_OF_APP]
    assert len(set(positions)) == len(positions)


def test_tables_are_in_the_order_in_which_their_admins_register() -> None:
    for section in sections_of(ADMINS):
        registered = [model for model in ADMINS if model in section.models]
        assert list(section.models) == registered
    assert [model.__name__ for model in sections_of(ADMINS)[0].models][:3] == ["Customer", "Account", "Transaction"]


def test_the_charts_of_the_start_page_are_those_that_the_admins_declare(client: Client) -> None:
    declared = sum(len(admin.charts) for admin in ADMINS.values())
    assert declared > 5
    assert len(charts_of(client)[0]) == declared


def test_milestones_name_date_columns() -> None:
    for model, admin in ADMINS.items():
        for column in admin.milestones:
            assert isinstance(model._meta.get_field(column), DateField)


SHOW_PAGES = """
from django.contrib.auth.models import User
from django.test import Client
browser = Client(SERVER_NAME="localhost")
browser.force_login(User.objects.get(username="superuser"))
for address in {addresses}:
    response = browser.get(address)
    print(response.status_code, "unfold" in response.content.decode(), address)
"""


@pytest.mark.parametrize(("theme", "unfolded"), [("plain", "False"), ("unfold", "True")])
def test_every_kind_of_page_is_shown_with_either_theme(superuser: User, theme: str, unfolded: str) -> None:
    account = Account.objects.get(pk="ACC-00000001-1")
    addresses = [
        reverse("admin:index"),
        reverse("admin:bank_charts"),
        reverse("admin:tours"),
        reverse("admin:tour_stop", args=["household", 1]),
        reverse("admin:answers"),
        reverse("admin:answer_case", args=["CASE-00000-900"]),
        reverse("admin:answer_network", args=["CASE-00000-900"]),
        page_url(Customer, account.customer_id, "network"),
        list_url(Transaction, q=account.pk),
        page_url(Account, account.pk),
        page_url(Customer, account.customer_id),
        page_url(Loan, "LOAN-00000001-1"),
        page_url(Policy, "POL-00000006-1"),
        page_url(SuspiciousActivityReport, "SAR-00000007-1"),
        page_url(Customer, account.customer_id, "compliance"),
        list_url(User),
    ]
    outcome = manage("shell", "--no-imports", "-c", SHOW_PAGES.format(addresses=addresses), ADMIN_THEME=theme)
    assert outcome.out.splitlines() == [f"200 {unfolded} {address}" for address in addresses], outcome.err


@pytest.mark.parametrize("command", ["check", "runserver", "seed_status"])
def test_an_unknown_theme_is_refused_in_one_line(command: str) -> None:
    outcome = manage(command, ADMIN_THEME="baroque")
    assert outcome.code != 0
    assert (outcome.out, outcome.err) == ("", "ADMIN_THEME is 'baroque'; set it to unfold or plain\n")


@pytest.mark.parametrize(
    "name", ["browsing/bank.css", "browsing/statement.css", "browsing/favicon.svg", "admin/css/base.css"]
)
def test_static_files_are_served_without_collectstatic(name: str) -> None:
    response = Client().get(f"/static/{name}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    response.close()


def test_pages_load_nothing_from_other_sites(client: Client) -> None:
    for address in (
        reverse("admin:index"),
        reverse("admin:bank_charts"),
        reverse("admin:tour_stop", args=["household", 1]),
        reverse("admin:answer_network", args=["CASE-00000-900"]),
        page_url(Customer, "CUST-00000003", "network"),
        list_url(Customer),
        page_url(Account, "ACC-00000001-1", "statement"),
        page_url(Loan, "LOAN-00000001-1"),
        page_url(Policy, "POL-00000006-1"),
        page_url(SuspiciousActivityReport, "SAR-00000007-1"),
    ):
        text = get(client, address).text
        assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text)


def test_commands_do_not_import_the_admin() -> None:
    """The URL configuration imports the admins of the tables; commands do not load it."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", str(CHECKOUT / "manage.py"), "seed_status"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "datahub.accounts.models" in imported
    assert (
        not {"datahub.accounts.admin", "datahub.browsing.site", "unfold.admin", "django.contrib.auth.admin"} & imported
    )
