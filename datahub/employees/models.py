"""employees_db: who works at the bank, where, and under whom."""

from django.db import models

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

    class Status(models.TextChoices):
        ACTIVE = "active"
        ON_LEAVE = "on_leave"
        TERMINATED = "terminated"

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
        choices=Status.choices,
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
