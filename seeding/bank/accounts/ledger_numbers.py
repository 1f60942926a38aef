"""The ledger in numbers: kinds of postings, fees, rates, and what people do with their accounts every day."""

from dataclasses import dataclass

from seeding.engine.shares import Range, Shares
from seeding.engine.vocabulary import Vocabulary

# Kinds of postings


@dataclass(frozen=True)
class Kind:
    """How a kind of posting appears in the ledger.

    `writes` says what a posting's memo stands for, which the text ends with: nothing, a merchant, a person or a company
    outside, an account of ours, an account elsewhere, which only appears as the counterparty, or what another part of
    the bank has written.
    """

    name: str
    type: str
    channel: str
    text: str
    writes: str = "nothing"


KINDS = (
    Kind("opening_branch", "deposit", "branch", "Opening deposit at the counter"),
    Kind("opening_wire", "deposit", "wire", "Opening deposit by wire"),
    Kind("opening_online", "deposit", "online", "Opening deposit online"),
    Kind("closing_branch", "withdrawal", "branch", "Account closed, balance paid out"),
    Kind("closing_online", "transfer", "online", "Account closed, balance moved to", "person"),
    Kind("interest", "interest", "system", "Interest for the month"),
    Kind("maintenance_fee", "fee", "system", "Monthly maintenance fee"),
    Kind("atm_fee", "fee", "system", "Fee for another bank's ATM"),
    Kind("salary", "salary", "ach", "Salary", "company"),
    Kind("card", "payment", "card", "Card purchase", "merchant"),
    Kind("refund", "refund", "card", "Card refund", "merchant"),
    Kind("atm_withdrawal", "withdrawal", "atm", "Cash withdrawal at our ATM"),
    Kind("other_atm_withdrawal", "withdrawal", "atm", "Cash withdrawal at another bank's ATM"),
    Kind("branch_withdrawal", "withdrawal", "branch", "Cash withdrawal at the counter"),
    Kind("branch_deposit", "deposit", "branch", "Cash deposit at the counter"),
    Kind("atm_deposit", "deposit", "atm", "Cash deposit at our ATM"),
    Kind("rent", "transfer", "online", "Rent to", "company"),
    Kind("standing_order", "transfer", "online", "Standing order to", "company"),
    Kind("sent", "transfer", "online", "Transfer to", "person"),
    Kind("received", "transfer", "online", "Transfer from", "person"),
    Kind("supplier", "transfer", "online", "Invoice paid to", "company"),
    Kind("customer", "transfer", "online", "Invoice paid by", "company"),
    Kind("internal_out", "transfer", "online", "Transfer to account", "account"),
    Kind("internal_in", "transfer", "online", "Transfer from account", "account"),
    Kind("cover", "transfer", "ach", "Transfer from own account at another bank", "elsewhere"),
    Kind("disbursement", "deposit", "ach", "Disbursement of loan", "loan"),
    Kind("passed_on_ach", "transfer", "ach", "Payment to", "loan_seller"),
    Kind("passed_on_wire", "transfer", "wire", "Wire to", "loan_seller"),
    Kind("instalment", "payment", "ach", "Instalment of loan", "loan"),
    Kind("payoff", "payment", "ach", "Early payoff of loan", "loan"),
    Kind("payoff_funds_ach", "transfer", "ach", "Own funds to pay off loan", "loan_funds"),
    Kind("payoff_funds_wire", "transfer", "wire", "Own funds by wire to pay off loan", "loan_funds"),
    Kind("premium", "payment", "ach", "Premium of policy", "policy"),
    Kind("settlement", "deposit", "ach", "Settlement of claim", "claim"),
    Kind("settled_on_ach", "transfer", "ach", "Payment to", "claim_payee"),
    Kind("settled_on_wire", "transfer", "wire", "Wire to", "claim_payee"),
    Kind("wire_abroad", "transfer", "wire", "Wire abroad to", "abroad"),
    # Cases and their innocent twins book what everybody books; only the answer key tells which is which.
    Kind("case_branch_deposit", "deposit", "branch", "Cash deposit at the counter"),
    Kind("case_atm_deposit", "deposit", "atm", "Cash deposit at our ATM"),
    Kind("case_sent", "transfer", "online", "Transfer to", "person"),
    Kind("case_supplier", "transfer", "online", "Invoice paid to", "company"),
    Kind("case_out", "transfer", "online", "Transfer to account", "account"),
    Kind("case_in", "transfer", "online", "Transfer from account", "account"),
    Kind("case_wire", "transfer", "wire", "Wire abroad to", "abroad"),
)

