"""employees_db: who works at the bank, where, and under whom."""

from django.db import models

from datahub.choices import Tone, TonedChoices
from datahub.fields import TextColumn


class Department(models.Model):
    """One of the bank's twelve departments."""

    department_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Department key, DEPT-01 onwards")
    department_name = TextColumn(
        "name", max_length=100, unique=True, db_comment="Department name; employees refer to it"
    )
    department_head = models.ForeignKey(
        "Employee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departments_headed",
        db_comment="Employee who leads the department; null where it has no active staff",
    )
    budget = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, blank=True, db_comment="Yearly budget in USD; pays its active staff"
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
    """A person employed by the bank, now or in the last ten years."""

    class Status(TonedChoices):
        ACTIVE = "active", Tone.GOOD
        ON_LEAVE = "on_leave", Tone.WARNING
        TERMINATED = "terminated", Tone.BAD

    employee_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Employee key, EMP-00001 onwards")
    employee_number = TextColumn(
        "number", max_length=20, unique=True, db_comment="Payroll number printed on the badge: E and six digits"
    )
    first_name = TextColumn(max_length=100, db_comment="Given name")
    last_name = TextColumn(max_length=100, db_comment="Family name")
    email = TextColumn(
        max_length=150, null=True, blank=True, unique=True, db_comment="Work e-mail address under example.com"
    )
    phone = TextColumn(max_length=20, null=True, blank=True, db_comment="Work telephone, a number kept for fiction")
    role = TextColumn(max_length=100, db_comment="Job title; belongs to the department")
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        to_field="department_name",
        db_column="department",
        related_name="employees",
        db_comment="Department, by name",
    )
    branch_code = TextColumn(
        max_length=10, null=True, blank=True, db_comment="Branch BR001-BR018 of branch staff; null at head office"
    )
    manager = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        db_comment="Employee this one reports to; null for the president alone",
    )
    hire_date = models.DateField(db_comment="First day of employment, a business day")
    termination_date = models.DateField(
        null=True, blank=True, db_comment="Day the employment ended; set exactly for terminated employees"
    )
    employment_status = TextColumn(
        max_length=20,
        null=True,
        blank=True,
        choices=Status,
        db_comment="active, on_leave or terminated",
    )
    salary = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, db_comment="Gross yearly salary in USD"
    )
    created_at = models.DateTimeField(null=True, blank=True, db_comment="When the personnel file was opened (UTC)")

    class Meta:
        db_table = "employees"
        db_table_comment = "Everybody employed by the bank over the last ten years, one row per person"
        ordering = ("employee_id",)
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
    """A course that employees take."""

    program_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Program key, TRN-01 onwards")
    program_name = TextColumn("name", max_length=200, db_comment="Title of the course")
    description = models.TextField(null=True, blank=True, db_comment="What the course teaches, in a sentence")
    duration_hours = models.IntegerField(null=True, blank=True, db_comment="Length in hours, 2 to 40")
    certification = models.BooleanField(null=True, blank=True, db_comment="True where passing it earns a certificate")

    class Meta:
        db_table = "training_programs"
        db_table_comment = "Courses offered to employees: compliance, product, service, technical and leadership"
        ordering = ("program_id",)
        constraints = (
            models.CheckConstraint(
                name="training_programs_duration_range", condition=models.Q(duration_hours__range=(2, 40))
            ),
        )

    def __str__(self) -> str:
        return self.program_name


class PerformanceReview(models.Model):
    """A manager's yearly judgement of an employee."""

    review_id = models.AutoField("id", primary_key=True, db_comment="Key of the review")
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="reviews", db_comment="Employee who was reviewed"
    )
    review_date = models.DateField("date", db_comment="Day of the review; the first is 90 days after hiring or later")
    reviewer = models.ForeignKey(
        Employee, models.PROTECT, related_name="reviews_given", db_comment="Manager who wrote it"
    )
    rating = models.IntegerField(null=True, blank=True, db_comment="Overall rating, 1 (poor) to 5 (outstanding)")
    goals_met = models.IntegerField(null=True, blank=True, db_comment="Share of the year's goals met, 0-100 percent")
    comments = models.TextField(null=True, blank=True, db_comment="What the reviewer wrote, in a sentence or two")

    class Meta:
        db_table = "performance_reviews"
        db_table_comment = "Yearly reviews of employees by their managers; nobody reviews the president"
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
        Employee, models.PROTECT, db_index=False, related_name="training", db_comment="Employee who takes the program"
    )
    program = models.ForeignKey(
        TrainingProgram, models.PROTECT, related_name="participants", db_comment="Program that is taken"
    )
    enrollment_date = models.DateField("enrolled", null=True, blank=True, db_comment="Day of enrolment, after hiring")
    completion_date = models.DateField(
        "completed", null=True, blank=True, db_comment="Day it was passed; set exactly for completed programs"
    )
    status = TextColumn(
        max_length=50, null=True, blank=True, choices=Status,
        db_comment="enrolled, in_progress, completed or dropped",
    )  # fmt: skip
    score = models.IntegerField(
        null=True, blank=True, db_comment="Points in the final test, 65-100 of 100; set exactly for completed programs"
    )

    class Meta:
        db_table = "employee_training"
        db_table_comment = "Which employee took which training program, and how it went; no program is taken twice"
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
    """What an employee looks after for a time: customers, a project or a branch."""

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
    end_date = models.DateField("end", null=True, blank=True, db_comment="Last day; null while it is open")

    class Meta:
        db_table = "employee_assignments"
        db_table_comment = "Which employee keeps which customers, covers which branch or works on a project, and when"
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
