"""The chart of loss ratios by line of insurance and year."""

from datetime import date

from datahub.browsing.chart_data import ChartKind, Series, Unit
from datahub.insurance.models import Claim, Policy
from seeding.charts.bank import INSURANCE_DB, Bank, within_year
from seeding.charts.definition import BankChart, Figures, percent_of

YEARS = 6

_LOSS_RATIOS = """
    WITH amount AS (
        SELECT policy_id, payment_date AS day, amount AS premium, 0 AS loss
        FROM premium_payments WHERE payment_status = 'completed'
        UNION ALL
        SELECT policy_id, claim_date, 0, approved_amount FROM claims WHERE approved_amount > 0
    )
    SELECT extract(year FROM day)::int AS year, policy_type AS line, sum(premium) AS premium, sum(loss) AS loss
    FROM amount JOIN policies USING (policy_id)
    WHERE extract(year FROM day) > %(before)s GROUP BY 1, 2
"""


def _loss_ratios(bank: Bank) -> Figures:
    found = bank.rows(INSURANCE_DB, _LOSS_RATIOS, before=bank.as_of.year - YEARS)
    sums = {(row["year"], row["line"]): (float(row["loss"]), float(row["premium"])) for row in found}
    years = sorted({row["year"] for row in found})
    lines = [line for line in Policy.Type if any((year, line) in sums for year in years)]
    series = tuple(
        Series(
            str(line.label).lower(),
            [percent_of(*sums.get((year, line), (0.0, 0.0))) for year in years],
            links=[bank.list_url(Claim, **within_year("claim_date", year)) for year in years],
        )
        for line in lines
    )
    totals = [[sums.get((year, line), (0.0, 0.0)) for line in lines] for year in years]
    ratios = [percent_of(sum(loss for loss, _ in each), sum(premium for _, premium in each)) for each in totals]
    texts = ["no premiums" if ratio is None else f"all lines {ratio} %" for ratio in ratios]
    return Figures([str(year) for year in years], series, texts, days=[date(year, 1, 1) for year in years])


CHARTS = (
    BankChart(
        "Loss ratio by line and year",
        "Approved claims take 50 to 90 % of the premiums of property, vehicle and health in every full year; a "
        "single year of a small line can stand out.",
        ChartKind.GROUPED,
        "year",
        "claims / premiums, %",
        Unit.PERCENT,
        _loss_ratios,
    ),
)
"""In the order of the page."""