KIND = {kind.name: code for code, kind in enumerate(KINDS)}
OF_CASES = tuple(code for name, code in KIND.items() if name.startswith("case_"))
"""Kinds that cases and their twins alone book."""

DEBITS = 0.70
"""Part of all rows that spend money; what follows from contracts and activities."""
BY_HAND = ("branch", "wire")
"""Channels on which somebody of the staff books."""
CUSTOMER_INITIATED = ("branch", "atm", "card", "online", "wire")

OPENING_AT_COUNTER = 500_000
"""Cents up to which accounts are opened with cash at the counter."""
OPENING_BY_WIRE = 0.8
"""Part of the larger opening deposits that come by wire; the others come online."""
CLOSING_AT_COUNTER = 500_000
"""Cents up to which the balance of a closed account is paid out in cash."""

# Fees and interest

MAINTENANCE_FEE = 1_000
MAINTENANCE_FEE_BELOW = 200_000
"""Cents: a checking account that was open all month pays the fee where it ends the month's last business day with less
(but with enough to pay)."""
ATM_FEE = 300
"""Cents for a withdrawal at another bank's machine."""
OTHER_ATM = 0.15
"""Part of the cash machine withdrawals at other banks' machines."""

RATES_E4 = {"checking": 0, "savings": 40, "money_market": 58, "cd": 165}
"""Yearly interest in ten-thousandths: FDIC National Rates and Rate Caps, autumn 2025 (savings 0.40 %, money market
0.58 %, 12-month certificates 1.6 %)."""

# The window: the last three full months and what has passed of the next

FULL_MONTHS = 3

WEEKDAYS = (0.13, 0.13, 0.13, 0.14, 0.17, 0.18, 0.12)
"""Card purchases and machine withdrawals from Monday to Sunday: people shop towards the weekend."""
PAYDAYS = (1, 15)
PAYDAY_DAYS, PAYDAY_BUMP = 3, 1.4
"""How many days from a payday on people spend more, and how much more."""

