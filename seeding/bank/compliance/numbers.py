"""Compliance in numbers: the rules that monitor the ledger, violations, screening, reports of suspicion, audits."""

from dataclasses import dataclass

from datahub.compliance.models import ComplianceRule, RuleViolation, SuspiciousActivityReport
from seeding.bank.compliance.size_numbers import part_of_violations
from seeding.bank.employees.numbers import COMPLIANCE_OFFICER
from seeding.bank.products import require_choices
from seeding.engine.layout import Layout
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
SANCTIONED_COUNTRIES = ("IR", "KP", "MM", "SS", "VE", "YE")
"""Those of them with a sanctions program of OFAC: 31 CFR parts 560, 510, 525, 558, 591, 552. No payment to them is
dismissed as a false alarm."""
HOME_COUNTRY = "US"
CTR_RULE = "R01"
"""The rule whose every violation is settled by filing a currency transaction report."""
CTR_FILED_AFTER_DAYS = (1, 15)
"""Days from the transaction to the filing of its report: 31 CFR 1010.306(a)(1)."""
MONITORED_YEARS = 2
"""Alerts are kept for the ledger rows of this many years before the bank is first seen, and for later ones; older rows
only fill the windows of these."""
MONITORED_YEARS_IN_FULL = 5
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
DAYS_OF_DEBITS = 7


@dataclass(frozen=True)
class Rule:
    """A rule that monitors the ledger; `threshold_in_full` is its threshold in a full history, where it differs.

    `threshold` is an amount in whole units of the account's currency or, where the rule `counts`, a number of rows or
    accounts; `entity` is what breaks the rule; `measure` is how a note states the measured value, {} being the value,
    empty for a rule on the amount of one row. A `pattern` rule looks at several rows or at where money went, and the
    checks of its alerts are flagged; the other rules look at sizes.

    Raises ValueError for a type or an entity that does not exist, for a measure without one {}, and for a threshold
    below 1.
    """

    id: str
    type: str
    name: str
    threshold: int
    entity: str
    measure: str
    description: str
    pattern: bool = False
    counts: bool = False
    active: bool = True
    threshold_in_full: int | None = None

    def __post_init__(self) -> None:
        for value, known in (
            (self.type, ComplianceRule.Type.values),
            (self.entity, RuleViolation.Entity.values),
        ):
            if value not in known:
                raise ValueError(f"rule {self.id}: {value!r} is not one of {', '.join(known)}")
        if self.measure and self.measure.count("{}") != 1:
            raise ValueError(f"rule {self.id}: the measure {self.measure!r} does not have one {{}}")
        if self.threshold < 1:
            raise ValueError(f"rule {self.id}: the threshold {self.threshold} is below 1")

    def threshold_in(self, layout: Layout) -> int:
        """Return the threshold in the history of a plan."""
        return self.threshold_in_full if layout.is_full and self.threshold_in_full else self.threshold

    def limit(self, layout: Layout) -> int:
        """Return the threshold in the unit that alerts are measured in: cents, or a number."""
        return self.threshold_in(layout) * (1 if self.counts else CENTS)


