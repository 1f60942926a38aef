"""Creations: the audit trail has one for each row that it speaks of, when that row came to be."""

from dataclasses import dataclass

import polars as pl
from django.db.models import Model

from datahub.accounts.models import Account, Customer, Transaction
from datahub.databases import DATABASE_OF_APP
from datahub.insurance.models import Policy
from datahub.loans.models import Loan
from seeding.checks.databases import COMPLIANCE_DB
from seeding.checks.reader import BankReader
from seeding.checks.reconciliation import Side, unreconciled


@dataclass(frozen=True)
class Audited:
    """Rows of which the audit trail speaks; a `column` says when each came to be, to the day or to the second."""

    model: type[Model]
    column: str
    to_the_day: bool = False
    where: str = "true"

    @property
    def database(self) -> str:
        """The database that holds them."""
        return DATABASE_OF_APP[self.model._meta.app_label]

    @property
    def table(self) -> str:
        """Their table."""
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        """The column that they are known by."""
        return str(self.model._meta.pk.column)

    @property
    def born(self) -> Side:
        """Their keys, and the moments at which they came to be."""
        moment = self._moment(self.column)
        return Side(self.database, f"SELECT {self.key} AS key, {moment} AS fact FROM {self.table} WHERE {self.where}")

    def created(self, entity: str) -> Side:
        """Return the same as the audit trail tells it."""
        return Side(
            COMPLIANCE_DB,
            f"SELECT entity_id AS key, {self._moment('performed_at')} AS fact FROM audit_trails "
            f"WHERE entity_type = '{entity}' AND action = 'create'",
        )

    def _moment(self, column: str) -> str:
        return f"{column}::date::text" if self.to_the_day else f"extract(epoch FROM {column})::bigint::text"


AUDITED = {
    "customer": Audited(Customer, "created_at"),
    "account": Audited(Account, "opened_date", to_the_day=True),
    "loan": Audited(Loan, "disbursement_date", to_the_day=True),
    "policy": Audited(Policy, "created_at"),
    "transaction": Audited(Transaction, "transaction_date", where="channel IN ('branch', 'wire')"),
}
"""By what the trail calls them."""


def unmatched_creations(bank: BankReader) -> pl.DataFrame:
    """Return rows without a creation at the moment they came to be, and creations without a row; twice is once more."""
    found = [
        unreconciled(bank, audited.born, audited.created(entity), ("rows", "creations")).select(
            pl.lit(entity).alias("entity_type"), pl.col("key").alias("entity_id"), pl.col("fact").alias("moment"),
            "rows", "creations",
        )
        for entity, audited in AUDITED.items()
    ]  # fmt: skip
    return pl.concat(found)