# Relative weights per hour of the day, from midnight.
HOURS = {
    "card": (1, 1, 1, 0, 0, 1, 3, 8, 12, 14, 16, 22, 28, 22, 17, 17, 20, 27, 30, 24, 16, 10, 6, 3),
    "atm": (2, 1, 1, 0, 1, 2, 5, 9, 12, 15, 17, 18, 20, 17, 15, 16, 19, 22, 20, 14, 10, 7, 5, 3),
    "online": (2, 1, 1, 0, 0, 2, 6, 10, 14, 15, 14, 13, 15, 13, 12, 12, 13, 16, 20, 26, 28, 22, 12, 6),
    "branch": (0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 20, 17, 14, 12, 14, 16, 17, 0, 0, 0, 0, 0, 0, 0),
    "wire": (0, 0, 0, 0, 0, 0, 0, 0, 0, 14, 18, 18, 14, 13, 14, 12, 8, 0, 0, 0, 0, 0, 0, 0),
    "ach": (0, 0, 0, 0, 1, 6, 8, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
}

# What people do


@dataclass(frozen=True)
class Amount:
    """A log-normal amount in whole currency units, rounded to `unit` cents.

    `spread` is the standard deviation of the logarithm.
    """

    median: float
    spread: float
    band: Range
    unit: int = 1


@dataclass(frozen=True)
class Activity:
    """Something that the owners of a type of account do: how often in the window on average, and for how much.

    `number` is its own for ever: its rows' keys carry it, so that another activity, or one less, moves no row of these.
    """

    number: int
    kind: str
    type: str
    corporate: bool
    times: float
    amount: Amount


_CARD = Amount(1, 0.55, Range(1.5, 3_500))
"""As multiples of the merchant's usual ticket."""
_MACHINE = Amount(90, 0.6, Range(20, 500), unit=2_000)
_COUNTER = Amount(320, 0.9, Range(20, 6_000), unit=1_000)
_CASH_IN = Amount(260, 0.9, Range(20, 4_500), unit=1_000)
_FRIENDS = Amount(75, 0.9, Range(5, 2_500), unit=100)
_LARGE_CASH = Amount(1_200, 0.7, Range(100, 7_000), unit=5_000)
_INVOICE = Amount(1_100, 1.0, Range(60, 24_000))

ACTIVITIES = (
    Activity(1, "card", "checking", False, 4.35, _CARD),
    Activity(2, "refund", "checking", False, 0.08, _CARD),
    Activity(3, "atm_withdrawal", "checking", False, 1.30, _MACHINE),
    Activity(4, "branch_withdrawal", "checking", False, 1.85, _COUNTER),
    Activity(5, "branch_deposit", "checking", False, 0.13, _CASH_IN),
    Activity(6, "atm_deposit", "checking", False, 0.04, _CASH_IN),
    Activity(7, "sent", "checking", False, 1.55, _FRIENDS),
    Activity(8, "received", "checking", False, 0.06, _FRIENDS),
    Activity(9, "card", "checking", True, 4.40, Amount(3, 0.8, Range(4, 9_000))),
    Activity(10, "supplier", "checking", True, 4.60, _INVOICE),
    Activity(11, "customer", "checking", True, 1.30, _INVOICE),
    Activity(12, "branch_withdrawal", "checking", True, 0.80, _COUNTER),
    Activity(13, "branch_deposit", "checking", True, 0.30, Amount(700, 0.8, Range(50, 6_000), unit=1_000)),
    Activity(14, "branch_withdrawal", "savings", False, 0.52, _COUNTER),
    Activity(15, "branch_deposit", "savings", False, 0.10, _CASH_IN),
    Activity(16, "branch_withdrawal", "money_market", False, 0.44, _LARGE_CASH),
    Activity(17, "branch_deposit", "money_market", False, 0.08, Amount(800, 0.7, Range(100, 4_500), unit=5_000)),
    # What is large enough for the rules that watch sizes: takings, machines bought by card, goods from abroad.
    Activity(18, "branch_deposit", "checking", True, 1.30, Amount(7_500, 0.5, Range(2_000, 18_000), unit=1_000)),
    Activity(19, "card", "checking", True, 0.25, Amount(60, 0.8, Range(200, 9_000))),
    Activity(20, "wire_abroad", "checking", True, 1.60, Amount(9_000, 0.9, Range(1_000, 60_000))),
    Activity(21, "atm_deposit", "checking", True, 0.80, Amount(900, 0.5, Range(200, 3_000), unit=1_000)),
)

if len({activity.number for activity in ACTIVITIES}) < len(ACTIVITIES):
    raise ValueError("two activities have one number: their rows would have the same keys")

LIVELINESS = Range(0.5, 1.5)
"""How often the owners of an account do anything, as a multiple of the average."""
STORY_LIVELINESS = 1.6
"""The same for people of storylines: their accounts are looked at closely."""
SPENDING = {"retail": 1.0, "premium": 1.5, "private": 2.6, "corporate": 1.0}
"""What segments spend, as a multiple of an activity's amounts."""

# Salaries

SALARIED = 0.23
"""Part of the persons of working age with a checking account whose salary comes to it."""
WORKING_AGES = Range(20, 66)
SCHEDULES = Shares.of(monthly=0.60, twice_a_month=0.25, every_other_week=0.15)
PAYS_PER_YEAR = (12, 24, 26)
MONTHLY_SALARY = {"retail": 3_300.0, "premium": 5_400.0, "private": 9_000.0}
"""Median net salary in whole USD; Bureau of Labor Statistics, 2025: 1,200 a week gross at the median."""
SALARY_SPREAD = 0.35
SALARY_BAND = Range(900, 24_000)
EMPLOYERS = 4_000
MOVED_ON = Range(0.55, 0.80)
"""Part of a salary that a standing order moves on every month: what is left is spent, and does not pile up."""
STANDING_ORDER_DAYS = (2, 9)
STANDING_ORDER_UNIT = 500

# Contracts: loans and policies

NIGHT_RUN = (4 * 3600, 7 * 3600 - 1)
"""Seconds of the day between which contracts pay out and are paid."""
PASSED_ON_AFTER_DAYS = (1, 5)
"""Business days from a disbursement or settlement to the onward payment."""
BY_WIRE_FROM = 1_000_000
"""Cents from which money is passed on, or sent to fund a payoff, by wire."""

# Cover transfers

COVER_YEAR_DAYS = 365
"""An account that pays instalments or premiums is sent once a year what they will take."""
COVER_UNIT = 10_000
"""Cents: cover transfers are whole hundreds."""

# Rent and transfers inside the bank

TENANTS = 0.30
"""Part of the persons with a checking account who pay rent from it: 34 % of households rent (Census 2024), some pay
in cash."""
RENT = Amount(1_150, 0.35, Range(450, 4_500), unit=500)
RENT_DAYS = (1, 4)
SAVERS = 0.5
"""Part of the owners of checking and savings who move money from one to the other in the window."""
SAVED = Amount(220, 0.8, Range(20, 3_000), unit=1_000)
HOUSEHOLD_TRANSFERS = 0.4
"""Part of the households with two checking accounts whose adults send each other money in the window."""

# Parties and merchants

PARTIES = 20_000
"""People and companies outside the bank whose names appear in the ledger."""
COUNTRIES_OF_PARTIES = Vocabulary(("US", "CA", "GB", "DE", "IE", "MX"), (0.95, 0.02, 0.01, 0.01, 0.005, 0.005))
PARTY_DIGITS = 10
PARTIES_ABROAD, HIGH_RISK_PARTIES = 900, 300
"""People and companies that are wired to; the first so many of them live in high-risk countries."""
FOREIGN_COUNTRIES = Shares.of(DE=0.22, GB=0.20, CA=0.20, MX=0.14, JP=0.09, NL=0.08, IN=0.07)
WIRED_TO = Shares.of(MM=0.15, LA=0.20, HT=0.20, VE=0.25, YE=0.12, SS=0.08)
"""High-risk countries that people wire to; nobody reaches the others."""


@dataclass(frozen=True)
class Merchant:
    """A shop: how often people buy there, relative to the others, and its usual ticket in whole currency units."""

    name: str
    weight: float
    ticket: float


# Tickets and frequencies follow the Federal Reserve's Diary of Consumer Payment Choice 2024 in order, not in detail.
MERCHANTS = (
    Merchant("Harvest Lane Market", 9, 52),
    Merchant("Corner Basket Grocery", 8, 34),
    Merchant("Greenfield Foods", 7, 61),
    Merchant("Blue Barn Supermarket", 7, 78),
    Merchant("Daily Crumb Bakery", 4, 11),
    Merchant("Copper Kettle Diner", 4, 24),
    Merchant("Luna Trattoria", 3, 58),
    Merchant("Golden Wok Kitchen", 3, 31),
    Merchant("Taco Verde", 4, 15),
    Merchant("Northside Coffee", 5, 6.5),
    Merchant("Maple Street Cafe", 4, 13),
    Merchant("Roadrunner Fuel", 5, 44),
    Merchant("Summit Gas and Go", 5, 39),
    Merchant("Wellspring Pharmacy", 3, 27),
    Merchant("Family Care Drugstore", 2, 22),
    Merchant("Threadbare Outfitters", 2, 64),
    Merchant("Juniper and Oak Apparel", 1.5, 95),
    Merchant("Sole Mate Shoes", 2, 82),
    Merchant("Hammer and Hearth Hardware", 2, 57),
    Merchant("Cedar Home Goods", 1.5, 118),
    Merchant("Pixel Point Electronics", 1.5, 240),
    Merchant("Chapter One Books", 1, 26),
    Merchant("Paw and Whisker Pet Supply", 1.2, 46),
    Merchant("Silver Screen Cinema", 1.2, 29),
    Merchant("Peak Fitness Club", 1, 45),
    Merchant("Skyline Airways", 0.6, 410),
    Merchant("Harbor View Hotel", 0.6, 290),
    Merchant("City Transit", 2, 8),
    Merchant("Swift Ride Cabs", 1.6, 21),
    Merchant("Brightwave Mobile", 1.5, 68),
    Merchant("Streamhouse Video", 1.5, 15),
    Merchant("Evergreen Garden Center", 0.8, 63),
    Merchant("Little Acorns Toys", 0.6, 42),
    Merchant("Velvet Chair Salon", 0.9, 54),
    Merchant("Ironwood Auto Repair", 0.8, 330),
)
MERCHANT_NAMES = Vocabulary(
    tuple(merchant.name for merchant in MERCHANTS), tuple(merchant.weight for merchant in MERCHANTS)
)
