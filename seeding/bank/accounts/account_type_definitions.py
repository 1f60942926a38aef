"""The definition of an account type, and what all account types have to agree on."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seeding.bank.accounts.amounts import Amount
from seeding.bank.accounts.ledger_numbers import EVERYDAY_STREAM, PostingKind
from seeding.bank.products import ProductError, Products, require
from seeding.bank.storylines import ROLES
from seeding.engine.arrays import BasisPoints, BoolArray, Cents, Code, IntArray
from seeding.engine.shares import CategoryShares, Range

_HOURS_OF_DAY = 24


@dataclass(frozen=True)
class TargetBalance:
    """The log-normal balance that accounts of a type aim at, in whole units of their currency.

    `median` is a retail customer's; `spread` is the standard deviation of the logarithm.
    """

    limits: Range
    median: float
    spread: float


@dataclass(frozen=True)
class MaintenanceFee:
    """A monthly fee in cents, due on balances under `below` that are large enough to pay it."""

    cents: int
    below: int


@dataclass(frozen=True)
class Activity:
    """An activity of holders of accounts of a type: `posting_kind` names it.

    `times` is its mean number in the window of a brief history, `monthly` that in a month of a full one. `number`
    belongs to the activity forever: the keys of its rows contain it, so that adding or removing an activity leaves the
    rows of all other activities as they are. `corporate` says whether companies or persons do it.
    """

    number: int
    posting_kind: str
    corporate: bool
    times: float
    monthly: float
    amount: Amount


@dataclass(frozen=True)
class AccountType:
    """One type of account: everything that the bank needs to know to open, use and close accounts of it.

    `share` is the share of all accounts; `rate` is the yearly interest rate in basis points, which is credited every
    `interest_months` months. Flags:

    * `on_demand`: the holder can pay in and withdraw at any time, which a term deposit does not allow;
    * `everyday`: salaries come to it, and rent, transfers to savings and transfers in the household leave it;
    * `takes_savings`: the owner's everyday account can be linked with it and transfers savings to it;
    * `pays_contracts`: loans and policies can be linked with it.

    Raises ProductError for an impossible share, rate or fee, and for activities that do not fit `on_demand`.
    """

    name: str
    share: float
    balance: TargetBalance
    rate: int
    activities: tuple[Activity, ...]
    maintenance_fee: MaintenanceFee | None = None
    interest_months: int = 12
    on_demand: bool = True
    everyday: bool = False
    takes_savings: bool = False
    pays_contracts: bool = False

    def __post_init__(self) -> None:
        limits, fee = self.balance.limits, self.maintenance_fee
        require(0 < self.share <= 1, self, f"share {self.share} must lie above 0, up to 1")
        require(self.rate >= 0, self, f"interest rate {self.rate} is negative")
        require(1 <= self.interest_months <= 12, self, "credits interest once a year or more often")
        require(0 < limits.low <= self.balance.median <= limits.high, self, "median balance lies outside its limits")
        require(fee is None or 0 < fee.cents < fee.below, self, "maintenance fee must lie above 0, under its limit")
        require(bool(self.activities) or not self.on_demand, self, "is on demand, but has no activities")
        used = bool(self.activities) or self.everyday or self.takes_savings or self.pays_contracts
        require(self.on_demand or not used, self, "is not on demand, so that it has no activities and no uses")
        require(
            all(min(activity.times, activity.monthly) > 0 for activity in self.activities),
            self,
            "has an activity that never happens",
        )


@dataclass(frozen=True)
class AccountPair:
    """The types of the two accounts of a customer, and the share of customers with two accounts who hold these."""

    first: str
    second: str
    share: float


@dataclass(frozen=True)
class AccountTypes(Products[AccountType]):
    """All account types, and the arrays by type that the nodes of the bank gather from.

    `pairs` are what customers with two accounts hold, `posting_kinds` those of the ledger, `hours` the relative weights
    of the hours of the day by channel. Raises ProductError also where any of these contradicts another.
    """

    pairs: tuple[AccountPair, ...]
    posting_kinds: Sequence[PostingKind]
    hours: Mapping[str, Sequence[float]]

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.everyday.any():
            raise ProductError(f"no {self.kind} is an everyday account")
        for problem in (*_pair_problems(self), *_activity_problems(self), *_storyline_problems(self)):
            raise ProductError(problem)

    @cached_property
    def pair_shares(self) -> CategoryShares:
        """The shares of the pairs among customers with two accounts."""
        names = tuple(f"{pair.first} and {pair.second}" for pair in self.pairs)
        return CategoryShares(names, tuple(pair.share for pair in self.pairs))

    @cached_property
    def pair_types(self) -> Code:
        """The codes of the first and the second type, one row per pair."""
        return np.array([(self.code(pair.first), self.code(pair.second)) for pair in self.pairs])

    def pair_code(self, first: str, second: str) -> int:
        """Return the index in `pairs` of the pair of two types. Raises ValueError where they form none."""
        return [(pair.first, pair.second) for pair in self.pairs].index((first, second))

    @cached_property
    def rates(self) -> BasisPoints:
        """The yearly interest rate of each type."""
        return self.integers(lambda account_type: account_type.rate)

    @cached_property
    def interest_months(self) -> IntArray:
        """The months from one interest credit to the next, of each type."""
        return self.integers(lambda account_type: account_type.interest_months)

    @cached_property
    def fees(self) -> Cents:
        """The maintenance fee of each type, 0 where there is none."""
        return self.integers(lambda account_type: fee.cents if (fee := account_type.maintenance_fee) else 0)

    @cached_property
    def fees_below(self) -> Cents:
        """The balance under which each type pays its maintenance fee, 0 where there is none."""
        return self.integers(lambda account_type: fee.below if (fee := account_type.maintenance_fee) else 0)

    @cached_property
    def on_demand(self) -> BoolArray:
        """Whether accounts of each type can be used at any time."""
        return self.flags(lambda account_type: account_type.on_demand)

    @cached_property
    def everyday(self) -> BoolArray:
        """Whether accounts of each type receive salaries and pay rent."""
        return self.flags(lambda account_type: account_type.everyday)

    @cached_property
    def takes_savings(self) -> BoolArray:
        """Whether accounts of each type receive their owner's savings."""
        return self.flags(lambda account_type: account_type.takes_savings)

    @cached_property
    def pays_contracts(self) -> BoolArray:
        """Whether accounts of each type can be linked with loans and policies."""
        return self.flags(lambda account_type: account_type.pays_contracts)

    @cached_property
    def activities(self) -> tuple[tuple[int, Activity], ...]:
        """Every activity with the code of its type, in the order of their numbers."""
        found = ((code, each) for code, account_type in enumerate(self.types) for each in account_type.activities)
        return tuple(sorted(found, key=lambda coded: coded[1].number))

    @cached_property
    def balances(self) -> tuple[TargetBalance, ...]:
        """The target balance of each type."""
        return tuple(account_type.balance for account_type in self.types)


