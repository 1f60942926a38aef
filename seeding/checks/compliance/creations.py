"""Creations: the audit trail has one for each row that it speaks of, when that row came to be.

Both sides are told in sums first, of a hash of each row's key and time, so that only rows that differ are looked at.
"""

from dataclasses import dataclass

import polars as pl
from django.db.models import Model

from datahub.accounts.models import Account, Customer, Transaction
from datahub.databases import DATABASE_OF_APP
from datahub.insurance.models import Policy
from datahub.loans.models import Loan
from seeding.checks.compliance.catches import DB
from seeding.checks.held import HeldBank

PARTS = 64
"""Of the rows, by the hash of their keys: a power of two."""


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
    def rows(self) -> str:
        """The query for their keys and the moments they came to be."""
        return f"SELECT {self.key} AS key, {self._moment(self.column)} AS moment FROM {self.table} WHERE {self.where}"

    def created(self, entity: str) -> str:
        """Return the query for the same in the audit trail."""
        return (
            f"SELECT entity_id AS key, {self._moment('performed_at')} AS moment FROM audit_trails "
            f"WHERE entity_type = '{entity}' AND action = 'create'"
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


def not_created(bank: HeldBank) -> pl.DataFrame:
    """Return rows without a creation at the moment they came to be, and creations without a row; twice is once more."""
    return pl.concat([_differing(bank, entity, audited) for entity, audited in AUDITED.items()])


def _differing(bank: HeldBank, entity: str, audited: Audited) -> pl.DataFrame:
    there, told = _parts(bank, audited.database, audited.rows), _parts(bank, DB, audited.created(entity))
    parts = pl.concat([there, told]).unique(keep="none")["part"].unique().to_list()
    born = _rows_of(bank, audited.database, audited.rows, parts, "born")
    created = _rows_of(bank, DB, audited.created(entity), parts, "created")
    both = born.join(created, on=["key", "moment"], how="full", coalesce=True)
    return both.filter(pl.col("born").ne_missing(pl.col("created"))).select(
        "moment", "born", "created", entity_type=pl.lit(entity), entity_id="key"
    )


def _parts(bank: HeldBank, database: str, rows: str) -> pl.DataFrame:
    """Return how many rows there are in each part, and the sum of their hashes."""
    return bank.frame(
        database,
        f"""
        SELECT hashtext(key) & {PARTS - 1} AS part, count(*) AS number,
               sum(hashtext(key || ' ' || moment)::bigint)::bigint AS sum
        FROM ({rows}) r GROUP BY 1
        """,
    )


def _rows_of(bank: HeldBank, database: str, rows: str, parts: list[int], number: str) -> pl.DataFrame:
    """Return how many rows of some parts have each key and moment; where no part differs, the table is left alone."""
    return bank.frame(
        database,
        f"""
        SELECT key, moment, count(*) AS {number} FROM ({rows}) r
        WHERE %(differ)s AND hashtext(key) & {PARTS - 1} = ANY(%(parts)s::int[]) GROUP BY key, moment
        """,
        parts=parts,
        differ=bool(parts),
    )
