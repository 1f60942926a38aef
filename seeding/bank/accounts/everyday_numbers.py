"""Everyday life in numbers: how often and when people use their accounts, salaries, rent and transfers."""

from seeding.bank.accounts.amounts import Amount
from seeding.engine.shares import CategoryShares, Range

# Activities; the account types say what their holders do

ACTIVITY_LEVEL = Range(0.5, 1.5)
"""How often the holders of an account do anything, as a multiple of the average."""
STORYLINE_ACTIVITY_LEVEL = 1.6
"""The same for customers of storylines, whose accounts are looked at closely."""
SPENDING = {"retail": 1.0, "premium": 1.5, "private": 2.6, "corporate": 1.0}
"""What each segment spends, as a multiple of an activity's amounts."""
ATM_FEE = 300
"""Cents for a withdrawal at another bank's ATM."""
OTHER_ATM = 0.15
"""The share of ATM withdrawals at other banks' ATMs."""

WEEKDAYS = (0.13, 0.13, 0.13, 0.14, 0.17, 0.18, 0.12)
"""Card purchases and ATM withdrawals from Monday to Sunday: people shop towards the weekend."""
PAYDAYS = (1, 15)
"""Days of the month on which most people are paid."""
PAYDAY_DAYS, PAYDAY_FACTOR = 3, 1.4
"""For so many days from a payday on, there are so many times as many purchases a day."""

# Salaries

SALARIED = 0.23
"""The share of people of working age with a checking account whose salary comes to it."""
WORKING_AGES = Range(20, 66)
"""In years."""
SCHEDULES = CategoryShares.of(monthly=0.60, twice_a_month=0.25, every_other_week=0.15)
PAYS_PER_YEAR = (12, 24, 26)
"""Salaries a year, in the order of SCHEDULES."""
MONTHLY_SALARY = {"retail": 3_300.0, "premium": 5_400.0, "private": 9_000.0}
"""Median net salary in whole USD; Bureau of Labor Statistics, 2025: 1,200 a week gross at the median."""
SALARY_SPREAD = 0.35
"""Standard deviation of the logarithm."""
SALARY_LIMITS = Range(900, 24_000)
"""Whole USD a month."""
SALARY_HOURS = (4 * 3600, 7 * 3600)
"""Seconds of the day between which employers pay."""
MOVED_ON = Range(0.55, 0.80)
"""The part of a salary that a standing transfer moves on every month: the rest is spent and does not pile up."""
STANDING_TRANSFER_DAYS = (2, 9)
"""Days of the month."""
STANDING_TRANSFER_UNIT = 500
"""Cents: standing transfers are multiples of 5 USD."""
STANDING_TRANSFER_HOURS = (6 * 3600, 9 * 3600)
"""Seconds of the day."""

# Rent and transfers inside the bank

TENANTS = 0.30
"""The share of people with a checking account who pay rent from it: 34 % of households rent (Census 2024), some of
them pay in cash."""
RENT = Amount(1_150, 0.35, Range(450, 4_500), unit=500)
RENT_DAYS = (1, 4)
"""Days of the month."""
RENT_HOURS = (7 * 3600, 21 * 3600)
"""Seconds of the day."""
SAVERS = 0.5
"""The share of holders of a checking and a savings account who transfer money to savings in the window."""
SAVED = Amount(220, 0.8, Range(20, 3_000), unit=1_000)
HOUSEHOLD_TRANSFERS = 0.4
"""The share of households with two checking accounts in which one adult sends the other money in the window."""
