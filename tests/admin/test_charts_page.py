"""The bank in charts: the page, who may see it, and that its figures are those of the tables."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from psycopg.rows import dict_row

from config.reader import reader_login
from config.server import known_login
from datahub.accounts.models import Transaction
from datahub.browsing.chart_data import Chart
from datahub.browsing.site import CHARTS_TITLE
from seeding.charts import ledger, sampling
from seeding.charts.bank import Row
from seeding.charts.gallery import CHARTS, bank_charts
from seeding.charts.site_rows import site_rows
from tests.admin.chart_figures import INDEPENDENT, Figures
from tests.admin.filled import fill_bank
from tests.admin.pages import get, list_url
from tests.seeded import command


@pytest.fixture(scope="module")
def drawn(filled_bank: None) -> dict[str, Chart]:
    return {chart.title: chart for chart in bank_charts(site_rows)}


def figures_of(chart: Chart) -> Figures:
    return {
        (label, series.label): value
        for series in chart.series
        for label, value in zip(chart.labels, series.values, strict=True)
        if value
    }


@pytest.mark.parametrize("title", INDEPENDENT)
def test_figures_are_those_of_the_tables(drawn: dict[str, Chart], title: str) -> None:
    expected = {key: value for key, value in INDEPENDENT[title]().items() if value}
    found = figures_of(drawn[title])
    assert set(found) == set(expected)
    for key, value in expected.items():
        assert found[key] == pytest.approx(value, abs=0.11 if isinstance(value, float) else 1), key


def test_spending_adds_up_to_the_purchases_and_payments_of_the_ledger(drawn: dict[str, Chart]) -> None:
    chart = drawn["Spending by category and month"]
    assert chart.labels[-3:] == ["Apr 26", "May 26", "Jun 26"]
    for place, label in enumerate(chart.labels):
        first = datetime.strptime(label, "%b %y").replace(tzinfo=UTC)
        rows = Transaction.objects.filter(
            account__currency="USD", transaction_date__year=first.year, transaction_date__month=first.month
        )
        cards = -sum(row.transaction_amount for row in rows.filter(channel="card", transaction_type="payment"))
        shown = {series.label: series.values[place] or 0 for series in chart.series}
        of_cards = shown["card purchases"] if "card purchases" in shown else sum(shown.values())
        assert of_cards == pytest.approx(float(cards), abs=len(shown)), label


def test_every_chart_is_drawn_and_says_what_it_shows(drawn: dict[str, Chart]) -> None:
    assert list(drawn) == [chart.title for chart in CHARTS]
    for chart in drawn.values():
        assert chart.lead.endswith(".")
        assert chart.x_title
        assert chart.y_title
        assert all(len(series.values) == len(chart.labels) for series in chart.series)
        assert all(value >= 0 for series in chart.series for value in series.values if value is not None)
    assert len({chart.key for chart in drawn.values()}) == len(drawn)


@pytest.mark.parametrize("visitor", ["client", "viewer_client"])
def test_the_page_has_every_chart_with_a_table(
    request: pytest.FixtureRequest, drawn: dict[str, Chart], visitor: str
) -> None:
    response = get(request.getfixturevalue(visitor), reverse("admin:bank_charts"))
    assert response.status == 200
    for chart in drawn.values():
        assert f"<h3>{chart.title}</h3>" in response.text
        assert escape(chart.lead) in response.text
        assert f'id="{chart.element_id}"' in response.text
        for header in chart.headers:
            assert f'<th scope="col">{escape(header)}</th>' in response.text
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", response.text)


def test_the_page_only_reads(client: Client) -> None:
    address = reverse("admin:bank_charts")
    response = get(client, address)
    assert any("READ ONLY" in query for query in response.queries)
    assert client.post(address).status_code == 405


def test_it_needs_a_login_of_the_staff(filled_bank: None) -> None:
    visitor = Client()
    assert visitor.get(reverse("admin:bank_charts")).status_code == 302
    visitor.force_login(User.objects.create_user("no staff"))
    assert visitor.get(reverse("admin:bank_charts")).status_code == 302


EXACT = (
    "Ledger rows by month",
    "From alerts to reports",
    "Alerts by month",
    "Hires and leavers by year",
    "Staff by branch",
)
"""Charts that count the rows of one table: the lists that they lead to have as many rows."""
LEADING_NOWHERE = ("Rent and debt service by income",)
"""Charts of figures that no list shows: medians over the ledgers of customers."""


def links_of(chart: Chart) -> list[tuple[float, str]]:
    """Return the values of a chart that lead somewhere and the addresses; of a series the first, middle and last."""
    found = []
    for series in chart.series:
        pairs = zip(series.values, series.links or [""] * len(series.values), strict=True)
        linked = [(float(value), address) for value, address in pairs if value and address]
        found += linked[:1] + linked[len(linked) // 2 :][:1] + linked[-1:]
    return found


@pytest.mark.parametrize("title", [chart.title for chart in CHARTS])
def test_charts_lead_to_their_rows(client: Client, title: str, rows_only: Callable[[], Any]) -> None:
    (chart,) = (chart for chart in bank_charts(site_rows, list_url) if chart.title == title)
    links = links_of(chart)
    assert bool(links) != (title in LEADING_NOWHERE)
    with rows_only():
        for value, address in dict.fromkeys(links):
            listed = get(client, address).list.result_count
            assert listed == value if title in EXACT else listed > 0, address


def test_charts_by_time_have_the_days_of_their_labels(drawn: dict[str, Chart]) -> None:
    on_time = [chart for chart in drawn.values() if chart.x_title in ("month", "year")]
    assert len(on_time) == 7
    for chart in on_time:
        assert len(chart.days) == len(chart.labels)
        assert list(chart.days) == sorted(set(chart.days))
        shape = "%b %y" if chart.x_title == "month" else "%Y"
        assert [day.strftime(shape) for day in chart.days] == list(chart.labels)


def test_the_read_only_role_sees_the_same_charts(drawn: dict[str, Chart]) -> None:
    reader = reader_login(settings.BANK_SERVER, known_login(settings.BANK_SERVER))

    def rows(database: str, query: str, **parameters: Any) -> list[Row]:
        with reader.connect(settings.BANK_SERVER.database_name(database)) as connection:
            return connection.cursor(row_factory=dict_row).execute(query.encode(), parameters).fetchall()

    assert bank_charts(rows) == list(drawn.values())


def test_the_start_page_leads_to_it(client: Client) -> None:
    text = get(client, reverse("admin:index")).text
    assert CHARTS_TITLE in text
    assert f'href="{reverse("admin:bank_charts")}"' in text


def test_a_chart_of_a_large_ledger_is_estimated_from_a_sample(
    drawn: dict[str, Chart], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MAX_LEDGER_ROWS", 700)
    assert Transaction.objects.count() < sampling.MAX_LEDGER_ROWS
    (estimated,) = [chart for chart in bank_charts(site_rows) if chart.title == "Ledger rows by month"]
    assert estimated.note.startswith("Estimated from a sample of about 700 of")
    everything = sum(value or 0 for series in drawn[estimated.title].series for value in series.values)
    assert sum(value or 0 for series in estimated.series for value in series.values) == pytest.approx(
        everything, rel=0.5
    )


def test_an_empty_bank_has_a_sentence_instead(client: Client) -> None:
    command("seed_clear", confirm=True)
    try:
        response = get(client, reverse("admin:bank_charts"))
        assert response.status == 200
        assert "There is nothing to draw" in response.text
        assert "data-chart=" not in response.text
    finally:
        fill_bank()
