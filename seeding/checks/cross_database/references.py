"""References between databases, which no constraint enforces: to customers and accounts, and to employees."""

import polars as pl

from datahub.accounts.models import Account, Customer
from datahub.compliance.models import KycRecord
from datahub.databases import BANK_DATABASES
from datahub.insurance.models import Policy
from seeding.checks.builders import frame_check
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.checks.staff_references import STAFF_REFERENCES, not_in_service
from seeding.storage.tables import keys_across_databases


def _dangling(bank: BankReader) -> pl.DataFrame:
    """Return the references to customers and accounts that do not exist."""
    dangling = []
    for target in (Customer, Account):
        existing = bank.frame(ACCOUNTS_DB, f"SELECT {target._meta.pk.column} AS key FROM {target._meta.db_table}")
        for database, key in keys_across_databases():
            if key.related_model is not target:
                continue
            table, column = key.model._meta.db_table, str(key.column)
            referenced = bank.frame(
                database, f"SELECT DISTINCT {column} AS key FROM {table} WHERE {column} IS NOT NULL"
            )
            missing = referenced.join(existing, on="key", how="anti")
            dangling.append(missing.select("key", table=pl.lit(table), column=pl.lit(column)))
    return pl.concat(dangling)


X1 = frame_check(
    "X1",
    "Every customer and account that another database refers to exists",
    BANK_DATABASES,
    _dangling,
    fault(
        "a policy of a customer who does not exist",
        update_row(Policy, "customer_id = 'CUST-99999999'"),
    ),
)


def _staff_not_in_service(bank: BankReader) -> pl.DataFrame:
    """Return the rows whose employee does not exist or was not in service."""
    violations = [
        not_in_service(bank, reference).select(
            pl.lit(f"{reference.table}.{reference.column}").alias("column"),
            pl.col(reference.key).cast(pl.String).alias("key"),
            *("who", "day", "hire_date", "termination_date"),
        )
        for reference in STAFF_REFERENCES
    ]
    return pl.concat(violations)


X2 = frame_check(
    "X2",
    "Every referenced employee exists and was in service on the row's date",
    BANK_DATABASES,
    _staff_not_in_service,
    fault(
        "a verification years before its officer was hired",
        update_row(KycRecord, "verification_date = verification_date - 7300"),
    ),
)
