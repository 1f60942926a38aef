"""Creation entries: the audit trail has one for each audited row, at the time of its creation."""

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
    """A kind of audited rows; `column` has the time of creation, to the day or to the second."""

    model: type[Model]
    column: str
    to_the_day: bool = False
    where: str = "true"

    @property
    def database(self) -> str:
        """Their database."""
        return DATABASE_OF_APP[self.model._meta.app_label]

    @property
    def table(self) -> str:
        """Their table."""
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        """Their primary key."""
        return str(self.model._meta.pk.column)

    @property
    def creations(self) -> Side:
        """Their keys and times of creation."""
        moment = self._time(self.column)
        return Side(self.database, f"SELECT {self.key} AS key, {moment} AS fact FROM {self.table} WHERE {self.where}")

    def creation_entries(self, entity: str) -> Side:
        """Return the same from the audit trail."""
        return Side(
            COMPLIANCE_DB,
            f"SELECT entity_id AS key, {self._time('performed_at')} AS fact FROM audit_trails "
            f"WHERE entity_type = '{entity}' AND action = 'create'",
        )

    def _time(self, column: str) -> str:
        return f"{column}::date::text" if self.to_the_day else f"extract(epoch FROM {column})::bigint::text"


AUDITED = {
    "customer": Audited(Customer, "created_at"),
    "account": Audited(Account, "opened_date", to_the_day=True),
    "loan": Audited(Loan, "disbursement_date", to_the_day=True),
    "policy": Audited(Policy, "created_at"),
    "transaction": Audited(Transaction, "transaction_date", where="channel IN ('branch', 'wire')"),
}
"""By the entity type in the audit trail."""


def unmatched_creations(bank: BankReader) -> pl.DataFrame:
    """Return rows without one creation entry at the time of creation, and creation entries without a row."""
    found = [
        unreconciled(bank, audited.creations, audited.creation_entries(entity), ("rows", "creations")).select(
            pl.lit(entity).alias("entity_type"),
            pl.col("key").alias("entity_id"),
            pl.col("fact").alias("moment"),
            "rows",
            "creations",
        )
        for entity, audited in AUDITED.items()
    ]
    return pl.concat(found)
