"""The postings of policies on linked accounts: premiums, claim settlements, and payments to those who repair a loss."""

import numpy as np
import polars as pl

from seeding.bank.accounts import ledger_numbers
from seeding.bank.accounts.external_parties import ExternalParties, draw_external_parties
from seeding.bank.accounts.postings import DescriptionSource, Obligations, Postings, external_transfers, posted
from seeding.bank.insurance.claims import ClaimNumbers, Claims
from seeding.bank.insurance.numbers import PAID
from seeding.bank.insurance.policies import AUTO_DEBIT, Policies, PolicyNumbers
from seeding.bank.insurance.premiums import COMPLETED, Premiums
from seeding.engine.arrays import NONE, Index
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat
from seeding.engine.text import gather, join


@node(stream="policy references", order=50)
def policy_references(policy_numbers: PolicyNumbers) -> DescriptionSource:
    """Return the policy number that postings of premiums end with."""
    return DescriptionSource("policy", policy_numbers.text)


@node(stream="claim references", order=60)
def claim_references(claim_numbers: ClaimNumbers) -> DescriptionSource:
    """Return the claim number that postings of settlements end with."""
    return DescriptionSource("claim", claim_numbers.text)


@node(stream="claim payee references", order=70)
def claim_payee_references(
    policies: Policies, claims: Claims, claim_numbers: ClaimNumbers, external_parties: ExternalParties, draw: Draw
) -> DescriptionSource:
    """Return the name and the account of each settlement's payee: a company, after a death a person."""
    payee = draw_external_parties(draw, "payee", claims)
    after_death = pl.Series(policies.insures_life[claims.policy])
    person, company = gather(external_parties.person_name, payee), gather(external_parties.company_name, payee)
    text = join(person.zip_with(after_death, company), ", claim ", claim_numbers.text)
    return DescriptionSource("claim_payee", text, gather(external_parties.account_number, payee))


@node(stream="premium debits", order=50)
def premium_postings(policies: Policies, premiums: Premiums, draw: Draw) -> Postings:
    """Return a debit for every premium that was paid from a linked account."""
    index = _debited(policies, premiums)
    rows = Rows(premiums.key[index], premiums.cell[index])
    second = draw.integers("debited_at", rows, *ledger_numbers.NIGHT_RUN)
    policy, day = premiums.policy[index], premiums.payment_day[index]
    return posted(policies.linked_account[policy], day, second, -premiums.amount[index], "premium", policy)


@node(stream="premium obligations", order=20)
def premium_obligations(policies: Policies, premiums: Premiums) -> Obligations:
    """Return the debits of premiums, which their accounts need funds for."""
    index = _debited(policies, premiums)
    account = policies.linked_account[premiums.policy[index]]
    return Obligations(account, premiums.payment_day[index], premiums.amount[index])


@node(stream="claim settlements", order=60)
def settlement_postings(policies: Policies, claims: Claims, layout: Layout, calendar: Calendar, draw: Draw) -> Postings:
    """Return the settlement of every paid claim on a linked policy, and the payment to its payee some days later."""
    account = policies.linked_account[claims.policy]
    index = np.flatnonzero((claims.status == PAID) & (account != NONE))
    cents, day = claims.approved_amount[index], claims.settlement_day[index]
    second = draw.integers("settled_at", claims, *ledger_numbers.NIGHT_RUN)[index]
    settled = posted(account[index], day, second, cents, "settlement", index)
    delay = draw.integers("onward", claims, *ledger_numbers.PASSED_ON_AFTER_DAYS)[index]
    payment_day = calendar.next_business(day, delay)
    paid_on = external_transfers(claims, account, index, payment_day, -cents, "settled_on", draw)
    return concat((settled, paid_on.where(paid_on.day <= layout.until)))


def _debited(policies: Policies, premiums: Premiums) -> Index:
    """Return the premiums, by index, that were paid from a linked account."""
    by_auto_debit = policies.payment_method[premiums.policy] == AUTO_DEBIT
    return np.flatnonzero((premiums.status == COMPLETED) & by_auto_debit)
