"""Who must have been in service: no column that names an employee of another database is forgotten."""

from datahub.databases import BANK_DATABASES
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey
from seeding.checks.staff_references import STAFF_REFERENCES
from seeding.storage.tables import tables_of


def test_every_column_that_names_an_employee_has_a_day_on_which_they_served() -> None:
    named = [
        (model, column.column)
        for database in BANK_DATABASES
        for model in tables_of(database)
        for column in model._meta.concrete_fields
        if isinstance(column, CrossDatabaseKey) and column.related_model is Employee
    ]
    assert sorted(map(str, named)) == sorted(str((reference.model, reference.column)) for reference in STAFF_REFERENCES)
    assert len(named) == 17
