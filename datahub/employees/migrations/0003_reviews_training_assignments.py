import datahub.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("employees", "0002_plain_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="PerformanceReview",
            fields=[
                (
                    "review_id",
                    models.AutoField(
                        db_comment="Key of the review", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_comment="Employee who was reviewed",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="employees.employee",
                    ),
                ),
                (
                    "review_date",
                    models.DateField(
                        db_comment="Day of the review; the first is 90 days after hiring or later", verbose_name="date"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        db_comment="Manager who wrote it",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews_given",
                        to="employees.employee",
                    ),
                ),
                (
                    "rating",
                    models.IntegerField(
                        blank=True, db_comment="Overall rating, 1 (poor) to 5 (outstanding)", null=True
                    ),
                ),
                (
                    "goals_met",
                    models.IntegerField(
                        blank=True, db_comment="Share of the year's goals met, 0-100 percent", null=True
                    ),
                ),
                (
                    "comments",
                    models.TextField(blank=True, db_comment="What the reviewer wrote, in a sentence or two", null=True),
                ),
            ],
            options={
                "db_table": "performance_reviews",
                "db_table_comment": "Yearly reviews of employees by their managers; nobody reviews the president",
                "ordering": ("review_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rating__range", (1, 5))), name="performance_reviews_rating_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("goals_met__range", (0, 100))), name="performance_reviews_goals_met_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviewer", models.F("employee")), _negated=True),
                        name="performance_reviews_by_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmployeeTraining",
            fields=[
                (
                    "training_record_id",
                    models.AutoField(
                        db_comment="Key of the training record", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_comment="Employee who takes the program",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training",
                        to="employees.employee",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_comment="Program that is taken",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="employees.trainingprogram",
                    ),
                ),
                (
                    "enrollment_date",
                    models.DateField(
                        blank=True, db_comment="Day of enrolment, after hiring", null=True, verbose_name="enrolled"
                    ),
                ),
                (
                    "completion_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day it was passed; set exactly for completed programs",
                        null=True,
                        verbose_name="completed",
                    ),
                ),
                (
                    "status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("enrolled", "Enrolled"),
                            ("in_progress", "In Progress"),
                            ("completed", "Completed"),
                            ("dropped", "Dropped"),
                        ],
                        db_comment="enrolled, in_progress, completed or dropped",
                        max_length=50,
                        null=True,
                    ),
                ),
                (
                    "score",
                    models.IntegerField(
                        blank=True,
                        db_comment="Points in the final test, 65-100 of 100; set exactly for completed programs",
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "training record",
                "verbose_name_plural": "employee training",
                "db_table": "employee_training",
                "db_table_comment": "Which employee took which training program, and how it went; no program is taken twice",
                "ordering": ("training_record_id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("employee", "program"), name="employee_training_employee_id_program_id_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__range", (0, 100))), name="employee_training_score_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("completion_date__isnull", False), ("score__isnull", False), ("status", "completed")
                            ),
                            models.Q(
                                models.Q(("status", "completed"), _negated=True),
                                ("completion_date__isnull", True),
                                ("score__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="employee_training_completed_has_date_and_score",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("completion_date__gte", models.F("enrollment_date"))),
                        name="employee_training_enrolled_before_completion",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmployeeAssignment",
            fields=[
                (
                    "assignment_id",
                    models.AutoField(
                        db_comment="Key of the assignment", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        db_comment="Employee who is assigned",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="employees.employee",
                    ),
                ),
                (
                    "assignment_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("customer_portfolio", "Customer Portfolio"),
                            ("project", "Project"),
                            ("branch_coverage", "Branch Coverage"),
                        ],
                        db_comment="customer_portfolio, project or branch_coverage",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                (
                    "related_entity_id",
                    datahub.fields.TextColumn(
                        blank=True,
                        db_comment="By assignment_type: accounts_db.customers.customer_id, or a branch code; null for projects",
                        db_index=True,
                        max_length=50,
                        null=True,
                        verbose_name="related entity",
                    ),
                ),
                ("start_date", models.DateField(db_comment="First day of the assignment", verbose_name="start")),
                (
                    "end_date",
                    models.DateField(
                        blank=True, db_comment="Last day; null while it is open", null=True, verbose_name="end"
                    ),
                ),
            ],
            options={
                "db_table": "employee_assignments",
                "db_table_comment": "Which employee keeps which customers, covers which branch or works on a project, and when",
                "ordering": ("assignment_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assignment_type", "project"), ("related_entity_id__isnull", True)),
                            models.Q(
                                models.Q(("assignment_type", "project"), _negated=True),
                                ("related_entity_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="employee_assignments_project_has_no_entity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end_date__gte", models.F("start_date"))),
                        name="employee_assignments_start_before_end",
                    ),
                ],
            },
        ),
    ]
