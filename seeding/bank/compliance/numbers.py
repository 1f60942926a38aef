"""Compliance in numbers: the rules that watch the ledger, planted cases, screening, reviews and reports."""

from dataclasses import dataclass

from seeding.bank.employees.numbers import COMPLIANCE_OFFICER
from seeding.engine.money import CENTS
from seeding.engine.shares import Range, Shares, part

OFFICERS = (COMPLIANCE_OFFICER,)
"""Roles that verify, review, resolve and file."""

# Rules

CTR_THRESHOLD = 10_000
"""USD of cash a day above which a bank files a currency transaction report: 31 CFR 1010.311; bills to raise it are
pending."""
HIGH_RISK_COUNTRIES = ("HT", "IR", "KP", "LA", "MM", "SS", "VE", "YE")
"""ISO codes. FATF, June 2025: the three with a call for action (KP, IR, MM) and five under increased monitoring."""
HOME_COUNTRY = "US"
WATCHED_YEARS = 2
"""Catches are kept for the ledger rows of so many years; earlier rows only fill the windows of later ones."""
STRUCTURED = Range(1_000 * CENTS, 10_000 * CENTS - 1)
"""Cents of a cash deposit that may be part of a sum kept below the reporting threshold."""
DAYS_OF_STRUCTURING, DAYS_OF_LONG_STRUCTURING = 7, 30
DEPOSITS_OF_STRUCTURING, DEPOSITS_OF_LONG_STRUCTURING = 3, 6
DAYS_OF_FAN, LEAST_OF_FAN = 7, 5_000 * CENTS
DAYS_OF_FOREIGN_WIRES = 30
PASSED_THROUGH_HOURS, PASSED_THROUGH_PERCENT = 48, 90
RETURNED_DAYS, RETURNED_PERCENT, RETURNED_HOPS = 10, 80, 6
QUIET_YEARS = 1


@dataclass(frozen=True)
class Rule:
    """A rule that the ledger is watched by.

    `threshold` is an amount in whole units of the account's currency, or, where the rule `counts`, a number of rows or
    accounts; `entity` is what breaks it. A `pattern` is told by several rows or by where money went, and its catches
    are flagged; the other rules watch sizes.
    """

    id: str
    type: str
    name: str
    threshold: int
    entity: str
    description: str
    pattern: bool = False
    counts: bool = False
    active: bool = True

    @property
    def limit(self) -> int:
        """The threshold in the unit that catches are measured in: cents, or a number."""
        return self.threshold * (1 if self.counts else CENTS)


