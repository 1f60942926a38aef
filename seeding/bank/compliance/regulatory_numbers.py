"""Reports to the regulator in numbers: which, when they are submitted, and when the regulator accepts them."""

from dataclasses import dataclass

from datahub.compliance.models import RegulatoryReport
from seeding.bank.products import require_choices
from seeding.engine.days import day_of
from seeding.engine.layout import Layout

REGULATORY_STATUSES = ("pending", "submitted", "accepted", "rejected")
PENDING, SUBMITTED, ACCEPTED, REJECTED = range(len(REGULATORY_STATUSES))


@dataclass(frozen=True)
class RegulatoryReportType:
    """A report that the bank owes the regulator every quarter.

    `rejected_quarters_ago` counts the quarters since the one whose report the regulator rejected, the last full quarter
    of the history being 0; None where it rejected none.

    Raises ValueError for a rejected quarter without reports.
    """

    name: str
    rejected_quarters_ago: int | None = None

    def __post_init__(self) -> None:
        if self.rejected_quarters_ago is not None and not 0 <= self.rejected_quarters_ago < QUARTERS:
            raise ValueError(f"{self.name}: reports exist for quarters 0 to {QUARTERS - 1} ago")


QUARTERS = 6
"""The full quarters before the bank is first seen, for which reports exist; every later quarter has reports, too."""
REGULATORY_REPORT_TYPES = (
    RegulatoryReportType("capital_adequacy"),
    RegulatoryReportType("liquidity"),
    RegulatoryReportType("stress_test", rejected_quarters_ago=3),
    RegulatoryReportType("quarterly_filing"),
)
REPORT_TYPES = tuple(report.name for report in REGULATORY_REPORT_TYPES)
SUBMITTED_AFTER_DAYS = (6, 29)
"""Days from the end of a quarter to the submission of its reports."""
SUBMISSION_DAYS = 30
"""Days after the end of a quarter within which its reports are due."""
ACCEPTED_AFTER_DAYS = 125
"""The regulator accepts or rejects a report this many days after its quarter ended: one quarter at a time is submitted
and not accepted yet."""

require_choices("type of regulatory reports", REPORT_TYPES, RegulatoryReport.Type.values)
require_choices("status of regulatory reports", REGULATORY_STATUSES, RegulatoryReport.Status.values)


def quarters_of(layout: Layout) -> int:
    """Return the number of quarters for which reports exist on the last day of the history."""
    first, last = day_of(layout.start + 1), day_of(layout.until + 1)
    return QUARTERS + 4 * (last.year - first.year) + (last.month - 1) // 3 - (first.month - 1) // 3
