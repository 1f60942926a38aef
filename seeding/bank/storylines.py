"""The storylines: the first customers, who are the same people with the same stories in every bank of 60 or more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from seeding.engine.arrays import NONE, BoolArray, IntArray


@dataclass(frozen=True)
class Role:
    """A customer of a storyline, with the traits that the story needs; everything else is drawn as for anybody."""

    customer: int
    part: str
    accounts: tuple[str, ...] = ("checking",)
    segment: str = "retail"
    status: str = "active"
    risk: str = "low"
    household: bool = False
    shares_account: bool = False
    salaried: bool = False
    loan: str = ""
    loan_status: str = "active"
    loan_days_ago: int = 0
    policies: tuple[str, ...] = ()
    storm_days_ago: int = 0
    deposits: str = ""
    """Whether the role deposits cash in the planted case, "planted", or in its innocent twin, "twin"."""
    outspoken: bool = False
    """Complained, answers surveys and a campaign, and is in an adviser's portfolio."""

    @property
    def customer_id(self) -> str:
        """The customer's key in every database."""
        return f"CUST-{self.customer:08}"

    @property
    def account_ids(self) -> tuple[str, ...]:
        """The keys of the customer's accounts."""
        return tuple(f"ACC-{self.customer:08}-{ordinal + 1}" for ordinal in range(len(self.accounts)))


@dataclass(frozen=True)
class Storyline:
    """A story that can be told from the rows of a few customers."""

    key: str
    title: str
    cast: tuple[Role, ...] = field(default=())


STORYLINES = (
    Storyline("model-customer", "The model customer, who uses every product", (
        Role(
            1, "model customer", ("checking", "savings"), segment="premium", salaried=True, outspoken=True,
            loan="auto", loan_days_ago=640, policies=("life", "property"),
        ),
    )),
    Storyline("household", "A household of two with a joint account", (
        Role(
            3, "one adult", ("checking",), household=True, shares_account=True, salaried=True, policies=("health",),
        ),
        Role(4, "the other adult", ("checking", "savings"), household=True),
    )),
    Storyline("mortgage-default", "A mortgage that defaults", (
        Role(5, "borrower", salaried=True, loan="mortgage", loan_status="defaulted", loan_days_ago=900),
    )),
    Storyline("storm-claim", "A storm claim that is paid", (
        Role(6, "policyholder", segment="premium", policies=("property",), storm_days_ago=300),
    )),
    Storyline("structuring-ring", "A ring that deposits cash below the reporting threshold", (
        Role(7, "organiser", risk="high", deposits="planted"),
        Role(8, "helper", risk="medium", deposits="planted"),
        Role(9, "helper", risk="medium", deposits="planted"),
    )),
    Storyline("innocent-twin", "The ring's innocent twin: a shop's daily takings", (
        Role(10, "shopkeeper", deposits="twin"),
    )),
    Storyline("early-payoff", "A loan that is paid off early", (
        Role(
            11, "borrower", ("checking", "savings"), segment="premium", salaried=True,
            loan="personal", loan_status="paid_off", loan_days_ago=800,
            policies=("vehicle",),
        ),
    )),
    Storyline("dormant-account", "An account that nobody has used for years", (
        Role(12, "owner", ("savings",), status="dormant"),
    )),
)  # fmt: skip

ROLES = {role.customer: role for storyline in STORYLINES for role in storyline.cast}
LAST = max(ROLES)
"""Number of the last customer in a storyline; those between that play no part are ordinary people."""


def storyline_members(customers: IntArray) -> BoolArray:
    """Return which customer numbers play a part."""
    return np.isin(customers, list(ROLES))


def storyline_codes(customers: IntArray, trait: Callable[[Role], int]) -> IntArray:
    """Return the code that `trait` gives for customers of storylines, and NONE for everybody else."""
    codes = np.full(len(customers), NONE, np.int64)
    for place in np.flatnonzero(customers <= LAST):
        role = ROLES.get(int(customers[place]))
        codes[place] = NONE if role is None else trait(role)
    return codes


def code_of(names: Sequence[str], trait: Callable[[Role], str]) -> Callable[[Role], int]:
    """Return a trait as its place in `names`, for `pins`."""
    return lambda role: names.index(trait(role))
