"""The texts behind the references of the ledger's rows, and the account number of each row's counterparty."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import AccountNumbers
from seeding.bank.accounts.external_parties import ExternalParties
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import NO_REFERENCE, POSTING_KINDS
from seeding.bank.accounts.postings import DescriptionSource
from seeding.engine.arrays import NONE
from seeding.engine.node import All, node
from seeding.engine.text import gather


@dataclass(frozen=True)
class Counterparties:
    """The account number of the other side of each row of the ledger, null where there is no other side."""

    account_number: pl.Series


@node(stream="counterparties")
def counterparties(
    ledger: Ledger, external_parties: ExternalParties, sources: All[DescriptionSource], account_numbers: AccountNumbers
) -> Counterparties:
    """Return the account number that each row's reference stands for."""
    numbers = {
        "person": external_parties.account_number,
        "company": external_parties.account_number,
        "elsewhere": external_parties.account_number,
        "account": account_numbers.text,
        **{source.name: source.account_number for source in sources.items if source.account_number is not None},
    }
    without_number = {NO_REFERENCE, "merchant", *(source.name for source in sources.items)} - numbers.keys()
    return Counterparties(look_up_references(ledger, numbers, without_number))


def look_up_references(ledger: Ledger, sources: Mapping[str, pl.Series], without: Collection[str]) -> pl.Series:
    """Return what the reference of each row of the ledger stands for; null for kinds that refer to one of `without`.

    `sources` are the texts by what kinds of postings refer to. Raises LookupError for a kind that refers to neither.
    """
    for kind in POSTING_KINDS:
        if kind.refers_to not in sources and kind.refers_to not in without:
            raise LookupError(f"postings of the kind {kind.name} refer to {kind.refers_to}, which nothing provides")
    first = dict(zip(sources, accumulate((len(source) for source in sources.values()), initial=0), strict=False))
    base = np.array([first.get(kind.refers_to, NONE) for kind in POSTING_KINDS])[ledger.kind]
    return gather(pl.concat(sources.values()), np.where(base == NONE, NONE, base + ledger.reference))
