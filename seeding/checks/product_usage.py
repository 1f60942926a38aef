"""The usage of products: figures that fail where a product has no rows."""

from collections.abc import Callable, Sequence

from seeding.checks.check import Figure
from seeding.checks.enforcement import not_enforced
from seeding.checks.reader import BankReader


def usage_figures(
    bank: BankReader,
    database: str,
    query: str,
    products: Sequence[str],
    tables: Sequence[str],
    required_from: Callable[[str, str], int],
) -> list[Figure]:
    """Return a figure per product and table: how many rows there are, and that there must be one at least.

    The query returns `product`, `table_name` and `row_count`; a product or table that it does not name has no rows.
    `required_from` returns the number of customers from which a product must have rows in a table.
    """
    counted = {(row["product"], row["table_name"]): int(row["row_count"]) for row in bank.rows(database, query)}
    return [
        Figure(
            f"{product}: {table}",
            counted.get((product, table), 0),
            1,
            None,
            sum(count for (_, counted_table), count in counted.items() if counted_table == table),
            not_enforced(bank, required_from(product, table)),
        )
        for product in products
        for table in tables
    ]