RULES = (
    Rule(
        "R01", "amount_threshold", "Cash over the reporting threshold", CTR_THRESHOLD, "customer",
        "Cash deposits and withdrawals at branches and machines of one customer on one day, added together, exceed the "
        "threshold.",
    ),
    Rule(
        "R02", "amount_threshold", "Very large transaction", 100_000, "transaction",
        "One row that is not cash reaches the threshold; loan disbursements and their onward payments are left apart.",
    ),
    Rule("R03", "amount_threshold", "Large wire", 25_000, "transaction", "One wire reaches the threshold."),
    Rule(
        "R04", "amount_threshold", "Large cash transaction", 7_500, "transaction",
        "One cash deposit or withdrawal reaches the threshold.",
    ),
    Rule(
        "R05", "velocity_check", "Structured cash deposits", 10_000, "account",
        "At least 3 cash deposits of 1,000 to 9,999.99 within 7 days (the day and the six before) exceed the threshold "
        "together.", pattern=True,
    ),
    Rule(
        "R06", "velocity_check", "Structured cash deposits over a month", 20_000, "account",
        "At least 6 cash deposits of 1,000 to 9,999.99 within 30 days exceed the threshold together.", pattern=True,
    ),
    Rule(
        "R07", "velocity_check", "Many debits on a day", 8, "account",
        "More debits that the customer initiated on one day than the threshold.", counts=True,
    ),
    Rule(
        "R08", "velocity_check", "Money passing through", 5_000, "account",
        "A credit that reaches the threshold, of which debits take 90 percent or more within 48 hours; salaries, "
        "disbursements, settlements, opening deposits and funds of payoffs are left apart.", pattern=True,
    ),
    Rule(
        "R09", "velocity_check", "Money from many accounts", 4, "account",
        "Credits within 7 days from as many accounts as the threshold, 5,000 or more together.", pattern=True,
        counts=True,
    ),
    Rule(
        "R10", "velocity_check", "Money to many accounts", 4, "account",
        "Debits within 7 days to as many accounts as the threshold, 5,000 or more together.", pattern=True,
        counts=True,
    ),
    Rule(
        "R11", "velocity_check", "Money going in a circle", 2_000, "account",
        "A transfer that reaches the threshold comes back within 10 days, 80 percent of it or more, passed on from one "
        "account of ours to the next.", pattern=True,
    ),
    Rule(
        "R12", "geographic_restriction", "Wire with a high-risk country", 1_000, "transaction",
        f"A wire to or from one of {', '.join(HIGH_RISK_COUNTRIES)} reaches the threshold.", pattern=True,
    ),
    Rule(
        "R13", "geographic_restriction", "Foreign wires over a month", 15_000, "customer",
        "Wires of one customer to or from abroad within 30 days reach the threshold together.",
    ),
    Rule(
        "R14", "transaction_limit", "Large debit after a quiet year", 5_000, "transaction",
        "A debit that the customer initiated reaches the threshold, more than 12 months after the last row that the "
        "customer initiated; opening deposits and onward payments are left apart.", pattern=True,
    ),
    Rule(
        "R15", "transaction_limit", "Cash at machines over the daily limit", 1_000, "account",
        "Cash deposits and withdrawals at machines on one day exceed the threshold together.",
    ),
    Rule(
        "R16", "transaction_limit", "Card over the daily limit", 5_000, "account",
        "Card purchases and refunds on one day exceed the threshold together.",
    ),
    Rule(
        "R17", "amount_threshold", "Large credits in the first month", 50_000, "account",
        "Credits in the first 30 days of an account exceed the threshold. Switched off: mortgages broke it.",
        active=False,
    ),
    Rule(
        "R18", "transaction_limit", "Round amounts", 3, "account",
        "As many transactions as the threshold on one day are multiples of 1,000. Switched off: too many false alarms.",
        counts=True, active=False,
    ),
)  # fmt: skip

RULE = {rule.id: place for place, rule in enumerate(RULES)}
ENTITIES = ("transaction", "account", "customer")
MADE_BEFORE_DAYS = (20, 400)
"""Days before the first customer may join, between which the rules were made."""

SEVERITIES = ("low", "medium", "high", "critical")
SEVERITY_FROM_PERCENT = (125, 200, 300)
"""Percent of the threshold from which a violation is medium, high and critical."""

STATUSES = ("resolved", "investigating", "false_positive", "open")
RESOLVED, INVESTIGATING, FALSE_POSITIVE, OPEN = range(len(STATUSES))
OPENED, INVESTIGATED = part(0.05), part(0.20, after=0.05)
OPEN_DAYS, INVESTIGATING_DAYS = 29, 89
SETTLED = Shares.parts(resolved=60, false_positive=15)
"""Of the violations that are neither open nor being investigated."""
SETTLED_AFTER_DAYS = (1, 45)

# Planted cases: amounts in cents unless said otherwise

CASE_KINDS = Shares.of(structuring=0.40, high_risk_wires=0.25, fan_in=0.12, fan_out=0.12, cycle=0.11)
"""40 % structuring, 25 % wires with a high-risk country, 35 % other unusual patterns."""


@dataclass(frozen=True)
class Sums:
    """Whole amounts that people of a case or of its twin move: a range in units of `unit` cents."""

    low: int
    high: int
    unit: int

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.high:
            raise ValueError(f"sums run from low to high, not from {self.low} to {self.high}")


DEPOSITS, TAKINGS_BANKED = (3, 4), (6, 7)
"""How often a depositor deposits, on business days in a row, and a shop, every other business day."""
STRUCTURED_SUMS = Sums(34, 88, 100 * CENTS)
"""Three of them exceed the reporting threshold, none reaches it."""
TAKINGS = Sums(3_401, 6_900, CENTS)
"""A shop's takings of a few days, to the dollar."""
AT_MACHINE = 0.25
"""Part of the deposits that are made at a machine."""
MOVED_ON_PART, SPENT_PART = Range(0.90, 0.97), Range(0.45, 0.75)
"""Of the deposits: what a depositor sends on, and what a shop pays a supplier."""
MOVED_ON_AFTER_DAYS = (1, 4)

