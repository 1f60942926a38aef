"""Faults that checks of employees_db must find: each condition is violated once."""

from datahub.employees.models import (
    Department,
    Employee,
    EmployeeAssignment,
    EmployeeTraining,
    PerformanceReview,
    TrainingProgram,
)
from seeding.checks.faults import delete_rows, update_row, update_rows

FAULTS = (
    ("E1", update_row(Employee, "manager_id = employee_id", "manager_id IS NOT NULL")),
    ("E1", update_row(Employee, "manager_id = NULL", "manager_id IS NOT NULL")),
    (
        "E2",
        update_row(Employee, "role = 'Branch Manager', employment_status = 'on_leave'", "role = 'Department Manager'"),
    ),
    ("E2", update_row(Employee, "role = 'Risk Analyst'", "role = 'Department Manager'")),
    ("E3", update_row(Department, "department_head_id = NULL", "department_head_id IS NOT NULL")),
    ("E4", update_row(Employee, "department = 'Treasury'")),
    ("E4", update_row(Employee, "role = 'Teller'")),
    ("E5", update_row(Employee, "termination_date = hire_date", "employment_status = 'terminated'")),
    ("E5", update_row(Employee, "termination_date = %(as_of)s::date + 1", "employment_status = 'terminated'")),
    ("E5", update_row(Employee, "employment_status = 'terminated'", "employment_status = 'active'")),
    ("E6", update_rows(Employee, "salary = 124000 - salary", "role = 'Insurance Agent'")),
    ("E6", update_rows(Employee, "salary = 150000 - salary", "role = 'Loan Officer'")),
    ("E7", update_row(Department, "budget = NULL")),
    ("E8", update_row(Employee, "hire_date = make_date(extract(year FROM hire_date)::int, 7, 4)")),
    ("E8", update_row(Employee, "hire_date = date '2010-03-03'")),
    (
        "E9",
        update_row(
            PerformanceReview,
            "review_date = (SELECT max(review_date) FROM performance_reviews r WHERE r.employee_id = "
            "performance_reviews.employee_id)",
            "review_date < (SELECT max(review_date) FROM performance_reviews r WHERE r.employee_id = "
            "performance_reviews.employee_id)",
        ),
    ),
    ("E10", update_row(PerformanceReview, "rating = 6")),
    ("E10", update_row(PerformanceReview, "goals_met = 101")),
    ("E10", update_row(PerformanceReview, "rating = NULL")),
    ("E10", update_row(PerformanceReview, "review_date = %(as_of)s::date + 1")),
    ("E10", update_rows(PerformanceReview, "goals_met = 160 - goals_met")),
    ("E11", update_row(EmployeeTraining, "enrollment_date = NULL")),
    ("E11", update_row(EmployeeTraining, "enrollment_date = completion_date + 7", "status = 'completed'")),
    ("E11", update_row(EmployeeTraining, "score = NULL", "status = 'completed'")),
    ("E11", update_row(EmployeeTraining, "status = 'completed'", "status = 'enrolled'")),
    ("E11", update_row(EmployeeTraining, "enrollment_date = date '2012-03-05'")),
    ("E11", update_row(EmployeeTraining, "completion_date = %(as_of)s::date + 1", "status = 'completed'")),
    ("E12", update_row(TrainingProgram, "duration_hours = 41")),
    (
        "E12",
        update_row(
            EmployeeTraining,
            "program_id = (SELECT min(program_id) FROM employee_training t WHERE t.employee_id = "
            "employee_training.employee_id)",
            "program_id > (SELECT min(program_id) FROM employee_training t WHERE t.employee_id = "
            "employee_training.employee_id)",
        ),
    ),
    ("E12", delete_rows(EmployeeTraining, "employee_id = 'EMP-00001'")),
    ("E13", update_row(EmployeeAssignment, "end_date = start_date - 1")),
    ("E13", update_row(EmployeeAssignment, "start_date = date '2001-03-05'")),
    ("E13", update_row(EmployeeAssignment, "end_date = %(as_of)s::date + 1")),
    ("E13", update_row(EmployeeAssignment, "related_entity_id = 'BR019'", "assignment_type = 'branch_coverage'")),
    ("E13", update_row(EmployeeAssignment, "related_entity_id = 'BR001'", "assignment_type = 'project'")),
    ("E13", update_row(EmployeeAssignment, "related_entity_id = NULL", "assignment_type = 'customer_portfolio'")),
    (
        "E13",
        update_row(
            EmployeeAssignment, "related_entity_id = 'BR001'", "related_entity_id = 'BR007' AND end_date IS NULL"
        ),
    ),
)
