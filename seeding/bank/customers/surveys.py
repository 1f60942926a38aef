"""What customers answer when they are asked how a contact went."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import Customers
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.interactions import Interactions
from seeding.bank.customers.survey_texts import DETRACTOR, PASSIVE, PROMOTER
from seeding.bank.storylines import storyline_codes
from seeding.engine.arrays import BoolArray, IntArray
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_SATISFACTION = np.array(numbers.SATISFACTION)


@dataclass(frozen=True)
class Surveys(Rows):
    """The answers of a block, with the key of their contact, whose index is `contact`; `nps` 0-10, `satisfaction` 1-5.

    `opinion` is a place in the CLASSES of survey_words.
    """

    contact: IntArray
    nps: IntArray
    satisfaction: IntArray
    opinion: IntArray
    day: IntArray
    commented: BoolArray


@node(stream="satisfaction surveys")
def surveys(customers: Customers, interactions: Interactions, plan: Plan, draw: Draw) -> Surveys:
    """Ask after three contacts in ten; what became of the contact weighs on the answer."""
    asked = draw.uniform("answered", interactions) < numbers.ANSWERED
    asked |= (storyline_codes(customers.key, lambda role: int(role.outspoken)) == 1)[interactions.owner]
    contact = np.flatnonzero(asked & (interactions.day <= plan.last_day - numbers.ANSWER_DAYS[1]))
    rows = Rows(interactions.key[contact], interactions.cell[contact])
    nps = _scores(rows, interactions.complaint[contact], interactions.outcome[contact], draw)
    off = draw.categorical("satisfaction", rows, numbers.ONE_OFF) - numbers.ONE_OFF.code("same")
    return Surveys(
        key=rows.key,
        cell=rows.cell,
        contact=contact,
        nps=nps,
        satisfaction=(_SATISFACTION[nps] + off).clip(1, 5),
        opinion=np.where(
            nps >= numbers.PROMOTER_FROM, PROMOTER, np.where(nps >= numbers.PASSIVE_FROM, PASSIVE, DETRACTOR)
        ),
        day=interactions.day[contact] + draw.integers("day", rows, *numbers.ANSWER_DAYS),
        commented=draw.uniform("commented", rows) < numbers.COMMENTED,
    )


def _scores(rows: Rows, complaint: BoolArray, outcome: IntArray, draw: Draw) -> IntArray:
    resolved = outcome == numbers.RESOLVED
    nps = draw.categorical("nps", rows, numbers.NPS_RESOLVED)
    for name, among, scores in (
        ("unresolved", ~resolved & ~complaint, numbers.NPS_UNRESOLVED),
        ("complaint", complaint, numbers.NPS_COMPLAINT),
    ):
        nps[among] = draw.categorical(f"nps/{name}", rows.where(among), scores)
    return nps
