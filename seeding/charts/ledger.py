"""Charts of the ledger by month: its rows, the money in and out, and what customers spend on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from datahub.accounts.models import Transaction
from datahub.browsing.chart_data import ChartKind, Series, Unit
from seeding.charts.bank import ACCOUNTS_DB, Bank, Row, month_label, utc
from seeding.charts.definition import BankChart, Figures
from seeding.charts.sampling import MAX_LEDGER_ROWS, Sample, sample_of
from seeding.charts.sources import PURCHASE, SPENDING, SPENDING_GROUPS

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
    """Sums over the ledger by month, the months in order, and the sample that they come from."""

    found: list[Row]
    months: list[date]
    sample: Sample

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
    return _Months(found, months, sample)


def _in_a_sentence(channel: Transaction.Channel) -> str:
    """Return the label of a channel: "card", "ATM"."""
    label = str(channel.label)
    return label if label.isupper() else label.lower()


def _rows(bank: Bank) -> Figures:
    months = _months(bank, "entry.channel AS key, count(*) AS rows", MONTHS)
    series = tuple(
        Series(_in_a_sentence(channel), months.column("rows", key=channel)) for channel in Transaction.Channel
    )
    return Figures(months.labels, series, note=months.sample.note)


def _flows(bank: Bank) -> Figures:
    columns = """account.currency AS key,
        sum(entry.transaction_amount) FILTER (WHERE entry.transaction_amount > 0) AS paid_in,
        -sum(entry.transaction_amount) FILTER (WHERE entry.transaction_amount < 0) AS paid_out"""
    months = _months(bank, columns, MONTHS)
    paid_in, paid_out = (months.column(name, key="USD") for name in ("paid_in", "paid_out"))
    net = [round(one - other) for one, other in zip(paid_in, paid_out, strict=True)]
    texts = [f"net {amount:+,} USD".replace("-", "\N{MINUS SIGN}") for amount in net]
    return Figures(months.labels, (Series("in", paid_in), Series("out", paid_out)), texts, months.sample.note)


def _spending(bank: Bank) -> Figures:
    columns = f"""{SPENDING} AS key, count(*) FILTER (WHERE {PURCHASE}) AS purchases,
        -sum(entry.transaction_amount) FILTER (WHERE account.currency = 'USD') AS spent"""
    months = _months(bank, columns, SPENDING_MONTHS)
    lived = {row["month"] for row in months.found if row["purchases"]}
    shown = [place for place, month in enumerate(months.months) if month in lived]
    sums = {group: months.column("spent", key=group) for group in SPENDING_GROUPS}
    return Figures(
        [months.labels[place] for place in shown],
        tuple(Series(group.lower(), [amounts[place] for place in shown]) for group, amounts in sums.items()),
        note=months.sample.note,
    )


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
        "The mix is steady from month to month: no category doubles, and no month is empty once the everyday begins.",
        ChartKind.STACKED,
        "month",
        "USD a month",
        Unit.USD,
        _spending,
    ),
)
"""In the order of the page."""
