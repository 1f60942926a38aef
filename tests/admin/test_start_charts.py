"""The charts of the start page: their values are those of the tables, and lead to the lists of the rows."""

import json
import re
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from datahub.accounts.models import Transaction
from datahub.browsing import charts, loss_ratios
from datahub.browsing.chart_data import Chart
from datahub.compliance.models import RuleViolation, SuspiciousActivityReport
from tests.admin.pages import ADMINS, get
from tests.sampling import first
from tests.seeded import value


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
@pytest.mark.parametrize(("parts", "fewest"), first([(1, 10), (99, 60)]))
def test_each_part_of_a_chart_leads_to_the_list_of_its_rows(client: Client, parts: int, fewest: int) -> None:
    linked = 0
    for chart in charts_of(client)[0].values():
        for series in chart.series:
            for rows, address in list(zip(series.values, series.links, strict=bool(series.links)))[:parts]:
                listed = get(client, address).list
                assert listed.result_count == rows, address
                linked += 1
    assert linked > fewest


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
    assert [script.rpartition("/")[2] for script in scripts] == [
        "print.js",
        "chart-4.6.1.umd.js",
        "charts.js",
        "find.js",
    ]
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


def test_the_charts_of_the_start_page_are_those_that_the_admins_declare(client: Client) -> None:
    declared = sum(len(admin.charts) for admin in ADMINS.values())
    assert declared > 5
    assert len(charts_of(client)[0]) == declared
