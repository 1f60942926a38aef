"""The names of the insured, as policies and claims show them."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.identities import Identities
from seeding.bank.insurance.beneficiaries import Relatives
from seeding.bank.insurance.insured_numbers import BUSINESS_PARTNER, SELF
from seeding.bank.insurance.policies import Policies
from seeding.bank.vocabularies import LAST_NAMES
from seeding.engine.arrays import NONE
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.text import gather, join


@dataclass(frozen=True)
class InsuredNames:
    """The full name of the insured person of each policy of the block, null where a thing is insured."""

    text: pl.Series


@node(stream="names of the insured")
def insured_names(policies: Policies, identities: Identities, relatives: Relatives, draw: Draw) -> InsuredNames:
    """Return the policyholder's own name, or that of a relative with the same last name, or of a business partner."""
    insured, customer = policies.insured, policies.customer
    is_self, is_partner = pl.Series(insured == SELF), pl.Series(insured == BUSINESS_PARTNER)
    first_name = gather(identities.first_name, customer).zip_with(
        is_self, gather(relatives.names, relatives.name[:, -1])
    )
    last_name = LAST_NAMES.text(draw, "last_name", policies).zip_with(
        is_partner, gather(identities.last_name, customer)
    )
    full_name = join(first_name, " ", last_name)
    return InsuredNames(gather(full_name, np.where(insured == NONE, NONE, np.arange(len(policies)))))
