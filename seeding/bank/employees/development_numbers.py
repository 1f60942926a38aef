"""Staff development in numbers: training, performance reviews, and assignments to customers, branches and projects."""

from dataclasses import dataclass

from datahub.employees.models import EmployeeTraining
from seeding.bank.employees.training_program_numbers import YEARLY
from seeding.bank.products import require_choices
from seeding.engine.shares import CategoryShares, Range, share_range

# Training

PROGRAMS_TAKEN = CategoryShares.of(two=0.35, three=0.40, four=0.25)
"""Programs per employee: the yearly ones, and others."""
FEWEST_PROGRAMS = 2
RENEWED_DAYS = 330
"""Most days since a yearly program was completed; a record shows the latest round."""
RENEWAL_DAYS = 350
"""Days from one round of a yearly program to the next: weekends and holidays make it up to four days longer."""
FIRST_ROUND_DAYS = 60
"""Most days from hiring to the first round of a yearly program."""
TRAINING = CategoryShares.of(completed=0.80, in_progress=0.15, enrolled=0.05)
"""Statuses of training records. Newcomers are enrolled only; employees who left have completed their programs."""
COMPLETED, IN_PROGRESS, ENROLLED = range(len(TRAINING))
HOURS_PER_DAY = 4
"""Hours of a program per day of work."""
COMPLETED_WITHIN_DAYS = 45
"""Most days that a program takes beyond those of its hours."""
NEW_DAYS = 14
"""An employee hired within these days has completed nothing yet: the longest program takes ten days."""
IN_PROGRESS_DAYS, ENROLLED_DAYS = 120, 30
"""Most days since the enrollment in a program that is in progress, and in one that has not begun."""
MEAN_SCORE, SCORE_DEVIATION = 84, 9
SCORES = Range(65, 100)
"""Points out of 100; 65 pass."""

CHOSEN_BY_ALL = 1.0
CHOSEN_FOR_THE_JOB = 8.0
"""How likely a program is chosen, relatively: by anybody, and by employees whose department or rank it suits."""

if len(YEARLY) > FEWEST_PROGRAMS:
    raise ValueError(f"{len(YEARLY)} yearly programs are more than the fewest that an employee takes")
require_choices("status of training", TRAINING.names, EmployeeTraining.Status.values, unused=["dropped"])

# Reviews

FIRST_REVIEW_DAYS = 90
"""Fewest days from hiring to the first review."""
REVIEWS = CategoryShares.of(one=0.25, two=0.35, three=0.40)
"""How many of an employee's latest yearly reviews are kept; employees hired recently have fewer."""
MOST_REVIEWS = len(REVIEWS)
REVIEWS_IN_FULL = 10
"""In a full history all are kept: employees were hired in the last ten years."""


@dataclass(frozen=True)
class Rating:
    """A rating in a performance review: its share of the reviews, and the percentage of goals met in such a year."""

    name: str
    share: float
    goals_met: Range


PERFORMANCE_RATINGS = (
    Rating("poor", 0.02, Range(60, 67)),
    Rating("fair", 0.08, Range(63, 75)),
    Rating("good", 0.35, Range(70, 87)),
    Rating("strong", 0.40, Range(82, 96)),
    Rating("outstanding", 0.15, Range(92, 100)),
)
"""Ratings 1 to 5."""
RATINGS = CategoryShares.of(**{rating.name: rating.share for rating in PERFORMANCE_RATINGS})
GOALS_MET = tuple(rating.goals_met for rating in PERFORMANCE_RATINGS)
PERSONAL_PART = 0.65
"""How much of a rating depends on the person and repeats every year; the rest depends on the year."""

# Assignments

OPEN_PORTFOLIOS, CLOSED_PORTFOLIOS = share_range(0.51), share_range(0.09, after=0.51)
"""Shares of the customers in an open and in a closed portfolio."""
PORTFOLIOS = CLOSED_PORTFOLIOS.high
"""Share of the customers in a portfolio: 60 %, and 85 % of the portfolios are open."""
PORTFOLIO_SINCE_DAYS = 1_500
"""Most days since an open portfolio began."""
SHORTEST_PORTFOLIO_DAYS = 60
PORTFOLIO_KEYS_FROM = 1_000_000
"""The key of a portfolio is this plus the customer number; the keys of other assignments are smaller."""

BRANCHES_HANDED_OVER = share_range(3 / 18)
"""Share of the branches that another employee covered before."""
COVERED_SINCE_DAYS = 900
"""Most days since the current coverage of a branch began."""
HANDED_OVER_DAYS = (910, 1_300)
"""Days since the earlier coverage of a branch ended: before any current coverage began."""
COVERED_FOR_DAYS = (90, 700)
"""Days that an earlier coverage lasted."""
ON_PROJECTS = share_range(0.15)
"""Share of the active staff on a project."""
PROJECT_DAYS = (60, 360)
"""Fewest and most days since a project began."""
ENDED_PROJECTS = share_range(0.15)
"""Share of the projects that have ended."""
PROJECT_KEYS_FROM = 1_000
"""The key of a project assignment is this plus the employee number; the keys of coverages are smaller."""
FURTHER_COVERAGE_KEYS_FROM, FURTHER_PROJECT_KEYS_FROM = 200_000_000, 210_000_000
"""The same for regions after the first: the keys of all portfolios are smaller, since customer numbers have eight
digits at most."""

if HANDED_OVER_DAYS[0] <= COVERED_SINCE_DAYS:
    raise ValueError("a branch must be handed over before its current coverage begins")
