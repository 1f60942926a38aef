"""Compliance in numbers: the rules that monitor the ledger, screening, reports, know-your-customer reviews, audits."""

from dataclasses import dataclass

from datahub.compliance.models import ComplianceRule, KycRecord, RuleViolation, SuspiciousActivityReport
from datahub.compliance.models import RegulatoryReport as RegulatoryReportRow
from seeding.bank.employees.numbers import COMPLIANCE_OFFICER
from seeding.bank.products import require_choices
from seeding.engine.money import CENTS
from seeding.engine.shares import CategoryShares, Range, share_range

OFFICERS = (COMPLIANCE_OFFICER,)
"""Roles that verify customers, review checks, resolve violations and file reports."""

# Rules

CTR_THRESHOLD = 10_000
"""USD of cash per day above which a bank files a currency transaction report: 31 CFR 1010.311; bills to raise it are
pending."""
HIGH_RISK_COUNTRIES = ("HT", "IR", "KP", "LA", "MM", "SS", "VE", "YE")
"""ISO codes. FATF, June 2025: the three with a call for action (KP, IR, MM) and five under increased monitoring."""
HOME_COUNTRY = "US"
WATCHED_YEARS = 2
"""Alerts are kept for the ledger rows of so many years; older rows only fill the windows of later ones."""
WATCHED_YEARS_IN_FULL = 5
"""The same in a full history: records of the Bank Secrecy Act are kept for five years (31 CFR 1010.430)."""
STRUCTURED = Range(1_000 * CENTS, CTR_THRESHOLD * CENTS - 1)
"""Cents of a cash deposit that may be part of an amount split to stay below the reporting threshold."""
DAYS_OF_STRUCTURING, DAYS_OF_LONG_STRUCTURING = 7, 30
DEPOSITS_OF_STRUCTURING, DEPOSITS_OF_LONG_STRUCTURING = 3, 6
DAYS_OF_FAN, LEAST_OF_FAN = 7, 5_000 * CENTS
DAYS_OF_FOREIGN_WIRES = 30
PASSED_THROUGH_HOURS, PASSED_THROUGH_PERCENT = 48, 90
RETURNED_DAYS, RETURNED_PERCENT, RETURNED_HOPS = 10, 80, 6
QUIET_YEARS = 1

RULE_SUBJECTS = ("cash", "transfers", "wires", "cards")
"""What a rule can be about; the notes of its violations depend on it."""


@dataclass(frozen=True)
class Rule:
    """A rule that monitors the ledger.

    `threshold` is an amount in whole units of the account's currency or, where the rule `counts`, a number of rows or
    accounts; `entity` is what breaks the rule; `subject` is one of RULE_SUBJECTS. A `pattern` rule looks at several
    rows or at where money went, and the checks of its alerts are flagged; the other rules look at sizes.

    Raises ValueError for a type, an entity or a subject that does not exist, and for a threshold below 1.
    """

    id: str
    type: str
    name: str
    threshold: int
    entity: str
    subject: str
    description: str
    pattern: bool = False
    counts: bool = False
    active: bool = True

    def __post_init__(self) -> None:
        for value, known in (
            (self.type, ComplianceRule.Type.values),
            (self.entity, RuleViolation.Entity.values),
            (self.subject, RULE_SUBJECTS),
        ):
            if value not in known:
                raise ValueError(f"rule {self.id}: {value!r} is not one of {', '.join(known)}")
        if self.threshold < 1:
            raise ValueError(f"rule {self.id}: the threshold {self.threshold} is below 1")

    @property
    def limit(self) -> int:
        """The threshold in the unit that alerts are measured in: cents, or a number."""
        return self.threshold * (1 if self.counts else CENTS)


