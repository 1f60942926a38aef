"""Charts of the ledger by month: its rows, the money in and out, and what customers spend on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from datahub.accounts.models import Transaction
from datahub.browsing.chart_data import ChartKind, Series, Unit
from seeding.charts.bank import ACCOUNTS_DB, Bank, Row, month_label, utc, within_month
from seeding.charts.definition import BankChart, Figures
from seeding.charts.sampling import MAX_LEDGER_ROWS, Sample, sample_of
from seeding.charts.sources import CARD_GROUPS, MERCHANT_CATEGORY_COLUMN, PURCHASE, SPENDING, SPENDING_GROUPS

MONTHS = 24
SPENDING_MONTHS = 12


def _ledger_query(columns: str, sample: str) -> str:
    """Return the query of some sums over the ledger by month and what `columns` selects first."""
    return f"""
        SELECT date_trunc('month', entry.transaction_date AT TIME ZONE 'UTC')::date AS month, {columns}
        FROM transactions AS entry {sample} JOIN accounts AS account USING (account_id)
        WHERE entry.transaction_date >= {utc("first")} AND entry.transaction_date < {utc("end")}
        GROUP BY 1, 2
    """


@dataclass(frozen=True)
class _Months:
    """Sums over the ledger by month, the months in order, the sample that they come from, and the bank."""

    found: list[Row]
    months: list[date]
    sample: Sample
    bank: Bank

    def links(self, **lookups: Any) -> list[str]:
        """Return the address of the list of each month's rows that pass some lookups."""
        return [
            self.bank.list_url(Transaction, **lookups, **within_month("transaction_date", month))
            for month in self.months
        ]

    def column(self, name: str, **of: str) -> list[float]:
        """Return a sum per month, as of the whole ledger; `of` selects the rows by their column `key`."""
        sums = dict.fromkeys(self.months, Decimal())
        for row in self.found:
            if row["month"] in sums and row["key"] == of.get("key", row["key"]):
                sums[row["month"]] += row[name] or 0
        return [round(float(total) / self.sample.fraction) for total in sums.values()]

    @property
    def labels(self) -> list[str]:
        """The months as charts name them."""
        return [month_label(month) for month in self.months]


def _months(bank: Bank, columns: str, count: int) -> _Months:
    sample = sample_of(bank, ACCOUNTS_DB, "transactions", MAX_LEDGER_ROWS)
    months = bank.full_months(count)
    found = bank.rows(ACCOUNTS_DB, _ledger_query(columns, sample.clause), first=months[0], end=bank.months_end)
    return _Months(found, months, sample, bank)


def _in_a_sentence(channel: Transaction.Channel) -> str:
    """Return the label of a channel: "card", "ATM"."""
    label = str(channel.label)
    return label if label.isupper() else label.lower()


def _rows(bank: Bank) -> Figures:
    months = _months(bank, "entry.channel AS key, count(*) AS rows", MONTHS)
    series = tuple(
        Series(_in_a_sentence(channel), months.column("rows", key=channel), links=months.links(channel__exact=channel))
        for channel in Transaction.Channel
    )
    return Figures(months.labels, series, note=months.sample.note, days=months.months)


def _flows(bank: Bank) -> Figures:
    columns = """account.currency AS key,
        sum(entry.transaction_amount) FILTER (WHERE entry.transaction_amount > 0) AS paid_in,
        -sum(entry.transaction_amount) FILTER (WHERE entry.transaction_amount < 0) AS paid_out"""
    months = _months(bank, columns, MONTHS)
    paid_in, paid_out = (months.column(name, key="USD") for name in ("paid_in", "paid_out"))
    net = [round(one - other) for one, other in zip(paid_in, paid_out, strict=True)]
    texts = [f"net {amount:+,} USD".replace("-", "\N{MINUS SIGN}") for amount in net]
    series = (
        Series("in", paid_in, links=months.links(transaction_amount__gte="0.01")),
        Series("out", paid_out, links=months.links(transaction_amount__lt="0")),
    )
    return Figures(months.labels, series, texts, months.sample.note, months.months)


def _spending(bank: Bank) -> Figures:
    columns = f"""{SPENDING} AS key, count(*) FILTER (WHERE {PURCHASE}) AS purchases,
        -sum(entry.transaction_amount) FILTER (WHERE account.currency = 'USD') AS spent"""
    months = _months(bank, columns, SPENDING_MONTHS)
    lived = {row["month"] for row in months.found if row["purchases"]}
    shown = [place for place, month in enumerate(months.months) if month in lived]
    sums = {group: months.column("spent", key=group) for group in SPENDING_GROUPS}
    return Figures(
        [months.labels[place] for place in shown],
        tuple(
            Series(group.lower(), [amounts[place] for place in shown], links=_spent_on(months, group, shown))
            for group, amounts in sums.items()
        ),
        note=months.sample.note,
        days=[months.months[place] for place in shown],
    )


def _spent_on(months: _Months, group: str, shown: list[int]) -> list[str]:
    """Return the addresses of the purchases of a group in the months that are shown; none for all other categories."""
    codes = CARD_GROUPS.get(group)
    if codes is None:
        return []
    bought = {"channel__exact": "card", "transaction_type__exact": "payment"}
    links = months.links(**bought, **{f"{MERCHANT_CATEGORY_COLUMN}__in": ",".join(codes)})
    return [links[place] for place in shown]


CHARTS = (
    BankChart(
        "Ledger rows by month",
        "Contracts grow slowly over the years; where a bank has its everyday rows in the last months only, the "
        "columns jump there.",
        ChartKind.STACKED,
        "month",
        "rows of the ledger",
        Unit.COUNT,
        _rows,
    ),
    BankChart(
        "Money in and out by month",
        "Over a year both columns are about as high; money in leads while the bank opens accounts and pays out loans.",
        ChartKind.GROUPED,
        "month",
        "USD a month",
        Unit.USD,
        _flows,
    ),
    BankChart(
        "Spending by category and month",
        "The mix is steady from month to month: no category doubles, and no month is empty once everyday rows begin.",
        ChartKind.STACKED,
        "month",
        "USD a month",
        Unit.USD,
        _spending,
    ),
)
"""In the order of the page."""
