"""The full history in numbers: how often people use their accounts, the seasons, and what they buy regularly."""

from dataclasses import dataclass

from seeding.bank.accounts.numbers import CLOSED, DORMANT, JOINED_YEARS
from seeding.engine.shares import Range

YEAR_DAYS = 365


def years_within(days: int) -> float:
    """Return how many of the last days customers were at the bank on average, in years: they joined evenly."""
    return days / YEAR_DAYS - (days / YEAR_DAYS) ** 2 / (2 * JOINED_YEARS)


def years_before(days: int) -> float:
    """Return for how many years customers were at the bank on average before the last days."""
    return max(JOINED_YEARS - days / YEAR_DAYS, 0.0) ** 2 / (2 * JOINED_YEARS)


def events_a_year(per_customer: float, days: int) -> float:
    """Return how many events an active customer has a year, given those of an average customer in the last days.

    In a brief history active customers have the events; in a full one they have had as many a year since they joined.
    """
    active = 1 - (CLOSED.high - CLOSED.low) - (DORMANT.high - DORMANT.low)
    return per_customer / years_within(days) / active


ACTIVITY_LEVEL = Range(0.72, 1.4)
"""How often the holders of an account do anything, as a multiple of the activity's times a month."""
SECOND_ACCOUNT = 0.35
"""The same for accounts of persons to which no income comes: the owner's main account is elsewhere."""
PRICE_RISE = 0.03
"""A year: the consumer price index rose by 2.9 to 3.4 % in the years 2023 to 2025 (BLS)."""

MONTHS_OF_SPENDING = (0.93, 0.92, 0.98, 0.97, 1.0, 1.02, 1.05, 1.02, 0.96, 0.99, 1.06, 1.24)
"""Purchases from January to December, relative to an average month: retail sales before seasonal adjustment peak in
December, 16 to 20 % above the average, and are lowest in January and February (Census, Monthly Retail Trade)."""
SUMMER_MONTHS = (5, 6, 7)
"""June to August, January is 0."""
TRAVEL_CODES = ("4511", "7011", "7512")
GIFT_CODES = ("5311", "5399", "5732", "5945", "5942", "5651")
SUMMER_TRAVEL, DECEMBER_GIFTS = 2.4, 1.7
"""How many times as often people buy at merchants of TRAVEL_CODES in summer, and of GIFT_CODES in December."""
GROCERIES_CODE = "5411"
GROCERIES_BESIDES = 0.4
"""How often people buy groceries beside the weekly shopping, as a part of the merchants' weight."""

BENEFITS_FROM_AGE, RETIRED_FROM_AGE = 62, 67
"""Years: nobody receives Social Security earlier, and everybody is retired later (SSA; see LIFE_STAGES)."""
EMPLOYED_BEFORE_RETIREMENT = 0.88
"""The part of retired people with direct deposits who had an employer: one worker in ten is self-employed."""
PAY_OF_BENEFITS = 2.0
"""Net pay before retirement as a multiple of Social Security: it replaces about 40 % of a medium earner's gross pay
(SSA, Office of the Chief Actuary, 2024), half of the net."""


@dataclass(frozen=True)
class RegularPurchase:
    """A purchase by card that holders of main accounts repeat at a merchant of their own.

    `codes` are the categories of the merchants, `holders` is the share of holders who buy it, every week if `weekly`,
    else every month on a day of their own. `kept` is the share of the times that it happens. The amount is the
    merchant's median purchase times a number of the holder's with deviation `spread` of the logarithm, and each time
    times another with deviation `noise`. `winter` and `summer` are multiples of the amount from December to February
    and from June to August.

    Raises ValueError for impossible shares.
    """

    number: int
    codes: tuple[str, ...]
    holders: float
    weekly: bool = False
    kept: float = 1.0
    spread: float = 0.3
    noise: float = 0.0
    winter: float = 1.0
    summer: float = 1.0

    def __post_init__(self) -> None:
        if not (0 < self.holders <= 1 and 0 < self.kept <= 1 and self.codes):
            raise ValueError(f"the regular purchase {self.number} has impossible shares or no category")


REGULAR_PURCHASES = (
    RegularPurchase(1, ("5411",), 1.0, weekly=True, kept=0.85, spread=0.2, noise=0.35),
    RegularPurchase(2, ("4900",), 0.85, noise=0.12, winter=1.35, summer=1.2),
    RegularPurchase(3, ("4814",), 0.8, noise=0.02),
    RegularPurchase(4, ("4899",), 0.85),
    RegularPurchase(5, ("4899",), 0.5),
    RegularPurchase(6, ("5815",), 0.5, spread=0.15),
    RegularPurchase(7, ("5818",), 0.35, spread=0.15),
    RegularPurchase(8, ("5968",), 0.25),
    RegularPurchase(9, ("7997",), 0.3),
)
"""The numbers belong to the purchases forever, because keys contain them. Households hold four paid streaming services
(Deloitte, Digital Media Trends 2025)."""
REGULAR_CODES = tuple(dict.fromkeys(code for each in REGULAR_PURCHASES if not each.weekly for code in each.codes))
"""Categories in which people buy regularly and not otherwise."""
PURCHASE_DAYS = (1, 28)
"""Days of the month."""
SHOPPING_WEEKDAYS = (0.08, 0.08, 0.08, 0.10, 0.18, 0.30, 0.18)
"""Monday to Sunday: the day of the weekly shopping."""

SAVINGS_OF_TARGET = Range(0.5, 0.9)
"""The part of a savings account's target balance that monthly transfers save up over the account's life."""
SAVINGS_UNIT = 500
"""Cents: monthly transfers to savings are multiples of 5 USD."""
SMALLEST_SAVING = 1_000
"""Cents: nobody sets up a transfer for less."""
HOUSEHOLD_TRANSFER_DAYS = (1, 28)
OWN_PARTIES = 4
"""People and companies outside the bank that the owner of an account deals with."""
RECEIPTS_PER_MONTH = (1, 3)
"""Invoices that customers pay a company in a month."""
RECEIPT_DAYS, RECEIPT_DELAY = (1, 14), (0, 6)
"""Days of the month on which customers usually pay, and how many days later they pay."""
RECEIPT_WEIGHTS = Range(0.3, 1.7)
"""The size of a receipt relative to the others."""
