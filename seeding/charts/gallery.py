"""The list of the bank's charts, and the function that draws them."""

from datahub.browsing.chart_data import Chart
from seeding.charts import compliance, customers, insurance, ledger, lending, staff
from seeding.charts.bank import Bank, ListUrl, RowReader, no_list

CHARTS = (
    *customers.CHARTS,
    *ledger.CHARTS,
    *lending.CHARTS,
    *insurance.CHARTS,
    *compliance.CHARTS,
    *staff.CHARTS,
)
"""In the order of the page."""


def bank_charts(rows: RowReader, list_url: ListUrl = no_list) -> list[Chart]:
    """Return the charts of a bank, without those of which it has no rows; none of an empty bank.

    With `list_url` their parts lead to the lists of their rows.
    """
    bank = Bank.read(rows, list_url)
    if bank is None:
        return []
    return [chart for chart in (definition.draw(bank) for definition in CHARTS) if chart]
