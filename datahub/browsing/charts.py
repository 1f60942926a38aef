"""Charts of the start page. Large tables are sampled, so that a chart costs the same on any bank, and says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pygal

from django.db import connections, router
from django.db.models import Model
from django.utils.safestring import SafeString, mark_safe
from psycopg import sql
from pygal.style import Style

SAMPLED_FROM = 100_000
"""Rows above which a chart looks at a sample of about this many rows."""
DAYS_SHOWN = 60
BANDS = (1_000, 5_000, 25_000, 100_000)
BAND_LABELS = ("under 1,000", "1,000 – 5,000", "5,000 – 25,000", "25,000 – 100,000", "100,000 and more")

INK = Style(
    background="transparent",
    plot_background="transparent",
    foreground="var(--bank-ink)",
    foreground_strong="var(--bank-ink)",
    foreground_subtle="var(--bank-line)",
    opacity="1",
    opacity_hover=".8",
    colors=("var(--bank-accent)",),
    font_family="inherit",
    label_font_size=13,
    major_label_font_size=13,
    value_font_size=13,
    value_colors=("#fff",),
)


@dataclass(frozen=True)
class Shares:
    """A chart to draw: how the rows of a table spread over the values of an expression over its columns."""

    title: str
    table: str
    expression: sql.Composable
    labels: Mapping[Any, str] | None = None


SHARES = (
    Shares("Customers by segment", "customer_profiles", sql.Identifier("customer_segment")),
    Shares("Accounts by type", "accounts", sql.Identifier("account_type")),
    Shares(
        "Balances of open accounts",
        "accounts",
        sql.SQL("CASE WHEN account_status <> 'closed' THEN width_bucket(balance, {}) END").format(
            sql.Literal([float(band) for band in BANDS])
        ),
        dict(enumerate(BAND_LABELS)),
    ),
    Shares("Transactions by channel", "transactions", sql.Identifier("channel")),
    Shares("Loans by status", "loans", sql.Identifier("loan_status")),
    Shares("Policies by type", "policies", sql.Identifier("policy_type")),
)


@dataclass(frozen=True)
class Chart:
    """A chart: heading, drawing, and what it was drawn from."""

    title: str
    drawing: SafeString
    remark: str
    wide: bool = False


def charts(rows: Mapping[type[Model], int]) -> list[Chart]:
    """Return the charts of those tables that hold rows; `rows` says about how many."""
    filled = {model._meta.db_table: (model, number) for model, number in rows.items() if number}
    drawn = [_per_day(*filled["transactions"])] if "transactions" in filled else []
    return drawn + [_bars(shares, *filled[shares.table]) for shares in SHARES if shares.table in filled]


def _bars(shares: Shares, model: type[Model], rows: int) -> Chart:
    """Draw how a table's rows spread, with each value's share."""
    counted = dict(_sampled(model, rows, shares.expression, sql.SQL("{} IS NOT NULL").format(shares.expression)))
    labels = shares.labels or {value: _words(value) for value in sorted(counted, key=lambda value: counted[value])[::-1]}
    total = sum(counted.values()) or 1
    values = [counted.get(value, 0) * 100 / total for value in labels]
    chart = pygal.HorizontalBar(
        **_CONFIG, height=12 + 30 * len(values), print_values=True, show_x_labels=False, show_x_guides=False, show_y_guides=False
    )
    chart.value_formatter = _percent
    chart.x_labels = list(labels.values())[::-1]
    chart.add("", values[::-1])
    return Chart(shares.title, _drawn(chart), _remark(rows))


def _per_day(model: type[Model], rows: int) -> Chart:
    """Draw how many transactions the last days had. The newest day is left out: the bank may be seen in its middle."""
    newest = _query(model, sql.SQL("SELECT max(transaction_date)::date FROM {table}"))[0][0]
    day = sql.SQL("transaction_date::date")
    recent = sql.SQL("transaction_date >= {newest}::date - {days} AND transaction_date < {newest}::date").format(
        newest=sql.Literal(newest.isoformat()), days=sql.Literal(DAYS_SHOWN)
    )
    counted = dict(_sampled(model, rows, day, recent))
    days = [newest - timedelta(days=back) for back in range(DAYS_SHOWN, 0, -1)]
    chart = pygal.Bar(**{**_CONFIG, "width": 1180}, height=210, show_y_guides=True, y_labels_major_count=3)
    chart.x_labels = [f"{each:%-d %b}" if each.weekday() == 0 else "" for each in days]
    chart.add("", [{"value": counted.get(each, 0), "label": each.isoformat()} for each in days])
    return Chart(f"Transactions per day, {DAYS_SHOWN} days", _drawn(chart), _remark(rows), wide=True)


_CONFIG: dict[str, Any] = {
    "style": INK,
    "js": [],
    "width": 380,
    "show_legend": False,
    "disable_xml_declaration": True,
    "margin": 0,
    "spacing": 8,
    "rounded_bars": 3,
    "truncate_label": -1,
}


def _drawn(chart: Any) -> SafeString:
    return mark_safe(chart.render(is_unicode=True))  # labels are escaped by the library


def _words(value: str) -> str:
    return value.replace("_", " ")


def _percent(share: float) -> str:
    return f"{share:.0f} %" if share >= 1 else "< 1 %" if share else "0 %"


def _remark(rows: int) -> str:
    return f"from a sample of about {SAMPLED_FROM:,} of {rows:,} rows" if rows > SAMPLED_FROM else ""


def _sampled(
    model: type[Model], rows: int, expression: sql.Composable, condition: sql.Composable
) -> list[tuple[Any, int]]:
    """Return each value of an expression with the number of rows that have it; on a large table as the sample says."""
    share = min(1.0, SAMPLED_FROM / rows)
    sample = sql.SQL("TABLESAMPLE SYSTEM ({}) REPEATABLE (1)").format(sql.Literal(share * 100))
    query = sql.SQL("SELECT {value}, round(count(*) / {share})::bigint FROM {table} {sample} WHERE {condition} GROUP BY 1")
    return _query(
        model,
        query,
        value=expression,
        share=sql.Literal(share),
        sample=sample if share < 1 else sql.SQL(""),
        condition=condition,
    )


def _query(model: type[Model], query: sql.SQL, **parts: sql.Composable) -> list[Any]:
    with connections[router.db_for_read(model)].cursor() as cursor:
        cursor.execute(query.format(table=sql.Identifier(model._meta.db_table), **parts))
        return list(cursor.fetchall())
