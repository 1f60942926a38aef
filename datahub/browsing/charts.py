"""Charts of the start page. Large tables are sampled, so that a chart costs the same on any bank, and says so.

They are figures and nothing else: templates draw them with the browser's own boxes, which need neither a script nor a
network, follow the theme, and keep text as text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connections, router
from django.db.models import Model
from psycopg import sql

SAMPLED_FROM = 100_000
"""Rows above which a chart looks at a sample of about this many rows."""
DAYS_SHOWN = 60
BANDS = (1_000, 5_000, 25_000, 100_000)
BAND_LABELS = ("under 1,000", "1,000 to 5,000", "5,000 to 25,000", "25,000 to 100,000", "100,000 and more")


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its length as a percentage of the longest, and what is written beside it."""

    label: str
    length: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A chart: heading, bars, and what they were counted from. `upright` bars follow each other in time."""

    title: str
    bars: list[Bar]
    remark: str
    upright: bool = False


@dataclass(frozen=True)
class Shares:
    """A chart to make: how the rows of a table spread over the values of an expression over its columns."""

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
            sql.Literal(list(BANDS))
        ),
        dict(enumerate(BAND_LABELS)),
    ),
    Shares("Transactions by channel", "transactions", sql.Identifier("channel")),
    Shares("Loans by status", "loans", sql.Identifier("loan_status")),
    Shares("Policies by type", "policies", sql.Identifier("policy_type")),
)


def charts(rows: Mapping[type[Model], int]) -> list[Chart]:
    """Return the charts of those tables that hold rows; `rows` says about how many."""
    filled = {model._meta.db_table: (model, number) for model, number in rows.items() if number}
    first = [_per_day(*filled["transactions"])] if "transactions" in filled else []
    return first + [_spread(shares, *filled[shares.table]) for shares in SHARES if shares.table in filled]


def _spread(shares: Shares, model: type[Model], rows: int) -> Chart:
    """Count how a table's rows spread, with each value's share."""
    counted = dict(_sampled(model, rows, shares.expression, sql.SQL("{} IS NOT NULL").format(shares.expression)))
    by_size = sorted(counted, key=lambda value: counted[value], reverse=True)
    labels = shares.labels or {value: value.replace("_", " ") for value in by_size}
    total, longest = sum(counted.values()) or 1, max(counted.values(), default=1) or 1
    bars = [
        Bar(label, counted.get(value, 0) * 100 / longest, _percent(counted.get(value, 0) / total))
        for value, label in labels.items()
    ]
    return Chart(shares.title, bars, _remark(rows))


def _per_day(model: type[Model], rows: int) -> Chart:
    """Count the transactions of the last days but the newest: the bank may be seen in the middle of that."""
    ((newest,),) = _query(model, sql.SQL("SELECT max(transaction_date)::date FROM {table}"))
    days = [newest - timedelta(days=back) for back in range(DAYS_SHOWN, 0, -1)] if newest else []
    recent = sql.SQL("transaction_date >= {newest}::date - {days} AND transaction_date < {newest}::date").format(
        newest=sql.Literal(str(newest)), days=sql.Literal(DAYS_SHOWN)
    )
    counted = dict(_sampled(model, rows, sql.SQL("transaction_date::date"), recent)) if newest else {}
    longest = max(counted.values(), default=1) or 1
    bars = [
        Bar(
            f"{day:%-d %b}" if day.weekday() == 0 else "",
            counted.get(day, 0) * 100 / longest,
            f"{day.isoformat()}: {counted.get(day, 0):,}",
        )
        for day in days
    ]
    return Chart(f"Transactions per day, at most {longest:,}", bars, _remark(rows), upright=True)


def _percent(share: float) -> str:
    return "< 1 %" if 0 < share < 0.01 else f"{share:.0%}".replace("%", " %")


def _remark(rows: int) -> str:
    return f"from a sample of about {SAMPLED_FROM:,} of {rows:,} rows" if rows > SAMPLED_FROM else ""


def _sampled(
    model: type[Model], rows: int, expression: sql.Composable, condition: sql.Composable
) -> list[tuple[Any, int]]:
    """Return each value of an expression with the number of rows that have it; on a large table as the sample says."""
    share = min(1.0, SAMPLED_FROM / rows)
    sample = sql.SQL("TABLESAMPLE SYSTEM ({}) REPEATABLE (1)").format(sql.Literal(share * 100))
    return _query(
        model,
        sql.SQL(
            "SELECT {value}, round(count(*) / {share}::numeric)::bigint FROM {table} {sample} "
            "WHERE {condition} GROUP BY 1"
        ),
        value=expression,
        share=sql.Literal(share),
        sample=sample if share < 1 else sql.SQL(""),
        condition=condition,
    )


def _query(model: type[Model], query: sql.SQL, **parts: sql.Composable) -> list[Any]:
    with connections[router.db_for_read(model)].cursor() as cursor:
        cursor.execute(query.format(table=sql.Identifier(model._meta.db_table), **parts))
        return list(cursor.fetchall())
