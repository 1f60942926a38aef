"""Charts of compliance: from alerts to reports, and alerts by month."""

from datahub.browsing.chart_data import ChartKind, Series, Unit
from datahub.browsing.formats import whole_percent
from datahub.compliance.models import AmlCheck, RuleViolation, SuspiciousActivityReport
from seeding.charts.bank import COMPLIANCE_DB, Bank, month_label, utc, within_month
from seeding.charts.definition import BankChart, Figures

MONTHS = 24

_STEPS = """
    SELECT (SELECT count(*) FROM rule_violations) AS alerts,
           (SELECT count(*) FROM rule_violations WHERE status <> 'false_positive') AS "not dismissed",
           count(*) AS "flagged checks", count(sar_id) AS "checks in reports",
           (SELECT count(*) FROM suspicious_activity_reports) AS "reports opened",
           (SELECT count(*) FROM suspicious_activity_reports WHERE sar_status = 'filed') AS "reports filed"
    FROM aml_checks WHERE check_type = 'transaction_monitoring' AND aml_flag
"""
_ALERTS = f"""
    SELECT date_trunc('month', violation_date AT TIME ZONE 'UTC')::date AS month, status, count(*) AS alerts
    FROM rule_violations WHERE violation_date >= {utc("first")} GROUP BY 1, 2
"""


def _steps(bank: Bank) -> Figures:
    (counts,) = bank.rows(COMPLIANCE_DB, _STEPS)
    alerts = counts["alerts"] or 1
    return Figures(
        [name.capitalize() for name in counts],
        (Series("rows", list(counts.values()), links=_links_of_steps(bank)),),
        [f"{count:,} ({whole_percent(count / alerts)})" for count in counts.values()],
    )


def _links_of_steps(bank: Bank) -> list[str]:
    """Return the addresses of the lists of the rows of each step, in the order of the query's columns."""
    not_dismissed = [status for status in RuleViolation.Status if status != RuleViolation.Status.FALSE_POSITIVE]
    flagged = {"check_type__exact": "transaction_monitoring", "aml_flag__exact": 1}
    return [
        bank.list_url(RuleViolation),
        bank.list_url(RuleViolation, status__exact=not_dismissed),
        bank.list_url(AmlCheck, **flagged),
        bank.list_url(AmlCheck, **flagged, sar__isnull=0),
        bank.list_url(SuspiciousActivityReport),
        bank.list_url(SuspiciousActivityReport, sar_status__exact="filed"),
    ]


def _alerts(bank: Bank) -> Figures:
    months = bank.months(MONTHS)
    counts = {
        (row["month"], row["status"]): row["alerts"] for row in bank.rows(COMPLIANCE_DB, _ALERTS, first=months[0])
    }
    series = tuple(
        Series(
            str(status.label).lower(),
            [counts.get((month, status), 0) for month in months],
            links=[
                bank.list_url(RuleViolation, status__exact=status, **within_month("violation_date", month))
                for month in months
            ],
        )
        for status in RuleViolation.Status
    )
    note = "" if bank.months_end > months[-1] else "The last month is not over."
    return Figures([month_label(month) for month in months], series, note=note, days=months)


CHARTS = (
    BankChart(
        "From alerts to reports",
        "Most alerts are explained, and few end in a report that is filed. An alert about an account flags several "
        "transactions.",
        ChartKind.BARS,
        "step",
        "rows, and percent of alerts",
        Unit.COUNT,
        _steps,
    ),
    BankChart(
        "Alerts by month",
        "Alerts grow with the ledger, and only recent ones are still open; in a brief bank they jump in the last three "
        "full months, for only these have everyday transactions.",
        ChartKind.STACKED,
        "month",
        "alerts",
        Unit.COUNT,
        _alerts,
    ),
)
"""In the order of the page."""
