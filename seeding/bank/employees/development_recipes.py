"""The recipes of training, performance reviews and assignments."""

import numpy as np
import polars as pl

from datahub.employees.models import EmployeeAssignment, EmployeeTraining, PerformanceReview
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.employees import development_numbers as numbers
from seeding.bank.employees import review_texts
from seeding.bank.employees.assignments import Portfolios, StaffAssignments
from seeding.bank.employees.numbers import BRANCHES
from seeding.bank.employees.recipes import employee_ids, program_ids
from seeding.bank.employees.region_numbers import branches_of
from seeding.bank.employees.reviews import Reviews, most_reviews
from seeding.bank.employees.staff import Staff, ids_of_employees
from seeding.bank.employees.training import Training
from seeding.engine.arrays import NONE
from seeding.engine.blocks import Block
from seeding.engine.calendar import NO_DAY
from seeding.engine.columns import NO_NUMBER, Coded, Columns, Days, Integers, Text
from seeding.engine.draw import Draw
from seeding.engine.expected import Expected
from seeding.engine.layout import AsOf, Layout
from seeding.engine.recipe import EXISTS_FROM, recipe
from seeding.engine.regions import Region, region_count
from seeding.engine.text import gather, join, string_series

_TYPES = ("customer_portfolio", "branch_coverage", "project")
_PORTFOLIO, _COVERAGE, _PROJECT = range(len(_TYPES))


@recipe(
    EmployeeTraining,
    lambda layout: Expected(int(2.6 * layout.employees), int(3.2 * layout.employees) + 1),
    since=EXISTS_FROM,
)
def employee_training(training: Training, staff: Staff, as_of: AsOf) -> Columns:
    """Write the training records of a region, one per employee and program.

    That of a yearly program shows its latest round.
    """
    shown = np.arange(len(training)), training.rounds_on(as_of)
    completed = as_of.known(training.completed[shown])
    is_completed, has_begun = completed != NO_DAY, as_of.has_come(training.begun[shown])
    return {
        "training_record_id": Integers(training.key),
        "employee_id": Text(employee_ids(staff, training.employee)),
        "program_id": Text(program_ids(training.program)),
        "enrollment_date": Days(training.enrolled[shown]),
        "completion_date": Days(completed),
        "status": Coded(
            numbers.TRAINING.names,
            np.select([is_completed, has_begun], [numbers.COMPLETED, numbers.IN_PROGRESS], numbers.ENROLLED),
        ),
        "score": Integers(np.where(is_completed, training.score[shown], NO_NUMBER)),
        EXISTS_FROM: Days(training.first_enrolled),
    }


def _reviews_expected(layout: Layout) -> Expected:
    return Expected(layout.employees // 2, most_reviews(layout) * layout.employees)


@recipe(PerformanceReview, _reviews_expected, since="review_date")
def performance_review(reviews: Reviews, staff: Staff, draw: Draw) -> Columns:
    """Write the reviews of a region; the reviewer is the employee's manager."""
    rating = reviews.rating - 1
    reason = staff.role[reviews.employee] * len(numbers.RATINGS) + rating
    return {
        "review_id": Integers(reviews.key),
        "employee_id": Text(employee_ids(staff, reviews.employee)),
        "review_date": Days(reviews.day),
        "reviewer_id": Text(ids_of_employees(staff.manager_number[reviews.employee])),
        "rating": Integers(reviews.rating),
        "goals_met": Integers(reviews.goals_met),
        "comments": Text(
            join(
                review_texts.VERDICTS.text(draw, "verdict", reviews, rating),
                " ",
                review_texts.REASONS.text(draw, "ground", reviews, reason),
                " ",
                review_texts.NEXT_STEPS.text(draw, "next", reviews, rating),
            )
        ),
    }


def _assignments_expected(layout: Layout) -> Expected:
    portfolios = numbers.PORTFOLIOS * layout.customers
    earlier_coverages = round(numbers.BRANCHES_HANDED_OVER.high * len(BRANCHES))
    regions = region_count(layout)
    others = regions * (len(BRANCHES) + earlier_coverages) + numbers.ON_PROJECTS.high * layout.employees
    return Expected(max(0, int(0.98 * portfolios + others - 8 * regions)), int(1.02 * portfolios + others + 5))


@recipe(EmployeeAssignment, _assignments_expected, since="start_date")
def employee_assignment(
    portfolios: Portfolios,
    staff_assignments: StaffAssignments,
    staff: Staff,
    region: Region,
    block: Block,
    as_of: AsOf,
) -> Columns:
    """Write the portfolios of a block, and with the first block of a region those to its branches and to projects."""
    others = staff_assignments.where(np.full(len(staff_assignments), block.first == region.first))
    other_type = np.where(others.branch == NONE, _PROJECT, _COVERAGE)
    return {
        "assignment_id": Integers(np.concatenate((others.key, numbers.PORTFOLIO_KEYS_FROM + portfolios.key))),
        "employee_id": Text(employee_ids(staff, np.concatenate((others.employee, portfolios.advisor)))),
        "assignment_type": Coded(_TYPES, np.concatenate((other_type, np.full(len(portfolios), _PORTFOLIO)))),
        "related_entity_id": Text(
            pl.concat((gather(string_series(*branches_of(region.number)), others.branch), customer_ids(portfolios.key)))
        ),
        "start_date": Days(np.concatenate((others.start, portfolios.start))),
        "end_date": Days(as_of.known(np.concatenate((others.end, portfolios.end)))),
    }
