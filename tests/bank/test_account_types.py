"""Account types: what each of them has to say, and that the bank is refused where one lacks something."""

from dataclasses import replace

import numpy as np
import pytest

from datahub.accounts.models import Account
from seeding.bank.accounts.account_type_definitions import (
    AccountPair,
    AccountType,
    AccountTypes,
    Activity,
    MaintenanceFee,
    TargetBalance,
)
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.amounts import Amount
from seeding.bank.accounts.ledger_numbers import HOURS, POSTING_KINDS, PostingKind
from seeding.bank.accounts.postings import EverydayFlow, Postings
from seeding.bank.graph import BANK, check_posting_kinds
from seeding.bank.products import ProductError
from seeding.engine.blocks import blocks
from seeding.engine.evaluation import evaluations
from seeding.engine.graph import GraphError
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from seeding.engine.shares import Range
from tests.bank.baked import CELLS_PER_BLOCK, plan_of

SAVING = Activity(23, "branch_deposit", False, 0.3, 0.1, Amount(100, 0.5, Range(10, 500)))
STUDENT = AccountType(
    "student", share=0.10, balance=TargetBalance(Range(10, 5_000), 300, 0.8), rate=0, activities=(SAVING,)
)
"""A further type of account."""


def shrunk(account_type: AccountType) -> AccountType:
    """Return a type with what is left of its share when students take theirs."""
    return replace(account_type, share=account_type.share - 0.10) if account_type.name == "checking" else account_type


TYPES = (*(shrunk(account_type) for account_type in ACCOUNT_TYPES.types), STUDENT)
PAIRS = (
    *(
        replace(pair, share=pair.share - 0.20) if (pair.first, pair.second) == ("checking", "checking") else pair
        for pair in ACCOUNT_TYPES.pairs
    ),
    AccountPair("checking", "student", 0.20),
)
"""Pairs in which every type, students too, has its share: half of each pair is checking's and half is students'."""


def bank_with(student: AccountType = STUDENT, **other: object) -> AccountTypes:
    """Return the bank's account types and a further one."""
    given = {
        "kind": "account type", "choices": [*Account.Type.values, "student"], "types": (*TYPES[:-1], student),
        "pairs": PAIRS, "posting_kinds": POSTING_KINDS, "hours": HOURS,
    }  # fmt: skip
    return AccountTypes(**{**given, **other})  # type: ignore[arg-type]


def test_a_further_type_brings_its_share_its_rate_and_its_activities_along() -> None:
    extended = bank_with(replace(STUDENT, rate=25, maintenance_fee=MaintenanceFee(200, 10_000), pays_contracts=True))
    code = extended.code("student")
    assert code == len(ACCOUNT_TYPES.types)
    assert extended.shares.weights[code] == STUDENT.share
    assert (extended.rates[code], extended.fees[code], extended.fees_below[code]) == (25, 200, 10_000)
    assert extended.pays_contracts[code]
    assert extended.on_demand[code]
    assert not extended.everyday[code]
    assert extended.balances[code] == STUDENT.balance
    assert extended.activities[-1] == (code, SAVING)
    assert extended.pair_types[-1].tolist() == [extended.code("checking"), code]


def test_the_tables_by_type_are_those_of_the_types() -> None:
    for code, account_type in enumerate(ACCOUNT_TYPES.types):
        assert ACCOUNT_TYPES.rates[code] == account_type.rate
        assert ACCOUNT_TYPES.on_demand[code] == account_type.on_demand
        assert ACCOUNT_TYPES.everyday[code] == account_type.everyday
        assert ACCOUNT_TYPES.takes_savings[code] == account_type.takes_savings
        assert ACCOUNT_TYPES.pays_contracts[code] == account_type.pays_contracts
        own = tuple(activity for of, activity in ACCOUNT_TYPES.activities if of == code)
        assert own == tuple(sorted(account_type.activities, key=lambda activity: activity.number))


