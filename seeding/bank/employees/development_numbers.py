"""Staff development in numbers: training, reviews, and what employees look after."""

from seeding.bank.employees.numbers import AML_PROGRAM, PROGRAMS
from seeding.engine.shares import Range, Shares, part

# Training

PROGRAMS_TAKEN = Shares.of(two=0.35, three=0.40, four=0.25)
FEWEST_PROGRAMS = 2
TRAINING = Shares.of(completed=0.80, in_progress=0.15, enrolled=0.05)
"""Over the records; who is too new for more is enrolled, who left completed what they took."""
COMPLETED, IN_PROGRESS, ENROLLED = range(len(TRAINING))
HOURS_PER_DAY = 4
"""Of a program, beside the work."""
COMPLETED_WITHIN_DAYS = 45
"""At most so much longer than a program takes at that pace."""
NEW_DAYS = 14
"""Who was hired within these has completed nothing yet: the longest program takes ten days."""
IN_PROGRESS_DAYS, ENROLLED_DAYS = 120, 30
"""How long ago a program that is not completed was begun or chosen at most."""
MEAN_SCORE, SCORE_DEVIATION = 84, 9
SCORES = Range(65, 100)
"""Points of 100; 65 pass."""

CHOSEN_BY_ALL = 1.0
CHOSEN_FOR_THE_JOB = 8.0
PROGRAMS_OF_DEPARTMENTS = {
    "Retail Banking": ("Deposit Products", "Service Excellence", "Complaint Resolution", "Core Banking System"),
    "Lending": ("Mortgage Lending", "Consumer and Auto Credit", "Fair Lending and Consumer Protection"),
    "Insurance": ("Insurance Products and Licensing", "Claims Handling", "Service Excellence"),
    "Compliance": (
        AML_PROGRAM, "Know Your Customer Procedures", "Sanctions and Watchlist Screening", "Data Analysis with SQL",
    ),
    "Operations": ("Core Banking System", "Data Analysis with SQL", "Leading Change"),
    "Customer Service": ("Service Excellence", "Complaint Resolution", "Deposit Products", "Core Banking System"),
    "Risk Management": ("Credit Risk Analysis", "Data Analysis with SQL", "Fair Lending and Consumer Protection"),
    "Information Technology": ("Data Privacy and Information Security", "Data Analysis with SQL", "Leading Change"),
    "Human Resources": ("Leading Change", "Code of Conduct and Ethics", "Data Privacy and Information Security"),
    "Finance": ("Credit Risk Analysis", "Data Analysis with SQL", AML_PROGRAM),
    "Internal Audit": (AML_PROGRAM, "Sanctions and Watchlist Screening", "Credit Risk Analysis"),
    "Marketing": ("Deposit Products", "Data Privacy and Information Security", "Data Analysis with SQL"),
}  # fmt: skip
PROGRAMS_OF_MANAGERS = ("First Line Leadership", "Leading Change")
PROGRAM_CODE = {program.name: code for code, program in enumerate(PROGRAMS)}

# Reviews

FIRST_REVIEW_DAYS = 90
REVIEWS = Shares.of(one=0.25, two=0.35, three=0.40)
"""How many of the last yearly reviews are kept; who joined lately has fewer."""
MOST_REVIEWS = len(REVIEWS)
RATINGS = Shares.of(poor=0.02, fair=0.08, good=0.35, strong=0.40, outstanding=0.15)
"""Ratings 1 to 5, over the reviews."""
PERSONAL_PART = 0.65
"""How much of a rating is the person's own and comes again every year; the rest is the year's."""
GOALS_MET = (Range(60, 67), Range(63, 75), Range(70, 87), Range(82, 96), Range(92, 100))
"""Percent of the year's goals, by rating."""

# Assignments

OPEN_PORTFOLIOS, CLOSED_PORTFOLIOS = part(0.51), part(0.09, after=0.51)
PORTFOLIOS = CLOSED_PORTFOLIOS.high
"""Of all customers: 60 % are in a portfolio, and 85 % of those in one that is open."""
PORTFOLIO_SINCE_DAYS = 1_500
"""Open portfolios began within these."""
SHORTEST_PORTFOLIO_DAYS = 60
PORTFOLIO_KEYS_FROM = 1_000_000
"""A portfolio's key is this and the customer number; those of coverage and projects lie below."""

BRANCHES_HANDED_OVER = part(3 / 18)
"""Part of the branches that somebody else covered before."""
COVERED_SINCE_DAYS = 900
HANDED_OVER_DAYS = (910, 1_300)
"""How long ago they handed it over: before anybody now covers it."""
COVERED_FOR_DAYS = (90, 700)
ON_PROJECTS = part(0.15)
"""Of the staff in service."""
PROJECT_DAYS = (60, 360)
ENDED_PROJECTS = part(0.15)
PROJECT_KEYS_FROM = 1_000
"""A project's key is this and the employee number."""