RULES = (
    Rule(
        "R01", "amount_threshold", "Cash over the reporting threshold", CTR_THRESHOLD, "customer",
        "Cash of {} on one day",
        "Cash deposits and withdrawals at branches and machines of one customer on one day, added together, exceed the "
        "threshold.",
    ),
    Rule(
        "R02", "amount_threshold", "Very large transaction", 100_000, "transaction", "",
        "One row that is not cash reaches the threshold; what loans, claims and early payoffs pay out, pass on and "
        "take is left apart.",
    ),
    Rule("R03", "amount_threshold", "Large wire", 25_000, "transaction", "",
        "One wire reaches the threshold; wires of loans, claims and early payoffs are left apart.",
    ),
    Rule(
        "R04", "amount_threshold", "Large cash transaction", 7_500, "transaction", "",
        "One cash deposit or withdrawal reaches the threshold.",
    ),
    Rule(
        "R05", "velocity_check", "Structured cash deposits", 10_000, "account", "Cash deposits of {} within 7 days",
        "At least 3 cash deposits of 1,000 to 9,999.99 within 7 days (the day and the six before) exceed the threshold "
        "together.", pattern=True,
    ),
    Rule(
        "R06", "velocity_check", "Structured cash deposits over a month", 20_000, "account",
        "Cash deposits of {} within 30 days",
        "At least 6 cash deposits of 1,000 to 9,999.99 within 30 days exceed the threshold together.", pattern=True,
    ),
    Rule(
        "R07", "velocity_check", "Many debits in a week", 5, "account", "{} debits within 7 days",
        "More debits that the customer initiated within 7 days (the day and the six before) than the threshold.",
        counts=True, threshold_in_full=24,
    ),
    Rule(
        "R08", "velocity_check", "Money passing through", 5_000, "account",
        "Credit of {}, most of which left within 48 hours",
        "A credit that reaches the threshold, of which debits take 90 percent or more within 48 hours; salaries, "
        "disbursements, settlements, opening deposits and funds of payoffs are left apart.", pattern=True,
    ),
    Rule(
        "R09", "velocity_check", "Money from many accounts", 4, "account", "Credits from {} accounts within 7 days",
        "Credits within 7 days from as many accounts as the threshold, 5,000 or more together.", pattern=True,
        counts=True,
    ),
    Rule(
        "R10", "velocity_check", "Money to many accounts", 4, "account", "Debits to {} accounts within 7 days",
        "Debits within 7 days to as many accounts as the threshold, 5,000 or more together.", pattern=True,
        counts=True,
    ),
    Rule(
        "R11", "velocity_check", "Money going in a circle", 2_000, "account",
        "Transfer of {} that came back within 10 days",
        "A transfer that reaches the threshold comes back within 10 days, 80 percent of it or more, passed on from one "
        "account of ours to the next.", pattern=True,
    ),
    Rule(
        "R12", "geographic_restriction", "Wire with a high-risk country", 1_000, "transaction", "",
        f"A wire to or from one of {', '.join(HIGH_RISK_COUNTRIES)} reaches the threshold.", pattern=True,
    ),
    Rule(
        "R13", "geographic_restriction", "Foreign wires over a month", 15_000, "customer",
        "Foreign wires of {} within 30 days",
        "Wires of one customer to or from abroad within 30 days reach the threshold together.",
    ),
    Rule(
        "R14", "transaction_limit", "Large debit after a quiet year", 2_000, "transaction", "",
        "A debit that the customer initiated reaches the threshold, more than 12 months after the last row that the "
        "customer initiated; opening deposits and onward payments are left apart.", pattern=True,
    ),
    Rule(
        "R15", "transaction_limit", "Cash at machines over the daily limit", 1_000, "account",
        "Cash at machines of {} on one day",
        "Cash deposits and withdrawals at machines on one day exceed the threshold together.",
    ),
    Rule(
        "R16", "transaction_limit", "Card over the daily limit", 5_000, "account", "Card activity of {} on one day",
        "Card purchases and refunds on one day exceed the threshold together.",
    ),
    Rule(
        "R17", "amount_threshold", "Large credits in the first month", 50_000, "account",
        "Credits of {} in the first 30 days",
        "Credits in the first 30 days of an account exceed the threshold. Switched off: mortgages broke it.",
        active=False,
    ),
    Rule(
        "R18", "transaction_limit", "Round amounts", 3, "account", "{} round amounts on one day",
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
"""Shares of the violations that are open and under investigation."""
OPENED_IN_FULL, INVESTIGATED_IN_FULL = share_range(0.005), share_range(0.02, after=0.005)
"""The same in a full history, of whose violations most are older."""
OPEN_DAYS = 29
"""Most days since a violation that is open."""
INVESTIGATING_DAYS = (120, 149)
"""Fewest and most days since a violation from which on it is no longer under investigation: old ones become fewer. A
window of everyday rows is 90 days long at least, and most of its violations may still be under investigation."""
SETTLED = CategoryShares.from_weights(resolved=60, false_positive=15)
"""Of the violations that are neither open nor under investigation."""
INVESTIGATED_AFTER_DAYS = (0, 14)
"""Days from a violation to the beginning of its investigation, unless it is settled before: an assumption."""
SETTLED_AFTER_DAYS = (1, 45)
"""Days from a violation to its settlement."""


def unsettled_shares(layout: Layout) -> tuple[Range, Range]:
    """Return the shares of the violations that are open and under investigation on the last day of the history."""
    if layout.is_full:
        return OPENED_IN_FULL, INVESTIGATED_IN_FULL
    part = part_of_violations(layout)
    return Range(part * OPENED.low, part * OPENED.high), Range(part * INVESTIGATED.low, part * INVESTIGATED.high)


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
NAME_MATCHES = 0.012
"""Share of the screenings that find a person of the same name; every match turns out to be somebody else."""
REVIEWED_AFTER_DAYS = (1, 16)
"""Days from a flagged check to the end of its review: as long as to a report, so that the length of a review does not
reveal its outcome."""
CHECKED_WITHIN_SECONDS = 86_400
"""Most seconds from an alert to its checks."""

# Suspicious activity reports

SAR_STATUSES = ("draft", "under_review", "filed", "closed")
DRAFT, UNDER_REVIEW, FILED, CLOSED = range(len(SAR_STATUSES))
LATE_STATUSES = {1: DRAFT, 2: UNDER_REVIEW, 3: UNDER_REVIEW}
"""By cell: the status of the cell's first reported case, which is so recent that its report is still being written."""
REPORTED_AFTER_DAYS, FILED_AFTER_DAYS = (2, 16), (3, 27)
"""Days from the last check to the report, and from the report to its filing."""
CLOSED_AFTER_DAYS = 1
"""Days from a report to its closing, when the innocent explanation is found."""
LATE_REPORT_DAYS_AGO = (20, 3)
"""Most and fewest days since the reports of `LATE_STATUSES` were begun."""
TIERS = ("tier3", "tier2", "tier1")
TIER_FROM = (10_000 * CENTS, 50_000 * CENTS)
"""Cents from which a report is of the second and of the third of the TIERS."""

require_choices("status of suspicious activity reports", SAR_STATUSES, SuspiciousActivityReport.Status.values)
require_choices("tier of suspicious activity reports", TIERS, SuspiciousActivityReport.Tier.values)

# Audit trails

NEW_PHONES = 0.10
"""Share of the customers whose phone number changed."""
VIEWED = 0.35
"""Share of the customers whose data was viewed."""
STATUS_CHANGED_AFTER_DAYS = 1
"""Days from the end of a policy to the change of its status."""
WORKSTATIONS_PER_SUBNET = 250
"""Addresses 10.20.x.1 to 10.20.x.250, and then those of 10.21 and so on."""
SUBNETS_PER_NETWORK = 256
