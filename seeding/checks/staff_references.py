"""Who did what: every column that names an employee, and the day on which they must have been in service."""

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
)  # fmt: skip
from datahub.customers.models import Complaint, CustomerProfile, Interaction
from datahub.databases import DATABASE_OF_APP
from datahub.insurance.models import Claim, Policy, PolicyEvent
from datahub.loans.models import Loan, LoanApplication, RiskAssessment
from seeding.checks.databases import EMPLOYEES_DB
from seeding.checks.reader import BankReader

SYSTEM = "SYSTEM"
"""Decides in an employee's stead, in the columns that allow for it."""


@dataclass(frozen=True)
class Duty:
    """A column of a table that names who did something: that employee was in service on the `day`, which is SQL.

    `beside` joins the table that knows the day; `by_system` says that nobody in person may have done it.
    """

    model: type[Model]
    column: str
    day: str
    beside: str = ""
    by_system: bool = False

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        """The column that its rows are known by."""
        return str(self.model._meta.pk.column)

    @property
    def database(self) -> str:
        """The database that holds it."""
        return DATABASE_OF_APP[self.model._meta.app_label]

    @property
    def rows(self) -> str:
        """The query for the rows of the table: their key, `who` did it, if anybody, and on which `day`."""
        who = f"nullif({self.column}, '{SYSTEM}')" if self.by_system else f"{self.table}.{self.column}"
        return f"SELECT {self.table}.{self.key}, {who} AS who, {self.day} AS day FROM {self.table} {self.beside}"


DUTIES = (
    Duty(CustomerProfile, "assigned_agent_id", "%(as_of)s"),
    Duty(Interaction, "handled_by", "interaction_date::date"),
    Duty(Complaint, "assigned_to", "filed_date::date"),
    Duty(Transaction, "processed_by", "transaction_date::date"),
    Duty(LoanApplication, "officer_id", "application_date"),
    Duty(Loan, "approved_by", "decision_date", "JOIN loan_applications USING (application_id)"),
    Duty(RiskAssessment, "assessed_by", "assessment_date", by_system=True),
    Duty(Policy, "agent_id", "start_date"),
    Duty(Claim, "processed_by", "claim_date"),
    Duty(PolicyEvent, "performed_by", "event_date"),
    Duty(KycRecord, "verified_by", "verification_date"),
    Duty(SuspiciousActivityReport, "filed_by", "filed_date"),
    Duty(AmlCheck, "reviewed_by", "check_date::date"),
    Duty(RuleViolation, "resolved_by", "resolved_date"),
    Duty(RegulatoryReport, "prepared_by", "coalesce(submission_date, %(as_of)s)"),
    Duty(RegulatoryReport, "approved_by", "coalesce(submission_date, %(as_of)s)"),
    Duty(AuditTrail, "performed_by", "performed_at::date"),
)


def staff(bank: BankReader) -> pl.DataFrame:
    """Return everybody who was ever employed, with role and days of service."""
    return bank.frame(EMPLOYEES_DB, "SELECT employee_id AS who, role, hire_date, termination_date FROM employees")


def out_of_service(bank: BankReader, duty: Duty) -> pl.DataFrame:
    """Return what nobody did who was in service that day: hired by then, and not yet gone."""
    spans = f"SELECT who, min(day) AS first, max(day) AS last FROM ({duty.rows}) r WHERE who IS NOT NULL GROUP BY who"
    served = bank.frame(duty.database, spans).join(bank.cached(staff), on="who", how="left")
    return _done_by(bank, duty, served.filter(~_in_service("first", "last"))).filter(~_in_service("day", "day"))


def in_other_roles(bank: BankReader, duty: Duty, roles: Sequence[str], *, by_somebody: bool = True) -> pl.DataFrame:
    """Return what was done by somebody in none of the roles, and where it is always done `by_somebody`, by nobody."""
    people = bank.frame(duty.database, f"SELECT DISTINCT who FROM ({duty.rows}) r").join(
        bank.cached(staff), on="who", how="left"
    )
    if not by_somebody:
        people = people.filter(pl.col("who").is_not_null())
    return _done_by(bank, duty, people.filter(~pl.col("role").is_in(list(roles)).fill_null(False)))


def duty_of(model: type[Model], column: str) -> Duty:
    """Return what a column of a table says."""
    (duty,) = (duty for duty in DUTIES if (duty.model, duty.column) == (model, column))
    return duty


def _in_service(first: str, last: str) -> pl.Expr:
    stayed = pl.col("termination_date").is_null() | (pl.col("termination_date") > pl.col(last))
    return ((pl.col("hire_date") <= pl.col(first)) & stayed).fill_null(False)


def _done_by(bank: BankReader, duty: Duty, people: pl.DataFrame) -> pl.DataFrame:
    """Return what some people did, null being nobody, each row with the role and the days of service of who did it.

    Where there are no such people, no row is looked at.
    """
    theirs = f"SELECT * FROM ({duty.rows}) r WHERE %(anybody)s AND (who = ANY(%(who)s) OR %(nobody)s AND who IS NULL)"
    who = people["who"]
    given = {"who": who.drop_nulls().to_list(), "nobody": who.null_count() > 0, "anybody": len(who) > 0}
    return bank.frame(duty.database, theirs, **given).join(bank.cached(staff), on="who", how="left")
