"""Terms about the bank's staff."""

from seeding.catalog.glossary.term import GlossaryArea, Term

STAFF = GlossaryArea(
    "Staff",
    "The people who work for the bank.",
    "Human Resources",
    (
        Term(
            "Employee",
            "A person whom the bank employs or has employed. Everything that an employee does, "
            "in any database, refers to the same employee number.",
            (
                "employees.employee_id", "employees.manager_id", "departments.department_head_id",
                "transactions.processed_by", "interactions.handled_by", "complaints.assigned_to",
                "loan_applications.officer_id", "loans.approved_by", "risk_assessments.assessed_by",
                "policies.agent_id", "claims.processed_by", "policy_events.performed_by", "kyc_records.verified_by",
                "aml_checks.reviewed_by", "suspicious_activity_reports.filed_by", "rule_violations.resolved_by",
                "regulatory_reports.prepared_by", "regulatory_reports.approved_by", "audit_trails.performed_by",
                "employee_assignments.employee_id", "employee_training.employee_id", "performance_reviews.employee_id",
                "performance_reviews.reviewer_id", "customer_profiles.assigned_agent_id",
            ),
        ),
        Term(
            "Department",
            "A part of the bank with a head, a budget and its own staff.",
            ("departments.department_id", "departments.department_name", "employees.department"),
        ),
        Term(
            "In service",
            "Employed on a day: hired by then and not yet terminated. Only staff in service act for the bank.",
            ("employees.hire_date", "employees.termination_date", "employees.employment_status"),
        ),
        Term(
            "Annual salary",
            "Gross pay for a year of full-time work, in US dollars, without bonus.",
            ("employees.salary",),
        ),
        Term(
            "Budget",
            "What a department may spend in a year. It covers the salaries of its active staff.",
            ("departments.budget",),
        ),
        Term(
            "Portfolio",
            "The customers that an advisor is in charge of.",
            ("employee_assignments.assignment_type", "employee_assignments.related_entity_id"),
        ),
        Term(
            "Performance rating",
            "A manager's overall judgment of an employee's year, from 1 (poor) to 5 (outstanding).",
            ("performance_reviews.rating", "performance_reviews.goals_met"),
        ),
        Term(
            "Mandatory training",
            "A program that staff must complete to do their work, such as the one against money laundering for "
            "compliance officers.",
            ("employee_training.status", "employee_training.completion_date", "training_programs.program_id"),
        ),
    ),
)  # fmt: skip
