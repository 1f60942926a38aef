"""Reconciliation: facts that two databases both record and that must agree.

Sums of a hash of each fact are compared first, so that only the facts that differ are read one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from seeding.checks.reader import BankReader

PARTS = 64
"""Number of parts in which facts are summed, by the hash of their keys: a power of two."""


@dataclass(frozen=True)
class Side:
    """One side of a reconciliation: a query for the `key` and the `fact` of each row, both text, and its parameters."""

    database: str
    query: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def unreconciled(bank: BankReader, one: Side, other: Side, names: tuple[str, str]) -> pl.DataFrame:
    """Return the facts whose count differs between the sides, with each side's count in a column of its name."""
    parts = pl.concat([_sums(bank, one), _sums(bank, other)]).unique(keep="none")["part"].unique().to_list()
    counted = [_facts(bank, side, parts, name) for side, name in zip((one, other), names, strict=True)]
    both = counted[0].join(counted[1], on=["key", "fact"], how="full", coalesce=True)
    return both.filter(pl.col(names[0]).ne_missing(pl.col(names[1])))


def _sums(bank: BankReader, side: Side) -> pl.DataFrame:
    """Return the number of facts in each part and the sum of their hashes."""
    return bank.frame(
        side.database,
        f"""
        SELECT hashtext(key) & {PARTS - 1} AS part, count(*) AS number,
               sum(hashtext(key || ' ' || fact)::bigint)::bigint AS sum
        FROM ({side.query}) side GROUP BY 1
        """,
        **side.parameters,
    )


def _facts(bank: BankReader, side: Side, parts: list[int], name: str) -> pl.DataFrame:
    """Return the facts of some parts with their counts; without any part, no row is read."""
    return bank.frame(
        side.database,
        f"""
        SELECT key, fact, count(*) AS {name} FROM ({side.query}) side
        WHERE %(differ)s AND hashtext(key) & {PARTS - 1} = ANY(%(parts)s::int[]) GROUP BY key, fact
        """,
        parts=parts,
        differ=bool(parts),
        **side.parameters,
    )
