"""The views of employees_db: headcount and payroll, turnover, training, and reviews."""

from datahub.database_views import DatabaseView

VIEWS = (
    DatabaseView(
        name="headcount_by_department",
        purpose="Current employees, payroll and budget per department; one row per department",
        columns={
            "department_id": "Department",
            "department_name": "Name of the department",
            "headcount": "Number of current employees, those on leave included",
            "active_employees": "Number of active employees",
            "employees_on_leave": "Number of employees on leave",
            "former_employees": "Number of employees who left the department and the bank",
            "annual_payroll": "Annual gross salaries of the current employees, in USD",
            "average_salary": "Mean annual gross salary of the current employees, in USD; null if there are none",
            "budget": "Yearly budget, in USD",
            "payroll_share_of_budget": "Annual payroll / budget, a fraction; null without a budget",
        },
        query="""
            SELECT department.department_id,
                   department.department_name,
                   count(employee.employee_id) FILTER (WHERE employee.termination_date IS NULL) AS headcount,
                   count(employee.employee_id) FILTER (WHERE employee.employment_status = 'active') AS active_employees,
                   count(employee.employee_id) FILTER (WHERE employee.employment_status = 'on_leave')
                       AS employees_on_leave,
                   count(employee.termination_date) AS former_employees,
                   coalesce(sum(employee.salary) FILTER (WHERE employee.termination_date IS NULL), 0)::numeric(18, 2)
                       AS annual_payroll,
                   (avg(employee.salary) FILTER (WHERE employee.termination_date IS NULL))::numeric(18, 2)
                       AS average_salary,
                   department.budget,
                   (coalesce(sum(employee.salary) FILTER (WHERE employee.termination_date IS NULL), 0)
                       / nullif(department.budget, 0))::numeric(18, 4) AS payroll_share_of_budget
            FROM public.departments AS department
            LEFT JOIN public.employees AS employee ON employee.department = department.department_name
            GROUP BY department.department_id, department.department_name, department.budget
            ORDER BY department.department_id
        """,
    ),
    DatabaseView(
        name="turnover_by_year",
        purpose="Hires, departures and turnover per calendar year, up to the last hire or departure",
        columns={
            "year": "Calendar year",
            "headcount_at_start": "Number of employees on January 1, before that day's hires",
            "hires": "Number of employees hired",
            "departures": "Number of employees who left",
            "headcount_at_end": "Number of employees at the end of the year: start + hires - departures",
            "average_headcount": "Mean of the headcounts at the start and at the end",
            "turnover_rate": "Departures / average headcount, a fraction; null without employees",
        },
        query="""
            WITH movement AS (
                SELECT extract(year FROM hire_date)::integer AS year, 1 AS hires, 0 AS departures
                FROM public.employees
                UNION ALL
                SELECT extract(year FROM termination_date)::integer, 0, 1
                FROM public.employees
                WHERE termination_date IS NOT NULL
            ),
            calendar AS (
                SELECT generate_series(min(year), max(year)) AS year FROM movement
            ),
            yearly AS (
                SELECT calendar.year,
                       coalesce(sum(movement.hires), 0) AS hires,
                       coalesce(sum(movement.departures), 0) AS departures
                FROM calendar
                LEFT JOIN movement ON movement.year = calendar.year
                GROUP BY calendar.year
            ),
            counted AS (
                SELECT year,
                       hires,
                       departures,
                       sum(hires - departures) OVER (ORDER BY year) AS headcount_at_end
                FROM yearly
            )
            SELECT year,
                   (headcount_at_end - hires + departures)::bigint AS headcount_at_start,
                   hires::bigint AS hires,
                   departures::bigint AS departures,
                   headcount_at_end::bigint AS headcount_at_end,
                   (headcount_at_end - (hires - departures) / 2.0)::numeric(9, 1) AS average_headcount,
                   (departures / nullif(headcount_at_end - (hires - departures) / 2.0, 0))::numeric(18, 4)
                       AS turnover_rate
            FROM counted
            ORDER BY year
        """,
    ),
    DatabaseView(
        name="training_completion",
        purpose="How many employees take and complete each training program; one row per program",
        columns={
            "program_id": "Training program",
            "program_name": "Title of the program",
            "duration_hours": "Length of the program in hours",
            "participants": "Number of employees who were ever enrolled, former employees included",
            "enrolled": "Number of participants who have not begun",
            "in_progress": "Number of participants who have begun",
            "completed": "Number of participants who completed the program",
            "dropped": "Number of participants who dropped out",
            "completion_rate": "Completed / participants, a fraction; null without participants",
            "average_score": "Mean score of the final test, of 100; null if nobody completed the program",
            "hours_delivered": "Completed x duration, in hours",
            "staff_completed": "Number of current employees who completed the program",
            "staff_coverage": "Staff completed / current employees of the bank, a fraction; null without employees",
        },
        query="""
            WITH staff AS (
                SELECT count(*) AS headcount FROM public.employees WHERE termination_date IS NULL
            ),
            participation AS (
                SELECT record.program_id,
                       count(*) AS participants,
                       count(*) FILTER (WHERE record.status = 'enrolled') AS enrolled,
                       count(*) FILTER (WHERE record.status = 'in_progress') AS in_progress,
                       count(*) FILTER (WHERE record.status = 'completed') AS completed,
                       count(*) FILTER (WHERE record.status = 'dropped') AS dropped,
                       avg(record.score) AS average_score,
                       count(*) FILTER (WHERE record.status = 'completed' AND employee.termination_date IS NULL)
                           AS staff_completed
                FROM public.employee_training AS record
                JOIN public.employees AS employee ON employee.employee_id = record.employee_id
                GROUP BY record.program_id
            )
            SELECT program.program_id,
                   program.program_name,
                   program.duration_hours,
                   coalesce(participation.participants, 0) AS participants,
                   coalesce(participation.enrolled, 0) AS enrolled,
                   coalesce(participation.in_progress, 0) AS in_progress,
                   coalesce(participation.completed, 0) AS completed,
                   coalesce(participation.dropped, 0) AS dropped,
                   (participation.completed::numeric / participation.participants)::numeric(18, 4) AS completion_rate,
                   participation.average_score::numeric(9, 2) AS average_score,
                   coalesce(participation.completed, 0) * program.duration_hours AS hours_delivered,
                   coalesce(participation.staff_completed, 0) AS staff_completed,
                   (coalesce(participation.staff_completed, 0)::numeric / nullif(staff.headcount, 0))::numeric(18, 4)
                       AS staff_coverage
            FROM public.training_programs AS program
            CROSS JOIN staff
            LEFT JOIN participation ON participation.program_id = program.program_id
            ORDER BY program.program_id
        """,
    ),
    DatabaseView(
        name="reviews_by_department",
        purpose="Results of the performance reviews per department and year",
        columns={
            "department_name": "Present department of the employees who were reviewed",
            "year": "Calendar year of the reviews",
            "reviews": "Number of reviews",
            "average_rating": "Mean rating, 1 (poor) to 5 (outstanding)",
            "average_goals_met": "Mean share of the year's goals met, 0-100 percent",
            "top_ratings": "Number of reviews rated 5",
            "low_ratings": "Number of reviews rated 1 or 2",
        },
        query="""
            SELECT employee.department AS department_name,
                   extract(year FROM review.review_date)::integer AS year,
                   count(*) AS reviews,
                   avg(review.rating)::numeric(9, 2) AS average_rating,
                   avg(review.goals_met)::numeric(9, 2) AS average_goals_met,
                   count(*) FILTER (WHERE review.rating = 5) AS top_ratings,
                   count(*) FILTER (WHERE review.rating <= 2) AS low_ratings
            FROM public.performance_reviews AS review
            JOIN public.employees AS employee ON employee.employee_id = review.employee_id
            GROUP BY employee.department, year
            ORDER BY employee.department, year
        """,
    ),
)
"""In the order of creation."""
