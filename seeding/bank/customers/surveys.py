"""Satisfaction surveys: what customers answered about an interaction."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import Customers
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.interactions import Interactions
from seeding.bank.customers.new_products import NewProducts
from seeding.bank.customers.survey_texts import DETRACTOR, PASSIVE, PROMOTER
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, Index, IntArray
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_SATISFACTION = np.array(numbers.SATISFACTION)
_LOWEST_RATING, _HIGHEST_RATING = min(numbers.SATISFACTION), max(numbers.SATISFACTION)


@dataclass(frozen=True)
class Surveys(Rows):
    """The surveys of a block, one element per survey; the key is that of the interaction.

    `interaction` is an index; `product` is a code of PRODUCTS: what the customer bought in the weeks before and is
    asked about, NONE where it was nothing. `nps` is a score from 0 to 10, `satisfaction` a rating from 1 to 5, and
    `respondent_class` a code of RESPONDENT_CLASSES.
    """

    interaction: Index
    product: Code
    nps: IntArray
    satisfaction: IntArray
    respondent_class: Code
    day: DayNumber
    has_comment: BoolArray


@node(stream="satisfaction surveys")
def surveys(
    customers: Customers, interactions: Interactions, new_products: NewProducts, plan: Plan, draw: Draw
) -> Surveys:
    """Return a survey for three interactions in ten; its scores depend on the outcome of the interaction.

    Customers who bought a product in the weeks before are asked about it, unless they complained.
    """
    is_outspoken = storyline_codes(customers.key, lambda role: int(role.outspoken)) == 1
    is_answered = draw.uniform("answered", interactions) < numbers.ANSWERED
    is_answered |= is_outspoken[interactions.customer]
    is_old_enough = interactions.day <= plan.last_day - numbers.ANSWER_DAYS[1]
    interaction = np.flatnonzero(is_answered & is_old_enough)
    rows = Rows(interactions.key[interaction], interactions.cell[interaction])
    day = interactions.day[interaction] + draw.integers("day", rows, *numbers.ANSWER_DAYS)
    bought = new_products.latest(interactions.customer[interaction], day - numbers.PRODUCT_SURVEY_DAYS, day - 1)
    bought = np.where(interactions.is_complaint[interaction], NONE, bought)
    nps = _scores(rows, interactions.is_complaint[interaction], interactions.outcome[interaction], draw)
    drawn = draw.categorical("satisfaction", rows, numbers.SATISFACTION_DEVIATION)
    deviation = drawn - numbers.SATISFACTION_DEVIATION.code("same")
    is_promoter, is_passive = nps >= numbers.PROMOTER_FROM, nps >= numbers.PASSIVE_FROM
    return Surveys(
        key=rows.key,
        cell=rows.cell,
        interaction=interaction,
        # The last element serves surveys without a product.
        product=np.append(new_products.product, NONE)[bought],
        nps=nps,
        satisfaction=(_SATISFACTION[nps] + deviation).clip(_LOWEST_RATING, _HIGHEST_RATING),
        respondent_class=np.select([is_promoter, is_passive], [PROMOTER, PASSIVE], DETRACTOR),
        day=day,
        has_comment=draw.uniform("commented", rows) < numbers.COMMENTED,
    )


def _scores(rows: Rows, is_complaint: BoolArray, outcome: Code, draw: Draw) -> IntArray:
    """Return net promoter scores: lower for interactions that were not resolved, lowest for complaints."""
    is_resolved = outcome == numbers.RESOLVED
    nps = draw.categorical("nps", rows, numbers.NPS_RESOLVED)
    for name, selected, scores in (
        ("unresolved", ~is_resolved & ~is_complaint, numbers.NPS_UNRESOLVED),
        ("complaint", is_complaint, numbers.NPS_COMPLAINT),
    ):
        nps[selected] = draw.categorical(f"nps/{name}", rows.where(selected), scores)
    return nps