TWO_HUNDRED = Amount(200, 0.5, Range(10, 500))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"share": 0.0}, "'student': share 0.0"),
        ({"rate": -1}, "'student': interest rate -1"),
        ({"balance": TargetBalance(Range(10, 50), 300, 0.8)}, "'student': median balance"),
        ({"maintenance_fee": MaintenanceFee(500, 500)}, "'student': maintenance fee"),
        ({"activities": ()}, "'student': is on demand, but has no activities"),
        ({"on_demand": False}, "'student': is not on demand"),
        ({"activities": (replace(SAVING, times=0),)}, "'student': has an activity that never happens"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_type_that_contradicts_itself_is_refused(changes: dict[str, object], named: str) -> None:
    with pytest.raises(ProductError, match=named):
        replace(STUDENT, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("student", "named"),
    [
        (replace(STUDENT, share=0.2), r"sum to 1\.1, not to 1"),
        (replace(STUDENT, name="savings"), "'savings' is defined more than once"),
        (replace(STUDENT, activities=(replace(SAVING, posting_kind="gift"),)), "student posts the unknown kind gift"),
        (replace(STUDENT, activities=(replace(SAVING, posting_kind="rent"),)), "the kind rent, which is not an every"),
        (replace(STUDENT, activities=(replace(SAVING, number=1),)), "two activities have the number 1"),
        (replace(STUDENT, activities=(replace(SAVING, posting_kind="atm_fee"),)), "the kind atm_fee, which is not an"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_further_type_that_contradicts_the_others_is_refused(student: AccountType, named: str) -> None:
    with pytest.raises(ProductError, match=named):
        bank_with(student)


def kinds_with(name: str, **changes: object) -> tuple[PostingKind, ...]:
    """Return the kinds of postings, one of them changed."""
    return tuple(replace(kind, **changes) if kind.name == name else kind for kind in POSTING_KINDS)  # type: ignore[arg-type]


UNUSED = PostingKind("gift", "transfer", "online", "Gift to", "person", outgoing=True, posted_by=("everyday activity",))


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"types": tuple(replace(each, everyday=False) for each in TYPES)}, "no account type is an everyday account"),
        ({"pairs": ACCOUNT_TYPES.pairs}, "checking has a share of 0.4 but of 0.5000 in the account pairs"),
        ({"pairs": (*PAIRS[:-1], replace(PAIRS[-1], second="pupil"))}, "names the unknown account type pupil"),
        ({"pairs": (*PAIRS, PAIRS[0])}, "is listed twice"),
        ({"pairs": PAIRS[:-1]}, r"sum to 0\.8000, not to 1"),
        (
            {
                "pairs": [
                    pair if pair.second != "savings" else replace(pair, first=pair.second, second=pair.first)
                    for pair in PAIRS
                ]
            },
            "customer 1 has checking and savings, which is no pair",
        ),
        ({"hours": {"card": HOURS["card"]}}, "uses the channel atm, which has no hours"),
        ({"hours": {**HOURS, "atm": (1, 2)}}, "the channel atm needs the weights of 24 hours"),
        ({"posting_kinds": (*POSTING_KINDS, UNUSED)}, "no account type has an activity that posts the kind gift"),
        ({"posting_kinds": kinds_with("sent", outgoing=None)}, "sent, which does not say whether"),
        ({"posting_kinds": kinds_with("atm_fee", follows="gift")}, "posts the kind atm_fee"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_types_without_what_they_need_are_refused(other: dict[str, object], named: str) -> None:
    with pytest.raises(ProductError, match=named):
        bank_with(**other)


@pytest.mark.parametrize("account_type", ACCOUNT_TYPES.names)
def test_a_type_that_is_left_out_is_missed_somewhere(account_type: str) -> None:
    left = tuple(each for each in TYPES if each.name != account_type)
    with pytest.raises(ProductError, match="sum to"):
        bank_with(types=left, choices=[each.name for each in left])


def test_the_choices_of_the_model_are_the_account_types() -> None:
    with pytest.raises(ProductError, match="account type 'student' is missing from the model's choices"):
        bank_with(choices=Account.Type.values)
    with pytest.raises(ProductError, match="choices include 'trust', but no account type of this name is defined"):
        bank_with(choices=[*Account.Type.values, "student", "trust"])


POSTING_NODES = [node for node in BANK.nodes if node.returns in (Postings, EverydayFlow)]
STREAMS = [*(node.stream for node in POSTING_NODES), "ledger"]


def test_every_kind_of_posting_names_the_nodes_that_post_it() -> None:
    check_posting_kinds(POSTING_KINDS, STREAMS)
    with pytest.raises(GraphError, match="no node posts the kind rent"):
        check_posting_kinds(kinds_with("rent", posted_by=()), STREAMS)
    with pytest.raises(GraphError, match='the kind rent is posted by "leases", which is no node'):
        check_posting_kinds(kinds_with("rent", posted_by=("leases",)), STREAMS)
    with pytest.raises(GraphError, match='the node "leases" returns postings, but no kind'):
        check_posting_kinds(POSTING_KINDS, [*STREAMS, "leases"])


def posted_kinds(plan: Plan) -> dict[str, set[str]]:
    """Return the kinds that each node posts in the first block of a bank, by the node's stream."""
    (_, _, (evaluation, _), *_) = evaluations(BANK, plan, blocks(plan.layout, CELLS_PER_BLOCK))
    kinds = {}
    for node in POSTING_NODES:
        result = node(**evaluation.arguments(node))
        postings = result.postings if isinstance(result, EverydayFlow) else result
        kinds[node.stream] = {POSTING_KINDS[code].name for code in np.unique(postings.kind)}
    return kinds


def test_nodes_post_the_kinds_that_name_them_and_no_others() -> None:
    brief = posted_kinds(plan_of(5, 4_500, 560))
    full = posted_kinds(replace(plan_of(5, 900, 110), history=History.FULL))
    for stream in brief:
        named = {kind.name for kind in POSTING_KINDS if stream in kind.posted_by}
        assert brief[stream] | full[stream] == named, stream
