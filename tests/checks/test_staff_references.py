"""Every column that refers to an employee of another database has a staff reference."""

from datahub.databases import BANK_DATABASES
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey
from seeding.checks.staff_references import STAFF_REFERENCES
from seeding.storage.tables import tables_of


def test_every_reference_to_an_employee_has_its_day_of_service() -> None:
    columns = [
        (model, column.column)
        for database in BANK_DATABASES
        for model in tables_of(database)
        for column in model._meta.concrete_fields
        if isinstance(column, CrossDatabaseKey) and column.related_model is Employee
    ]
    references = [(reference.model, reference.column) for reference in STAFF_REFERENCES]
    references = [(reference.model, reference.column) for reference in STAFF_REFERENCES]
    assert sorted(map(str, columns)) == sorted(map(str, references))