RULES = (
    Rule(
        "R01", "amount_threshold", "Cash over the reporting threshold", CTR_THRESHOLD, "customer", "cash",
        "Cash deposits and withdrawals at branches and machines of one customer on one day, added together, exceed the "
        "threshold.",
    ),
    Rule(
        "R02", "amount_threshold", "Very large transaction", 100_000, "transaction", "transfers",
        "One row that is not cash reaches the threshold; loan disbursements and their onward payments are left apart.",
    ),
    Rule("R03", "amount_threshold", "Large wire", 25_000, "transaction", "wires", "One wire reaches the threshold."),
    Rule(
        "R04", "amount_threshold", "Large cash transaction", 7_500, "transaction", "cash",
        "One cash deposit or withdrawal reaches the threshold.",
    ),
    Rule(
        "R05", "velocity_check", "Structured cash deposits", 10_000, "account", "cash",
        "At least 3 cash deposits of 1,000 to 9,999.99 within 7 days (the day and the six before) exceed the threshold "
        "together.", pattern=True,
    ),
    Rule(
        "R06", "velocity_check", "Structured cash deposits over a month", 20_000, "account", "cash",
        "At least 6 cash deposits of 1,000 to 9,999.99 within 30 days exceed the threshold together.", pattern=True,
    ),
    Rule(
        "R07", "velocity_check", "Many debits on a day", 8, "account", "cards",
        "More debits that the customer initiated on one day than the threshold.", counts=True,
    ),
    Rule(
        "R08", "velocity_check", "Money passing through", 5_000, "account", "transfers",
        "A credit that reaches the threshold, of which debits take 90 percent or more within 48 hours; salaries, "
        "disbursements, settlements, opening deposits and funds of payoffs are left apart.", pattern=True,
    ),
    Rule(
        "R09", "velocity_check", "Money from many accounts", 4, "account", "transfers",
        "Credits within 7 days from as many accounts as the threshold, 5,000 or more together.", pattern=True,
        counts=True,
    ),
    Rule(
        "R10", "velocity_check", "Money to many accounts", 4, "account", "transfers",
        "Debits within 7 days to as many accounts as the threshold, 5,000 or more together.", pattern=True,
        counts=True,
    ),
    Rule(
        "R11", "velocity_check", "Money going in a circle", 2_000, "account", "transfers",
        "A transfer that reaches the threshold comes back within 10 days, 80 percent of it or more, passed on from one "
        "account of ours to the next.", pattern=True,
    ),
    Rule(
        "R12", "geographic_restriction", "Wire with a high-risk country", 1_000, "transaction", "wires",
        f"A wire to or from one of {', '.join(HIGH_RISK_COUNTRIES)} reaches the threshold.", pattern=True,
    ),
    Rule(
        "R13", "geographic_restriction", "Foreign wires over a month", 15_000, "customer", "wires",
        "Wires of one customer to or from abroad within 30 days reach the threshold together.",
    ),
    Rule(
        "R14", "transaction_limit", "Large debit after a quiet year", 5_000, "transaction", "transfers",
        "A debit that the customer initiated reaches the threshold, more than 12 months after the last row that the "
        "customer initiated; opening deposits and onward payments are left apart.", pattern=True,
    ),
    Rule(
        "R15", "transaction_limit", "Cash at machines over the daily limit", 1_000, "account", "cash",
        "Cash deposits and withdrawals at machines on one day exceed the threshold together.",
    ),
    Rule(
        "R16", "transaction_limit", "Card over the daily limit", 5_000, "account", "cards",
        "Card purchases and refunds on one day exceed the threshold together.",
    ),
    Rule(
        "R17", "amount_threshold", "Large credits in the first month", 50_000, "account", "transfers",
        "Credits in the first 30 days of an account exceed the threshold. Switched off: mortgages broke it.",
        active=False,
    ),
    Rule(
        "R18", "transaction_limit", "Round amounts", 3, "account", "transfers",
        "As many transactions as the threshold on one day are multiples of 1,000. Switched off: too many false alarms.",
        counts=True, active=False,
    ),
)  # fmt: skip

RULE_CODE = {rule.id: code for code, rule in enumerate(RULES)}
if len(RULE_CODE) < len(RULES):
    raise ValueError("two rules have the same id")
ENTITIES = ("transaction", "account", "customer")
"""What can break a rule."""
MADE_BEFORE_DAYS = (20, 400)
"""Fewest and most days between the creation of a rule and the first day on which a customer may join."""

SEVERITIES = ("low", "medium", "high", "critical")
SEVERITY_FROM_PERCENT = (125, 200, 300)
"""Percent of the threshold from which a violation is medium, high and critical."""

STATUSES = ("resolved", "investigating", "false_positive", "open")
"""Statuses of violations."""
RESOLVED, INVESTIGATING, FALSE_POSITIVE, OPEN = range(len(STATUSES))
OPENED, INVESTIGATED = share_range(0.05), share_range(0.20, after=0.05)
"""CategoryShares of the violations that are open and under investigation."""
OPENED_IN_FULL, INVESTIGATED_IN_FULL = share_range(0.005), share_range(0.02, after=0.005)
"""The same in a full history, of whose violations most are older."""
OPEN_DAYS, INVESTIGATING_DAYS = 29, 89
"""Most days since a violation that is open or under investigation."""
SETTLED = CategoryShares.from_weights(resolved=60, false_positive=15)
"""Of the violations that are neither open nor under investigation."""
SETTLED_AFTER_DAYS = (1, 45)
"""Days from a violation to its settlement."""

require_choices("entity of violations", ENTITIES, RuleViolation.Entity.values)
require_choices("severity of violations", SEVERITIES, RuleViolation.Severity.values)
require_choices("status of violations", STATUSES, RuleViolation.Status.values)