FAN_SUMS, POOLED_SUMS = Sums(1_310, 2_450, CENTS), Sums(27, 46, 50 * CENTS)
"""Four of them reach 5,000. Members of a family give the same each."""
FAN_DAYS = 5

CYCLE_SUMS = Sums(3_200, 6_400, CENTS)
CYCLE_KEPT = Range(0.01, 0.035)
"""Part of the sum that each stop of a cycle keeps; friends who help each other out keep nothing."""
CYCLE_GAP_DAYS = (1, 2)
CYCLE_DAYS = 9
"""The longest that a cycle takes."""

WIRES = (2, 3)
WIRE_SUMS, SUPPORT_SUMS = Sums(26, 64, 100 * CENTS), Sums(26, 48, 100 * CENTS)
WIRE_GAP_DAYS = 4

CASE_DAYS = (690, 75)
"""Days before today between which a case begins."""
AFTER_OPENING_DAYS = 20
LATE_CASE_DAYS = (44, 40)
"""The same for the three cases that are still being written up."""
LONGEST_CASE_DAYS = 24
"""From the first to the last row that belongs to one."""
RING_DAYS_AGO, SHOP_DAYS_AGO = 210, 236
"""When the ring of the storylines deposited, and when the shop did."""

# Screening

RESCREENED = part(0.50)
SCREENED_WITHIN_DAYS = 2
LATER_AFTER_DAYS = 120
NAME_MATCHES = 0.02
"""Part of the screenings that find somebody of the same name; all of them turn out to be somebody else."""
WITHIN_A_DAY = 86_400
"""Seconds after a catch within which its checks are made."""

# Reports

REPORTED = part(0.80)
"""Of the cases; where a case is missed, its innocent twin is reported and the report closed again."""
ACTIVITIES = ("structuring", "unusual_pattern", "high_risk_country")
OUTCOMES = ("draft", "under_review", "filed", "closed")
DRAFT, UNDER_REVIEW, FILED, CLOSED = range(len(OUTCOMES))
LATE_OUTCOMES = {1: DRAFT, 2: UNDER_REVIEW, 3: UNDER_REVIEW}
"""Cells whose first reported case is so recent that its report is still being written."""
REPORTED_AFTER_DAYS, FILED_AFTER_DAYS = (2, 16), (3, 27)
LATE_REPORT_DAYS = (20, 3)
TIERS = ("tier3", "tier2", "tier1")
TIER_FROM = (10_000 * CENTS, 50_000 * CENTS)

REPORT_TYPES = ("capital_adequacy", "liquidity", "stress_test", "quarterly_filing")
QUARTERS = 6
SUBMITTED_AFTER_DAYS = (6, 29)
SUBMISSION_DAYS = 30
PENDING, SUBMITTED, ACCEPTED, REJECTED = range(4)
REPORT_STATUSES = ("pending", "submitted", "accepted", "rejected")
REVIEWED_AFTER_DAYS = 125
"""The regulator accepts a report so long after the quarter: at any time one is submitted and not accepted yet."""
REJECTED_REPORT = (2, 3)
"""The type and the quarter, counted back from the last, of the one report that was sent back."""

# Know your customer

VERIFIED_BEFORE_DAYS = (2, 30)
"""Days before somebody joins."""
REVIEW_MONTHS = {"low": 60, "medium": 30, "high": 12}
REVIEWED_AFTER_REPORT_DAYS = (5, 85)
DUE_WITHIN_DAYS = (1, 88)
"""Days since a pending review was due."""
EXPIRED_DAYS = (1, 300)
DOCUMENTS = Shares.of(passport=0.50, drivers_license=0.35, national_id=0.15)
DOCUMENT_PREFIXES = ("XP", "XD-", "XN")
"""No state issues documents whose numbers begin with these."""
DOCUMENT_DIGITS = 8
VALID_DAYS = (200, 3_000)
"""Days for which a document that has not expired is still valid."""

# Audit trails

NEW_PHONES = 0.10
"""Part of the customers who got another telephone number."""
VIEWED = 0.35
"""Part of the customers whose data somebody looked at."""
NOTED_AFTER_DAYS = 1
"""Days after the end of a policy on which its status is changed."""
WORKSTATIONS = 250
"""Addresses of one subnet, 10.20.x.y."""
