"""Staff references: every column that names an employee, and the day on which they must have been in service."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.db.models import Model

from datahub.accounts.models import Transaction
from datahub.compliance.models import (
    AmlCheck,
    AuditTrail,
    KycRecord,
    RegulatoryReport,
    RuleViolation,
    SuspiciousActivityReport,
)
from datahub.customers.models import Complaint, CustomerProfile, Interaction
from datahub.databases import DATABASE_OF_APP
from datahub.insurance.models import Claim, Policy, PolicyEvent
from datahub.loans.models import Loan, LoanApplication, RiskAssessment
from seeding.checks.databases import EMPLOYEES_DB
from seeding.checks.reader import BankReader

SYSTEM = "SYSTEM"
"""Stands for an automated decision, in columns that allow it."""


@dataclass(frozen=True)
class StaffReference:
    """A column that names an employee, who must have been in service on `day`, an SQL expression.

    `join` adds the table that has the day; `may_be_system` allows SYSTEM instead of an employee.
    """

    model: type[Model]
    column: str
    day: str
    join: str = ""
    may_be_system: bool = False

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        """The table's primary key."""
        return str(self.model._meta.pk.column)

    @property
    def database(self) -> str:
        """The table's database."""
        return DATABASE_OF_APP[self.model._meta.app_label]

    @property
    def rows(self) -> str:
        """The query for the table's rows: their key, `who` did it (null for nobody) and on which `day`."""
        who = f"nullif({self.column}, '{SYSTEM}')" if self.may_be_system else f"{self.table}.{self.column}"
        return f"SELECT {self.table}.{self.key}, {who} AS who, {self.day} AS day FROM {self.table} {self.join}"


STAFF_REFERENCES = (
    StaffReference(CustomerProfile, "assigned_agent_id", "%(as_of)s"),
    StaffReference(Interaction, "handled_by", "interaction_date::date"),
    StaffReference(Complaint, "assigned_to", "filed_date::date"),
    StaffReference(Transaction, "processed_by", "transaction_date::date"),
    StaffReference(LoanApplication, "officer_id", "application_date"),
    StaffReference(Loan, "approved_by", "decision_date", "JOIN loan_applications USING (application_id)"),
    StaffReference(RiskAssessment, "assessed_by", "assessment_date", may_be_system=True),
    StaffReference(Policy, "agent_id", "start_date"),
    StaffReference(Claim, "processed_by", "claim_date"),
    StaffReference(PolicyEvent, "performed_by", "event_date"),
    StaffReference(KycRecord, "verified_by", "verification_date"),
    StaffReference(SuspiciousActivityReport, "filed_by", "filed_date"),
    StaffReference(AmlCheck, "reviewed_by", "check_date::date"),
    StaffReference(RuleViolation, "resolved_by", "resolved_date"),
    StaffReference(RegulatoryReport, "prepared_by", "coalesce(submission_date, %(as_of)s)"),
    StaffReference(RegulatoryReport, "approved_by", "coalesce(submission_date, %(as_of)s)"),
    StaffReference(AuditTrail, "performed_by", "performed_at::date"),
)


def staff(bank: BankReader) -> pl.DataFrame:
    """Return all employees, past ones included, with role, hire and termination date."""
    return bank.frame(EMPLOYEES_DB, "SELECT employee_id AS who, role, hire_date, termination_date FROM employees")


def not_in_service(bank: BankReader, reference: StaffReference) -> pl.DataFrame:
    """Return the rows whose employee was not in service on that day: hired by then and not yet terminated."""
    spans = (
        f"SELECT who, min(day) AS first, max(day) AS last FROM ({reference.rows}) r WHERE who IS NOT NULL GROUP BY who"
    )
    served = bank.frame(reference.database, spans).join(bank.cached(staff), on="who", how="left")
    return _done_by(bank, reference, served.filter(~_in_service("first", "last"))).filter(~_in_service("day", "day"))


def not_in_roles(
    bank: BankReader, reference: StaffReference, roles: Sequence[str], *, required: bool = True
) -> pl.DataFrame:
    """Return the rows whose employee holds none of the roles and, where one is `required`, the rows without one."""
    people = bank.frame(reference.database, f"SELECT DISTINCT who FROM ({reference.rows}) r").join(
        bank.cached(staff), on="who", how="left"
    )
    if not required:
        people = people.filter(pl.col("who").is_not_null())
    return _done_by(bank, reference, people.filter(~pl.col("role").is_in(list(roles)).fill_null(False)))


def staff_reference(model: type[Model], column: str) -> StaffReference:
    """Return the staff reference of a column."""
    (reference,) = (
        reference for reference in STAFF_REFERENCES if (reference.model, reference.column) == (model, column)
    )
    return reference


def _in_service(first: str, last: str) -> pl.Expr:
    stayed = pl.col("termination_date").is_null() | (pl.col("termination_date") > pl.col(last))
    return ((pl.col("hire_date") <= pl.col(first)) & stayed).fill_null(False)


def _done_by(bank: BankReader, reference: StaffReference, people: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of some employees (null is nobody), with their role, hire and termination date.

    Without any employee, no row is read.
    """
    query = f"""
        SELECT * FROM ({reference.rows}) r
        WHERE %(any_employee)s AND (who = ANY(%(who)s) OR %(no_employee)s AND who IS NULL)
    """
    who = people["who"]
    parameters = {
        "who": who.drop_nulls().to_list(),
        "no_employee": who.null_count() > 0,
        "any_employee": len(who) > 0,
    }
    return bank.frame(reference.database, query, **parameters).join(bank.cached(staff), on="who", how="left")
