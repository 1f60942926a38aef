"""Everyday life in numbers: how often and when people use their accounts, salaries, rent and transfers."""

from dataclasses import dataclass

from seeding.bank.accounts.amounts import Amount
from seeding.engine.shares import Range

# Activities; the account types say what their holders do

ACTIVITY_LEVEL = Range(0.5, 1.5)
"""How often the holders of an account do anything, as a multiple of the average."""
STORYLINE_ACTIVITY_LEVEL = 1.6
"""The same for customers of storylines, whose accounts are looked at closely."""
SPENDING_LEVELS = (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
"""What holders spend, as a multiple of an activity's amounts; an income decides on one of these levels."""
SPENDING_ELASTICITY = 0.6
"""Spending rises by this many percent where income rises by one percent: in the Consumer Expenditure Survey 2023 (BLS),
the second fifth of households by income spends 47,000 and the highest 150,000 on 3.0 and 12.6 times the income."""
TYPICAL_NET_INCOME, TYPICAL_REVENUE = 4_500_000, 90_000_000
"""Cents a year at which persons, and companies, spend the activity's amounts."""
ATM_FEE = 300
"""Cents for a withdrawal at another bank's ATM."""
OTHER_ATM = 0.15
"""The share of ATM withdrawals at other banks' ATMs."""
WIRE_FEE = 4_500
"""Cents for a wire abroad: 45 is the usual fee (Bankrate, 2025)."""
FOREIGN_FEE_PERCENT = 3
"""Of a card purchase abroad (Bankrate, 2025: 1 to 3 %)."""
RETURNED_PAYMENT_FEE = 1_800
"""Cents for a debit that is refused for lack of funds: 17.72 on average (Bankrate, 2024)."""
CHECKS_BY_AGE = ((25, 0.35), (45, 0.7), (65, 1.8), (80, 2.6))
"""Age of the owner in years, and how many checks the holder writes as a multiple of the average, linear in between:
checks are 3 % of consumers' payments, and 8 % of those of people over 65 (Federal Reserve, Diary of Consumer Payment
Choice 2024)."""

WEEKDAYS = (0.13, 0.13, 0.13, 0.14, 0.17, 0.18, 0.12)
"""Card purchases and ATM withdrawals from Monday to Sunday: people shop toward the weekend."""
PAYDAYS = (1, 15)
"""Days of the month on which most people are paid."""
PAYDAY_DAYS, PAYDAY_FACTOR = 3, 1.4
"""Days from a payday on, and the multiple of the usual purchases on these days."""

FEWER_AFTER_FULL_MONTHS, DAYS_OF_REGULAR_POSTINGS = 0.08, 10
"""The part by which activities are fewer in a window that goes on for this many days or more after its full months: by
then rents and transfers of a further month have come, and the number of rows that the bank promises is the same."""

# Direct deposits

PAID_BY_DIRECT_DEPOSIT = 0.78
"""The share of people with an employer whose pay comes to their checking account here: 93 % are paid by direct deposit
(PayrollOrg, 2025), and some of them bank elsewhere."""
MOST_PAID_HERE = 13_000_000
"""Cents a year: of higher net pay, the rest is deposited elsewhere, for everyday accounts hold up to 25,000."""
RETIRED_BY_DIRECT_DEPOSIT = 0.72
"""The share of retired people whose Social Security comes to their checking account here."""
WORKING_AGES = Range(20, 66)
"""In years."""
PAYS_PER_YEAR = (12, 24, 26)
"""Salaries a year, in the order of SCHEDULES."""
PAID_BY_HOUR = 0.5
"""The share of employees who are paid for overtime: 56 % of workers are paid by the hour (BLS, 2023)."""
WITH_OVERTIME = 0.3
"""The share of their paydays with overtime."""
OVERTIME = Range(0.005, 0.06)
"""What is paid for it, as a part of the usual pay."""
JOB_SEARCH_DAYS = 160
"""How long the storyline's borrower looks for work: 23 weeks on average (Bureau of Labor Statistics, 2025)."""
PAY_AFTER_JOB_LOSS_PERCENT = 45
"""Of the pay before, in the borrower's next job."""
LAST_BIRTHDAYS_OF_WEDNESDAYS = (10, 20)
"""Those born up to the 10th of a month are paid Social Security on its second Wednesday, up to the 20th on the third,
all others on the fourth (SSA)."""
SALARY_HOURS = (4 * 3600, 7 * 3600)
"""Seconds of the day between which employers pay."""

# Transfers that keep accounts in balance

MOVED_ON = Range(0.94, 1.0)
"""The part of what is left of an income that a standing transfer moves on every month; the rest stays as savings."""
SENT_FROM_ELSEWHERE = Range(1.0, 1.07)
"""What owners send to an account that takes in less than it gives out, as a multiple of the difference."""
SENT_EVERY_MONTH = 0.12
"""The share of these owners who send it every month; the others send three months' worth every three months."""
TRANSFER_FROM_ELSEWHERE_DAYS = (1, 28)
"""Days of the month."""
TRANSFER_FROM_ELSEWHERE_UNIT = 1_000
"""Cents: transfers from elsewhere are multiples of 10 USD."""
SMALLEST_STANDING_TRANSFER = 2_000
"""Cents: for less, nobody sets up a transfer."""
STANDING_TRANSFER_DAYS = (2, 9)
"""Days of the month."""
STANDING_TRANSFER_UNIT = 500
"""Cents: standing transfers are multiples of 5 USD."""
STANDING_TRANSFER_HOURS = (6 * 3600, 9 * 3600)
"""Seconds of the day."""

# Companies

COMPANIES_WITH_STAFF = 0.7
PAYROLL = Amount(3_200, 0.5, Range(600, 30_000))
"""What a company of typical revenue pays its staff from this account in a month: the bank's own policy, so that
everyday accounts stay within their balances."""
PAYROLL_OF_USUAL = Range(0.94, 1.06)
PAYROLL_DAYS = (26, 28)
"""Days of the month."""
RECEIPTS_OF_SPENDING = Range(0.92, 1.14)
"""What customers pay a company in a month, as a multiple of what it gives out."""
RECEIPT_DAYS = (3, 25)
"""Days of the month."""

# Rent and transfers inside the bank


@dataclass(frozen=True)
class RentOfPay:
    """Rents as a log-normal part of net pay, rounded to a multiple of `unit` cents.

    Raises ValueError for an impossible median or limits.
    """

    median: float
    spread: float
    limits: Range
    unit: int

    def __post_init__(self) -> None:
        if not 0 < self.limits.low <= self.median <= self.limits.high < 1 or self.unit < 1:
            raise ValueError(f"a rent of {self.median} of the pay within {self.limits} is impossible")


RENT_OF_PAY = RentOfPay(median=0.31, spread=0.17, limits=Range(0.222, 0.445), unit=500)
"""Of the monthly net pay: tenants spend 31 % of their income on rent at the median (Census, ACS 2023)."""
RENT_DAYS = (1, 4)
"""Days of the month."""
RENT_HOURS = (7 * 3600, 21 * 3600)
"""Seconds of the day."""
SAVERS = 0.6
"""The share of holders of a checking and a savings account who transfer money to savings in the window."""
SAVED = Amount(260, 0.8, Range(20, 3_000), unit=1_000)
HOUSEHOLD_TRANSFERS = 0.4
"""The share of households with two checking accounts in which one adult sends the other money in the window."""
