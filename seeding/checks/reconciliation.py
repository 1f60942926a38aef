"""Tellings: facts that two databases tell, each of its own, and that must be the same.

Both are told in sums first, of a hash of each fact, so that only facts that differ are looked at one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from seeding.checks.reader import BankReader

PARTS = 64
"""Of the facts, by the hash of their keys: a power of two."""


@dataclass(frozen=True)
class Side:
    """What a database tells: a query for the `key` of each fact and the `fact`, both text; it may name given values."""

    database: str
    query: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def unreconciled(bank: BankReader, one: Side, other: Side, names: tuple[str, str]) -> pl.DataFrame:
    """Return the facts that are not told as often by both, and how often by each, in columns of these names."""
    parts = pl.concat([_sums(bank, one), _sums(bank, other)]).unique(keep="none")["part"].unique().to_list()
    told = [_facts(bank, telling, parts, name) for telling, name in zip((one, other), names, strict=True)]
    both = told[0].join(told[1], on=["key", "fact"], how="full", coalesce=True)
    return both.filter(pl.col(names[0]).ne_missing(pl.col(names[1])))


def _sums(bank: BankReader, telling: Side) -> pl.DataFrame:
    """Return how many facts there are in each part, and the sum of their hashes."""
    return bank.frame(
        telling.database,
        f"""
        SELECT hashtext(key) & {PARTS - 1} AS part, count(*) AS number,
               sum(hashtext(key || ' ' || fact)::bigint)::bigint AS sum
        FROM ({telling.query}) told GROUP BY 1
        """,
        **telling.parameters,
    )


def _facts(bank: BankReader, telling: Side, parts: list[int], name: str) -> pl.DataFrame:
    """Return the facts of some parts and how often each is told; where no part differs, nothing is looked at."""
    return bank.frame(
        telling.database,
        f"""
        SELECT key, fact, count(*) AS {name} FROM ({telling.query}) told
        WHERE %(differ)s AND hashtext(key) & {PARTS - 1} = ANY(%(parts)s::int[]) GROUP BY key, fact
        """,
        parts=parts,
        differ=bool(parts),
        **telling.parameters,
    )