# Screening

RESCREENED = share_range(0.50)
"""Share of the customers who are screened a second time."""
SCREENED_WITHIN_DAYS = 2
"""Most days from joining to the first screening."""
RESCREENED_AFTER_DAYS = 120
"""Fewest days from joining to the second screening."""
NAME_MATCHES = 0.02
"""Share of the screenings that find a person of the same name; every match turns out to be somebody else."""
CHECKED_WITHIN_SECONDS = 86_400
"""Most seconds from an alert to its checks."""

# Suspicious activity reports

SAR_STATUSES = ("draft", "under_review", "filed", "closed")
DRAFT, UNDER_REVIEW, FILED, CLOSED = range(len(SAR_STATUSES))
LATE_STATUSES = {1: DRAFT, 2: UNDER_REVIEW, 3: UNDER_REVIEW}
"""By cell: the status of the cell's first reported case, which is so recent that its report is still being written."""
REPORTED_AFTER_DAYS, FILED_AFTER_DAYS = (2, 16), (3, 27)
"""Days from the last check to the report, and from the report to its filing."""
LATE_REPORT_DAYS_AGO = (20, 3)
"""Most and fewest days since the reports of `LATE_STATUSES` were begun."""
TIERS = ("tier3", "tier2", "tier1")
TIER_FROM = (10_000 * CENTS, 50_000 * CENTS)
"""Cents from which a report is of the second and of the third of the TIERS."""

require_choices("status of suspicious activity reports", SAR_STATUSES, SuspiciousActivityReport.Status.values)
require_choices("tier of suspicious activity reports", TIERS, SuspiciousActivityReport.Tier.values)

# Reports to the regulator

REGULATORY_STATUSES = ("pending", "submitted", "accepted", "rejected")
PENDING, SUBMITTED, ACCEPTED, REJECTED = range(len(REGULATORY_STATUSES))


@dataclass(frozen=True)
class RegulatoryReportType:
    """A report that the bank owes the regulator every quarter.

    `rejected_quarters_ago` counts the quarters since the one whose report the regulator rejected, the last full quarter
    being 0; None where it rejected none.
    """

    name: str
    rejected_quarters_ago: int | None = None

    def __post_init__(self) -> None:
        if self.rejected_quarters_ago is not None and not 0 <= self.rejected_quarters_ago < QUARTERS:
            raise ValueError(f"{self.name}: reports exist for quarters 0 to {QUARTERS - 1} ago")


QUARTERS = 6
"""The last full quarters, for which reports exist."""
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
"""The regulator accepts a report so many days after its quarter ended: one quarter at a time is submitted and not
accepted yet."""

require_choices("type of regulatory reports", REPORT_TYPES, RegulatoryReportRow.Type.values)
require_choices("status of regulatory reports", REGULATORY_STATUSES, RegulatoryReportRow.Status.values)

# Know your customer

VERIFIED_BEFORE_DAYS = (2, 30)
"""Days from the first verification to joining."""
REVIEW_MONTHS = {"low": 60, "medium": 30, "high": 12}
"""Months from one review to the next, by the customer's risk rating."""
REVIEWED_AFTER_REPORT_DAYS = (5, 85)
"""Days from a suspicious activity report to the review that it causes."""
DUE_WITHIN_DAYS = (1, 88)
"""Days since a pending review was due."""
EXPIRED_DAYS = (1, 300)
"""Days since an expired document expired."""


@dataclass(frozen=True)
class IdentityDocument:
    """A document by which customers are verified; `prefix` begins its numbers, and no state issues such numbers."""

    name: str
    share: float
    prefix: str


IDENTITY_DOCUMENTS = (
    IdentityDocument("passport", 0.50, "XP"),
    IdentityDocument("drivers_license", 0.35, "XD-"),
    IdentityDocument("national_id", 0.15, "XN"),
)
DOCUMENTS = CategoryShares.of(**{document.name: document.share for document in IDENTITY_DOCUMENTS})
DOCUMENT_PREFIXES = tuple(document.prefix for document in IDENTITY_DOCUMENTS)
DOCUMENT_DIGITS = 8
VALID_DAYS = (200, 3_000)
"""Days for which a document that has not expired is still valid."""

require_choices("identity document", DOCUMENTS.names, KycRecord.Document.values)

# Audit trails

NEW_PHONES = 0.10
"""Share of the customers whose phone number changed."""
VIEWED = 0.35
"""Share of the customers whose data was viewed."""
STATUS_CHANGED_AFTER_DAYS = 1
"""Days from the end of a policy to the change of its status."""
WORKSTATIONS_PER_SUBNET = 250
"""Addresses 10.20.x.1 to 10.20.x.250."""
