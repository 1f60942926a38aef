"""Charts of the start page. Large tables are sampled, so that a chart costs the same on any bank, and says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Model
from psycopg import sql

from datahub.browsing.badges import has_tones, tone_of
from datahub.browsing.chart_data import Chart, ChartKind, Series
from datahub.browsing.formats import whole_percent
from datahub.browsing.loss_ratios import loss_ratio_chart
from datahub.browsing.model_fields import columns, page_model
from datahub.browsing.sampling import Sample, query_rows
from datahub.choices import Tone

SAMPLED_FROM = 100_000
"""Rows above which a chart looks at a sample of about this many rows."""
DAYS_SHOWN = 60
BANDS = (1_000, 5_000, 25_000, 100_000)
BAND_LABELS = ("< 1 k", "1\N{EN DASH}5 k", "5\N{EN DASH}25 k", "25\N{EN DASH}100 k", "> 100 k")
PALETTE = tuple(f"--bank-chart-{place}" for place in range(1, 8))
TONE_COLORS = {Tone.BAD: "--bank-chart-bad", Tone.WARNING: "--bank-chart-warning"}


@dataclass(frozen=True)
class Shares:
    """A chart to make: how the rows of a table spread over the values of an expression over its columns."""

    title: str
    kind: ChartKind
    table: str
    expression: sql.Composable
    labels: Mapping[Any, str] | None = None


SHARES = (
    Shares("Customers by segment", ChartKind.DOUGHNUT, "customer_profiles", sql.Identifier("customer_segment")),
    Shares("Accounts by type", ChartKind.DOUGHNUT, "accounts", sql.Identifier("account_type")),
    Shares(
        "Balances of open accounts",
        ChartKind.COLUMNS,
        "accounts",
        sql.SQL("CASE WHEN account_status <> 'closed' THEN width_bucket(balance, {}) END").format(
            sql.Literal(list(BANDS))
        ),
        dict(enumerate(BAND_LABELS)),
    ),
    Shares("Transactions by channel", ChartKind.BARS, "transactions", sql.Identifier("channel")),
    Shares("Loans by status", ChartKind.DOUGHNUT, "loans", sql.Identifier("loan_status")),
    Shares("Policies by type", ChartKind.BARS, "policies", sql.Identifier("policy_type")),
    Shares("Rule violations by status", ChartKind.BARS, "rule_violations", sql.Identifier("status")),
    Shares(
        "Reports of suspicion by status", ChartKind.BARS, "suspicious_activity_reports", sql.Identifier("sar_status")
    ),
)


def charts(rows: Mapping[type[Model], int]) -> list[Chart]:
    """Return the charts of those tables that hold rows; `rows` says about how many."""
    filled = {model._meta.db_table: (model, number) for model, number in rows.items() if number}
    first = [_per_day(*filled["transactions"])] if "transactions" in filled else []
    spread = [_spread(shares, *filled[shares.table]) for shares in SHARES if shares.table in filled]
    losses = loss_ratio_chart(filled["policies"][1]) if "policies" in filled else ()
    return [*first, *spread, *losses]


def _spread(shares: Shares, model: type[Model], rows: int) -> Chart:
    """Count how a table's rows spread, with each value's share."""
    sample = Sample(rows, SAMPLED_FROM)
    counted = _counted(model, sample, shares.expression, sql.SQL("{} IS NOT NULL").format(shares.expression))
    by_size = sorted(counted, key=lambda value: counted[value], reverse=True)
    labels = shares.labels or _labels(model, by_size)
    total = sum(counted.values()) or 1
    values = [counted.get(value, 0) for value in labels]
    return Chart(
        key=shares.title.lower().replace(" ", "-"),
        title=shares.title,
        kind=shares.kind,
        labels=list(labels.values()),
        series=(Series(str(page_model(model)._meta.verbose_name_plural), values),),
        texts=[whole_percent(value / total) for value in values],
        colors=_colors(model, labels) if shares.kind is ChartKind.DOUGHNUT else (),
        note=sample.note,
    )


def _labels(model: type[Model], values: list[Any]) -> dict[Any, str]:
    """Return what the model calls the values of its lists, whichever column they are from."""
    known = {value: str(label) for field in columns(model) for value, label in field.flatchoices}
    return {value: known.get(value, str(value)) for value in values}


def _colors(model: type[Model], values: Mapping[Any, str]) -> list[str]:
    """Return a color for each value: trouble has its own, the others take turns."""
    others = iter(PALETTE * (len(values) // len(PALETTE) + 1))
    toned = [field for field in columns(model) if has_tones(field)]
    field = next((field for field in toned if set(values) <= {value for value, _ in field.flatchoices}), None)
    return [(TONE_COLORS.get(tone_of(field, value)) if field else None) or next(others) for value in values]


def _per_day(model: type[Model], rows: int) -> Chart:
    """Count the transactions of the last days but the newest: the bank may be seen in the middle of that."""
    sample = Sample(rows, SAMPLED_FROM)
    ((newest,),) = query_rows(model, sql.SQL("SELECT max(transaction_date)::date FROM {table}"))
    days = [newest - timedelta(days=back) for back in range(DAYS_SHOWN, 0, -1)] if newest else []
    recent = sql.SQL("transaction_date >= {newest}::date - {days} AND transaction_date < {newest}::date").format(
        newest=sql.Literal(str(newest)), days=sql.Literal(DAYS_SHOWN)
    )
    counted = _counted(model, sample, sql.SQL("transaction_date::date"), recent) if newest else {}
    return Chart(
        key="transactions-per-day",
        title="Transactions per day",
        kind=ChartKind.DAYS,
        labels=[day.isoformat() for day in days],
        series=(Series(str(model._meta.verbose_name_plural), [counted.get(day, 0) for day in days]),),
        note=sample.note,
    )


def _counted(
    model: type[Model], sample: Sample, expression: sql.Composable, condition: sql.Composable
) -> dict[Any, int]:
    """Return how many rows have each value of an expression; on a large table as the sample says."""
    return dict(
        query_rows(
            model,
            sql.SQL(
                "SELECT {value}, round(count(*) / {fraction}::numeric)::bigint FROM {table} {sample} "
                "WHERE {condition} GROUP BY 1"
            ),
            value=expression,
            fraction=sql.Literal(sample.fraction),
            sample=sample.clause,
            condition=condition,
        )
    )
