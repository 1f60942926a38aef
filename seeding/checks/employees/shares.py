"""Shares of employees, training, reviews and assignments."""

from datahub.accounts.models import Customer
from datahub.employees.models import Employee, EmployeeAssignment, EmployeeTraining, PerformanceReview, TrainingProgram
from seeding.bank.employees.development_numbers import OPEN_PORTFOLIOS, PORTFOLIOS, RATINGS, TRAINING
from seeding.bank.employees.numbers import (
    FAMILIES,
    LEAVERS_KEPT_DAYS,
    LOAN_OFFICER,
    ON_LEAVE,
    ROLES,
    SERVICE,
    TERMINATED,
)
from seeding.bank.employees.training_program_numbers import CERTIFYING
from seeding.checks.databases import ACCOUNTS_DB, EMPLOYEES_DB
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.shares import (
    Category,
    Population,
    Tolerance,
    all_rows,
    by_name,
    measured,
    recategorized,
    share_check,
    size,
)

_FAMILY = " ".join(f"WHEN role = '{role.title}' THEN '{role.family}'" for role in ROLES)
_EMPLOYEES = Population(
    EMPLOYEES_DB,
    f"""
    SELECT employment_status, CASE {_FAMILY} END AS family, termination_date IS NULL
           OR termination_date >= %(as_of)s::date - interval '{LEAVERS_KEPT_DAYS} days' AS is_recent
    FROM employees
    """,
)
"""The employees; those who left more than half a year ago are not recent."""
_ASSIGNMENTS = Population(EMPLOYEES_DB, "SELECT related_entity_id, assignment_type, end_date FROM employee_assignments")

E14 = share_check(
    "E14",
    "Employees by family of roles: {}",
    _EMPLOYEES.by("family", by_name(FAMILIES)),
    Tolerance.ENTITIES,
    fault(
        "all loan officers changed to customer service representatives",
        update_rows(Employee, f"role = '{SERVICE}'", f"role = '{LOAN_OFFICER}'"),
    ),
)

_EMPLOYMENT: dict[Category, float] = {
    "active": round(1 - size(TERMINATED) - size(ON_LEAVE), 9),
    "terminated": size(TERMINATED),
    "on_leave": size(ON_LEAVE),
}

E15 = share_check(
    "E15",
    "Employees by employment status, without those who left more than half a year ago: {}",
    _EMPLOYEES.by("employment_status", _EMPLOYMENT, "is_recent"),
    Tolerance.ENTITIES,
    recategorized(Employee, "employment_status", _EMPLOYMENT),
)

E16 = share_check(
    "E16",
    "{} of training programs certify",
    Population(EMPLOYEES_DB, "SELECT certification FROM training_programs").where("certification", CERTIFYING),
    Tolerance.ENTITIES,
    fault("all programs certify", update_rows(TrainingProgram, "certification = true")),
)

E17 = share_check(
    "E17",
    "Training records by status: {}",
    Population(EMPLOYEES_DB, "SELECT status FROM employee_training").by("status", by_name(TRAINING)),
    Tolerance.ENTITIES,
    recategorized(EmployeeTraining, "status", by_name(TRAINING)),
)

_RATINGS: dict[Category, float] = dict(enumerate(RATINGS.weights, start=1))

E18 = share_check(
    "E18",
    "Performance reviews by rating: {}",
    Population(EMPLOYEES_DB, "SELECT rating FROM performance_reviews").by("rating", _RATINGS),
    Tolerance.ENTITIES,
    recategorized(PerformanceReview, "rating", _RATINGS),
)

_KEPT = _ASSIGNMENTS.aggregate(
    "count(DISTINCT CASE WHEN assignment_type = 'customer_portfolio' THEN related_entity_id END)"
)


E19 = share_check(
    "E19",
    "{} of customers are in a portfolio",
    measured((EMPLOYEES_DB, ACCOUNTS_DB), PORTFOLIOS, _KEPT, all_rows(Customer)),
    Tolerance.ENTITIES,
    fault(
        "every other portfolio assignment deleted",
        delete_rows(EmployeeAssignment, "assignment_type = 'customer_portfolio' AND assignment_id %% 2 = 0"),
    ),
)

E20 = share_check(
    "E20",
    "{} of assignments are open",
    _ASSIGNMENTS.where("end_date IS NULL", size(OPEN_PORTFOLIOS) / PORTFOLIOS),
    Tolerance.ENTITIES,
    fault("all assignments ended", update_rows(EmployeeAssignment, "end_date = coalesce(end_date, start_date)")),
)
