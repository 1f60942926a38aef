"""employees_db: employees, departments, reviews, training and assignments."""

from django.db import models
from django.db.models.functions import Length, Upper

from datahub.choices import Tone, TonedChoices
from datahub.fields import TextColumn


class Department(models.Model):
    """One of the bank's twelve departments."""

    department_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Department key, from DEPT-01")
    department_name = TextColumn(
        "name", max_length=100, unique=True, db_comment="Department name, which employees refer to"
    )
    department_head = models.ForeignKey(
        "Employee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departments_headed",
        db_comment="Employee who leads the department; null if it has no active employee",
    )
    budget = models.DecimalField(
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        db_comment="Yearly budget in USD; covers the salaries of active employees",
    )

    class Meta:
        db_table = "departments"
        db_table_comment = "Departments of the bank with their heads and yearly budgets"
        ordering = ("department_id",)
        constraints = (
            models.CheckConstraint(name="departments_budget_not_negative", condition=models.Q(budget__gte=0)),
        )

    def __str__(self) -> str:
        return self.department_name


class Employee(models.Model):
    """A current or former employee."""

    class Status(TonedChoices):
        ACTIVE = "active", Tone.GOOD
        ON_LEAVE = "on_leave", Tone.WARNING
        TERMINATED = "terminated", Tone.BAD

    employee_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Employee key, from EMP-00001")
    employee_number = TextColumn(
        "number", max_length=20, unique=True, db_comment="Payroll number: E and six to eight digits"
    )
    first_name = TextColumn(max_length=100, db_comment="Given name")
    last_name = TextColumn(max_length=100, db_comment="Family name")
    email = TextColumn(
        max_length=150, null=True, blank=True, unique=True, db_comment="Work email address in the domain example.com"
    )
    phone = TextColumn(
        max_length=20,
        null=True,
        blank=True,
        db_comment="Work phone number from the range reserved for fiction",
    )
    role = TextColumn(max_length=100, db_comment="Job title")
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        to_field="department_name",
        db_column="department",
        related_name="employees",
        db_comment="Name of the department",
    )
    branch_code = TextColumn(
        max_length=10, null=True, blank=True, db_comment="Branch, from BR001; null for head office employees"
    )
    manager = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        db_comment="Employee this one reports to; null only for the president",
    )
    hire_date = models.DateField(db_comment="First day of employment, a business day")
    termination_date = models.DateField(
        null=True, blank=True, db_comment="Last day of employment; null unless terminated"
    )
    employment_status = TextColumn(
        max_length=20,
        null=True,
        blank=True,
        choices=Status,
        db_comment="active, on_leave or terminated",
    )
    salary = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, db_comment="Annual gross salary in USD"
    )
    created_at = models.DateTimeField(null=True, blank=True, db_comment="Time the personnel file was created (UTC)")

    class Meta:
        db_table = "employees"
        db_table_comment = "Current and former employees, one row per person"
        # By number: EMP-100000 follows EMP-99999.
        ordering = (Length("employee_id"), "employee_id")
        indexes = (
            models.Index(Upper("last_name"), name="employees_last_name_idx"),
            models.Index(Upper("first_name"), name="employees_first_name_idx"),
            models.Index(fields=("phone",), name="employees_phone_idx"),
        )
        constraints = (
            models.CheckConstraint(name="employees_salary_positive", condition=models.Q(salary__gt=0)),
            models.CheckConstraint(
                name="employees_terminated_has_date",
                condition=models.Q(employment_status="terminated", termination_date__isnull=False)
                | (~models.Q(employment_status="terminated") & models.Q(termination_date__isnull=True)),
            ),
            models.CheckConstraint(
                name="employees_hired_before_termination",
                condition=models.Q(termination_date__gt=models.F("hire_date")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class TrainingProgram(models.Model):
    """A training program for employees."""

    program_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Program key, from TRN-01")
    program_name = TextColumn("name", max_length=200, db_comment="Title of the program")
    description = models.TextField(null=True, blank=True, db_comment="What the program teaches, in a sentence")
    duration_hours = models.IntegerField(null=True, blank=True, db_comment="Length in hours, 2 to 40")
    certification = models.BooleanField(null=True, blank=True, db_comment="Whether completing it earns a certificate")

    class Meta:
        db_table = "training_programs"
        db_table_comment = "Training programs for employees: compliance, product, service, technical and leadership"
        ordering = ("program_id",)
        constraints = (
            models.CheckConstraint(
                name="training_programs_duration_range", condition=models.Q(duration_hours__range=(2, 40))
            ),
        )

    def __str__(self) -> str:
        return self.program_name


class PerformanceReview(models.Model):
    """A manager's yearly review of an employee."""

    review_id = models.AutoField("id", primary_key=True, db_comment="Key of the review")
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="reviews", db_comment="Employee who was reviewed"
    )
    review_date = models.DateField("date", db_comment="Date of the review; the first at least 90 days after hiring")
    reviewer = models.ForeignKey(
        Employee, models.PROTECT, related_name="reviews_given", db_comment="Manager who wrote the review"
    )
    rating = models.IntegerField(null=True, blank=True, db_comment="Overall rating, 1 (poor) to 5 (outstanding)")
    goals_met = models.IntegerField(null=True, blank=True, db_comment="Share of the year's goals met, 0-100 percent")
    comments = models.TextField(null=True, blank=True, db_comment="The reviewer's comments, in one or two sentences")

    class Meta:
        db_table = "performance_reviews"
        db_table_comment = "Yearly reviews of employees by their managers; the president is not reviewed"
        ordering = ("review_id",)
        constraints = (
            models.CheckConstraint(name="performance_reviews_rating_range", condition=models.Q(rating__range=(1, 5))),
            models.CheckConstraint(
                name="performance_reviews_goals_met_range", condition=models.Q(goals_met__range=(0, 100))
            ),
            models.CheckConstraint(
                name="performance_reviews_by_somebody_else", condition=~models.Q(reviewer=models.F("employee"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.employee_id} {self.review_date}"


class EmployeeTraining(models.Model):
    """An employee's participation in a training program."""

    class Status(TonedChoices):
        ENROLLED = "enrolled", Tone.WARNING
        IN_PROGRESS = "in_progress", Tone.WARNING
        COMPLETED = "completed", Tone.GOOD
        DROPPED = "dropped", Tone.BAD

    training_record_id = models.AutoField("id", primary_key=True, db_comment="Key of the training record")
    employee = models.ForeignKey(
        Employee, models.PROTECT, db_index=False, related_name="training", db_comment="Employee who participates"
    )
    program = models.ForeignKey(
        TrainingProgram, models.PROTECT, related_name="participants", db_comment="Training program"
    )
    enrollment_date = models.DateField("enrolled", null=True, blank=True, db_comment="Date of enrollment, after hiring")
    completion_date = models.DateField(
        "completed", null=True, blank=True, db_comment="Date of completion; null unless completed"
    )
    status = TextColumn(
        max_length=50, null=True, blank=True, choices=Status,
        db_comment="enrolled, in_progress, completed or dropped",
    )  # fmt: skip
    score = models.IntegerField(
        null=True, blank=True, db_comment="Score of the final test, 65-100 of 100; null unless completed"
    )

    class Meta:
        db_table = "employee_training"
        db_table_comment = "Employees' participation in training programs, one row per employee and program"
        ordering = ("training_record_id",)
        verbose_name = "training record"
        verbose_name_plural = "employee training"
        constraints = (
            models.UniqueConstraint(
                name="employee_training_employee_id_program_id_key", fields=("employee", "program")
            ),
            models.CheckConstraint(name="employee_training_score_range", condition=models.Q(score__range=(0, 100))),
            models.CheckConstraint(
                name="employee_training_completed_has_date_and_score",
                condition=models.Q(status="completed", completion_date__isnull=False, score__isnull=False)
                | (~models.Q(status="completed") & models.Q(completion_date__isnull=True, score__isnull=True)),
            ),
            models.CheckConstraint(
                name="employee_training_enrolled_before_completion",
                condition=models.Q(completion_date__gte=models.F("enrollment_date")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.employee_id} {self.program_id}"


class EmployeeAssignment(models.Model):
    """An employee's assignment to a customer, a project or a branch for some time."""

    class Type(models.TextChoices):
        CUSTOMER_PORTFOLIO = "customer_portfolio"
        PROJECT = "project"
        BRANCH_COVERAGE = "branch_coverage"

    assignment_id = models.AutoField("id", primary_key=True, db_comment="Key of the assignment")
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="assignments", db_comment="Employee who is assigned"
    )
    assignment_type = TextColumn(
        "type", max_length=50, choices=Type, db_comment="customer_portfolio, project or branch_coverage"
    )
    related_entity_id = TextColumn(
        "related entity", max_length=50, null=True, blank=True, db_index=True,
        db_comment="By assignment_type: accounts_db.customers.customer_id, or a branch code; null for projects",
    )  # fmt: skip
    start_date = models.DateField("start", db_comment="First day of the assignment")
    end_date = models.DateField(
        "end", null=True, blank=True, db_comment="Last day of the assignment; null while it continues"
    )

    class Meta:
        db_table = "employee_assignments"
        db_table_comment = "Assignments of employees to customers, branches and projects, with their periods"
        ordering = ("assignment_id",)
        constraints = (
            models.CheckConstraint(
                name="employee_assignments_project_has_no_entity",
                condition=models.Q(assignment_type="project", related_entity_id__isnull=True)
                | (~models.Q(assignment_type="project") & models.Q(related_entity_id__isnull=False)),
            ),
            models.CheckConstraint(
                name="employee_assignments_start_before_end", condition=models.Q(end_date__gte=models.F("start_date"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.employee_id} {self.assignment_type}"
