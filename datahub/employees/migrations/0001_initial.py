import datahub.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "department_id",
                    datahub.fields.TextColumn(
                        db_comment="Department key, DEPT-01 onwards",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "department_name",
                    datahub.fields.TextColumn(
                        db_comment="Department name; employees refer to it",
                        max_length=100,
                        unique=True,
                        verbose_name="name",
                    ),
                ),
                (
                    "department_head",
                    datahub.fields.TextColumn(
                        db_column="department_head_id",
                        max_length=50,
                        null=True,
                        db_comment="Employee who leads the department; null where it has no active staff",
                    ),
                ),
                (
                    "budget",
                    models.DecimalField(
                        blank=True,
                        db_comment="Yearly budget in USD; pays its active staff",
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "departments",
                "db_table_comment": "Departments of the bank with their heads and yearly budgets",
                "ordering": ("department_id",),
            },
        ),
        migrations.CreateModel(
            name="Employee",
            fields=[
                (
                    "employee_id",
                    datahub.fields.TextColumn(
                        db_comment="Employee key, EMP-00001 onwards",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "employee_number",
                    datahub.fields.TextColumn(
                        db_comment="Payroll number printed on the badge: E and six digits",
                        max_length=20,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                ("first_name", datahub.fields.TextColumn(db_comment="Given name", max_length=100)),
                ("last_name", datahub.fields.TextColumn(db_comment="Family name", max_length=100)),
                (
                    "email",
                    datahub.fields.TextColumn(
                        blank=True,
                        db_comment="Work e-mail address under example.com",
                        max_length=150,
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "phone",
                    datahub.fields.TextColumn(
                        blank=True, db_comment="Work telephone, a number kept for fiction", max_length=20, null=True
                    ),
                ),
                ("role", datahub.fields.TextColumn(db_comment="Job title; belongs to the department", max_length=100)),
                (
                    "department",
                    models.ForeignKey(
                        db_column="department",
                        db_comment="Department, by name",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employees",
                        to="employees.department",
                        to_field="department_name",
                    ),
                ),
                (
                    "branch_code",
                    datahub.fields.TextColumn(
                        blank=True,
                        db_comment="Branch BR001-BR018 of branch staff; null at head office",
                        max_length=10,
                        null=True,
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        db_comment="Employee this one reports to; null for the president alone",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="employees.employee",
                    ),
                ),
                ("hire_date", models.DateField(db_comment="First day of employment, a business day")),
                (
                    "termination_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day the employment ended; set exactly for terminated employees",
                        null=True,
                    ),
                ),
                (
                    "employment_status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("active", "Active"), ("on_leave", "On Leave"), ("terminated", "Terminated")],
                        db_comment="active, on_leave or terminated",
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "salary",
                    models.DecimalField(
                        blank=True,
                        db_comment="Gross yearly salary in USD",
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(blank=True, db_comment="When the personnel file was opened (UTC)", null=True),
                ),
            ],
            options={
                "db_table": "employees",
                "db_table_comment": "Everybody employed by the bank over the last ten years, one row per person",
                "ordering": ("employee_id",),
            },
        ),
        # The foreign key needs the table employees: the column that keeps its place becomes one here.
        migrations.AlterField(
            model_name="department",
            name="department_head",
            field=models.ForeignKey(
                blank=True,
                db_comment="Employee who leads the department; null where it has no active staff",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="departments_headed",
                to="employees.employee",
            ),
        ),
        migrations.CreateModel(
            name="TrainingProgram",
            fields=[
                (
                    "program_id",
                    datahub.fields.TextColumn(
                        db_comment="Program key, TRN-01 onwards",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "program_name",
                    datahub.fields.TextColumn(db_comment="Title of the course", max_length=200, verbose_name="name"),
                ),
                (
                    "description",
                    models.TextField(blank=True, db_comment="What the course teaches, in a sentence", null=True),
                ),
                ("duration_hours", models.IntegerField(blank=True, db_comment="Length in hours, 2 to 40", null=True)),
                (
                    "certification",
                    models.BooleanField(blank=True, db_comment="True where passing it earns a certificate", null=True),
                ),
            ],
            options={
                "db_table": "training_programs",
                "db_table_comment": "Courses offered to employees: compliance, product, service, technical and leadership",
                "ordering": ("program_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("duration_hours__range", (2, 40))), name="training_programs_duration_range"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="employee",
            constraint=models.CheckConstraint(condition=models.Q(("salary__gt", 0)), name="employees_salary_positive"),
        ),
        migrations.AddConstraint(
            model_name="employee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("employment_status", "terminated"), ("termination_date__isnull", False)),
                    models.Q(
                        models.Q(("employment_status", "terminated"), _negated=True), ("termination_date__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="employees_terminated_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="employee",
            constraint=models.CheckConstraint(
                condition=models.Q(("termination_date__gt", models.F("hire_date"))),
                name="employees_hired_before_termination",
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(("budget__gte", 0)), name="departments_budget_not_negative"
            ),
        ),
    ]