def _repeated(values: Sequence[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def _pair_problems(bank: AccountTypes) -> Iterator[str]:
    names = {account_type.name for account_type in bank.types}
    for pair in bank.pairs:
        unknown = {pair.first, pair.second} - names
        if unknown:
            yield f"the pair {pair.first} and {pair.second} names the unknown account type {unknown.pop()}"
    pairs = [(pair.first, pair.second) for pair in bank.pairs]
    yield from (f"the pair {pair} is listed twice" for pair in _repeated(pairs))
    total = sum(pair.share for pair in bank.pairs)
    if abs(total - 1) > 1e-9:
        yield f"the shares of the account pairs sum to {total:.4f}, not to 1"
    for account_type in bank.types:
        name = account_type.name
        in_pairs = sum(pair.share * ((pair.first == name) + (pair.second == name)) / 2 for pair in bank.pairs)
        if abs(in_pairs - account_type.share) > 1e-9:
            yield f"account type {name} has a share of {account_type.share} but of {in_pairs:.4f} in the account pairs"


def _storyline_problems(bank: AccountTypes) -> Iterator[str]:
    pairs = {(pair.first, pair.second) for pair in bank.pairs}
    for role in ROLES.values():
        who = f"storyline customer {role.customer}"
        yield from (f"{who} has {name!r}, no {bank.kind}" for name in role.accounts if name not in bank.names)
        if len(role.accounts) > 1 and role.accounts not in pairs:
            yield f"{who} has {' and '.join(role.accounts)}, which is no pair"


def _activity_problems(bank: AccountTypes) -> Iterator[str]:
    kinds = {kind.name: kind for kind in bank.posting_kinds}
    activities = [(account_type.name, each) for account_type in bank.types for each in account_type.activities]
    yield from (f"two activities have the number {number}" for number in _repeated([a.number for _, a in activities]))
    for name, activity in activities:
        where = f"activity {activity.number} of account type {name}"
        kind = kinds.get(activity.posting_kind)
        if kind is None:
            yield f"{where} posts the unknown kind {activity.posting_kind}"
        elif EVERYDAY_STREAM not in kind.posted_by or kind.follows:
            yield f"{where} posts the kind {kind.name}, which is not an everyday activity"
        elif kind.transaction_type == "transfer" and kind.outgoing is None:
            yield f"{where} posts the kind {kind.name}, which does not say whether its transfers are outgoing"
        elif kind.channel not in bank.hours:
            yield f"{where} uses the channel {kind.channel}, which has no hours"
    for channel, weights in bank.hours.items():
        if len(weights) != _HOURS_OF_DAY or sum(weights) <= 0:
            yield f"the channel {channel} needs the weights of {_HOURS_OF_DAY} hours"
    used = {activity.posting_kind for _, activity in activities}
    for kind in bank.posting_kinds:
        if EVERYDAY_STREAM in kind.posted_by and (kind.follows or kind.name) not in used:
            yield f"no account type has an activity that posts the kind {kind.name}"
