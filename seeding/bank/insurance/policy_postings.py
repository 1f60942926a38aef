"""What policies book on the accounts they are linked with: premiums, settlements of claims, and money passed on."""

import numpy as np
import polars as pl

from seeding.bank.accounts import ledger_numbers
from seeding.bank.accounts.external_parties import ExternalParties, draw_external_parties
from seeding.bank.accounts.postings import DescriptionSource, Obligations, Postings, external_transfers, posted
from seeding.bank.insurance.claims import ClaimNumbers, Claims
from seeding.bank.insurance.numbers import LIFE, PAID
from seeding.bank.insurance.policies import AUTO_DEBIT, Policies, PolicyNumbers
from seeding.bank.insurance.premiums import COMPLETED, Premiums
from seeding.engine.arrays import NONE, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, concat
from seeding.engine.text import join


@node(stream="policy references", order=50)
def policy_texts(policy_numbers: PolicyNumbers) -> DescriptionSource:
    """Write the policy's number where a posting is a premium."""
    return DescriptionSource("policy", policy_numbers.text)


@node(stream="claim references", order=60)
def claim_texts(claim_numbers: ClaimNumbers) -> DescriptionSource:
    """Write the claim's number where a posting settles one."""
    return DescriptionSource("claim", claim_numbers.text)


@node(stream="claim payee references", order=70)
def claim_payee_texts(
    policies: Policies, claims: Claims, claim_numbers: ClaimNumbers, external_parties: ExternalParties, draw: Draw
) -> DescriptionSource:
    """Write who a settlement was passed on to: a company that repairs or heals, and after a death an heir."""
    payee = draw_external_parties(draw, "payee", claims)
    died = pl.Series(policies.type[claims.policy] == LIFE)
    name = external_parties.person_name.gather(payee).zip_with(died, external_parties.company_name.gather(payee))
    text = join(name, ", claim ", claim_numbers.text)
    return DescriptionSource("claim_payee", text, external_parties.account_number.gather(payee))


@node(stream="premium debits", order=50)
def premium_debits(policies: Policies, premiums: Premiums, draw: Draw) -> Postings:
    """Debit every premium that was paid from an account of ours."""
    index = _debited(policies, premiums)
    rows = Rows(premiums.key[index], premiums.cell[index])
    second = draw.integers("debited_at", rows, *ledger_numbers.NIGHT_RUN)
    policy = premiums.policy[index]
    return posted(policies.account[policy], premiums.day[index], second, -premiums.cents[index], "premium", policy)


@node(stream="premium obligations", order=20)
def premium_dues(policies: Policies, premiums: Premiums) -> Obligations:
    """Tell what premiums need."""
    index = _debited(policies, premiums)
    return Obligations(policies.account[premiums.policy[index]], premiums.day[index], premiums.cents[index])


@node(stream="claim settlements", order=60)
def settlements(policies: Policies, claims: Claims, plan: Plan, calendar: Calendar, draw: Draw) -> Postings:
    """Credit every claim that is paid on a linked policy, and pass the money on to whoever repairs the loss."""
    account = policies.account[claims.policy]
    index = np.flatnonzero((claims.status == PAID) & (account != NONE))
    cents, day = claims.granted[index], claims.settled[index]
    second = draw.integers("settled_at", claims, *ledger_numbers.NIGHT_RUN)[index]
    settled = posted(account[index], day, second, cents, "settlement", index)
    after = draw.integers("onward", claims, *ledger_numbers.PASSED_ON_AFTER_DAYS)[index]
    onward = calendar.next_business(day, after)
    passed_on = external_transfers(claims, account, index, onward, -cents, "settled_on", draw)
    return concat((settled, passed_on.where(passed_on.day <= plan.last_day)))


def _debited(policies: Policies, premiums: Premiums) -> IntArray:
    """Return the premiums that were paid from an account of ours."""
    return np.flatnonzero((premiums.status == COMPLETED) & (policies.method[premiums.policy] == AUTO_DEBIT))
