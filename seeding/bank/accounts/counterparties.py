"""Who stands on the other side of each row of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import AccountNumbers
from seeding.bank.accounts.external_parties import ExternalParties
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS
from seeding.bank.accounts.postings import DescriptionSource
from seeding.engine.arrays import NONE
from seeding.engine.node import All, node
from seeding.engine.text import gather


@dataclass(frozen=True)
class Counterparties:
    """The account number on the other side of each row of the ledger, null where there is none."""

    account_number: pl.Series


@node(stream="counterparties")
def counterparties(
    ledger: Ledger, external_parties: ExternalParties, written: All[DescriptionSource], account_numbers: AccountNumbers
) -> Counterparties:
    """Look the numbers up by what the rows' references stand for."""
    numbered = {
        "person": external_parties.account_number,
        "company": external_parties.account_number,
        "elsewhere": external_parties.account_number,
        "account": account_numbers.text,
        **{source.name: source.account_number for source in written.items if source.account_number is not None},
    }
    return Counterparties(looked_up(ledger, numbered))


def looked_up(ledger: Ledger, sources: Mapping[str, pl.Series]) -> pl.Series:
    """Return what each row's reference stands for in the source that its kind refers to; null where that is none."""
    first = dict(zip(sources, accumulate((len(source) for source in sources.values()), initial=0), strict=False))
    base = np.array([first.get(kind.refers_to, NONE) for kind in POSTING_KINDS])[ledger.kind]
    return gather(pl.concat(sources.values()), np.where(base == NONE, NONE, base + ledger.reference))
