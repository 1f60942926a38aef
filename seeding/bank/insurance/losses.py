"""Losses: what happens under policies, so that each line pays in each cell what its premiums allow."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.deaths import Deaths, Terms
from seeding.bank.insurance.numbers import APPROVED, LIFE, LINES, PAID, REJECTED, TYPES, UNDER_REVIEW
from seeding.bank.insurance.policies import Policies
from seeding.bank.storylines import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, IntArray, rank_within, sums_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, concat

DEATH, STORM, REFUSED, REVIEWED = range(numbers.CLAIMS_TRIED, numbers.CLAIMS_TRIED + 4)
"""The places of losses that are none of those a policy may have anyway."""
_FANOUT = 8
"""Room for the losses of one policy."""
_MEDIAN, _SPREAD, _LOW, _HIGH = np.array([
    (median, spread, band.low, band.high) for median, spread, band in (line.loss for line in LINES.values())
]).T  # fmt: skip
_SMALLEST = cents(_LOW)


@dataclass(frozen=True)
class Losses(Rows):
    """The losses of a block that are claimed, policy by policy; `place` says which of its policy's one is.

    `cents` is what was granted, or lost where nothing is; `status` is a place in CLAIM_STATUSES.
    """

    policy: IntArray
    place: IntArray
    cents: IntArray
    status: IntArray


def claimable_months(
    policies: Policies, policy: IntArray, last: IntArray, status: IntArray, plan: Plan, calendar: Calendar
) -> IntArray:
    """Return how many months of a policy have ended by its `last` day, so long ago that a paid claim is settled.

    Below 0 where not even the first has come so far.
    """
    by = np.where(status == PAID, np.minimum(last, plan.last_day - numbers.SETTLED_WITHIN_DAYS), last)
    return calendar.months_between(policies.start[policy], by - numbers.LOSS_DAYS[1])


@node(stream="losses")
def losses(policies: Policies, terms: Terms, deaths: Deaths, plan: Plan, calendar: Calendar, draw: Draw) -> Losses:
    """Choose the losses that premiums pay for, and for every four of them one that costs nothing."""
    storm = (
        storyline_codes(policies.key // 2, lambda role: role.storm_days_ago or NONE) != NONE
    ) & ~policies.ordinal.astype(bool)
    died, stormy = np.flatnonzero(deaths.day != NO_DAY), np.flatnonzero(storm)
    granted = _by_policy(
        _paid_for(policies, terms, storm, plan, calendar, draw),
        _losses(policies, died, DEATH, policies.cover[died], PAID),
        _losses(policies, stormy, STORM, np.full(len(stormy), numbers.STORM_CLAIM), PAID),
    )
    open_to_claims = {status: _open(policies, terms, status, plan, calendar) for status in (UNDER_REVIEW, REJECTED)}
    waits = open_to_claims[UNDER_REVIEW][granted.policy] & (granted.place < DEATH)
    granted.status[draw.stratified_sample("approved", granted, numbers.APPROVED_OF_GRANTED, waits)] = APPROVED
    others = [
        _beside(policies, granted, place, status, open_to_claims[status], draw)
        for place, status in ((REFUSED, REJECTED), (REVIEWED, UNDER_REVIEW))
    ]
    return _by_policy(granted, *others)


def _open(policies: Policies, terms: Terms, status: int, plan: Plan, calendar: Calendar) -> BoolArray:
    """Return on which policies a claim of some status can be made; an open one where they cover now."""
    every = np.arange(len(policies))
    whole = claimable_months(policies, every, terms.last, np.full(len(every), status), plan, calendar)
    covers = (terms.last == plan.last_day) | (status != UNDER_REVIEW)
    return (policies.type != LIFE) & ~policies.in_storyline & (whole >= 0) & covers


def _losses(policies: Policies, index: IntArray, place: int | IntArray, cents_: IntArray, status: int) -> Losses:
    return Losses(
        key=policies.key[index] * _FANOUT + place,
        cell=policies.cell[index],
        policy=index,
        place=np.zeros(len(index), np.int64) + place,
        cents=cents_,
        status=np.full(len(index), status),
    )


def _by_policy(*parts: Losses) -> Losses:
    """Return the losses of several parts, policy by policy."""
    everything = concat(parts)
    return everything.take(np.argsort(everything.key))


def _drawn(policies: Policies, index: IntArray, place: IntArray, draw: Draw) -> IntArray:
    """Return what losses of some policies cost, within the band of the type."""
    rows = Rows(policies.key[index] * _FANOUT + place, policies.cell[index])
    return cents(draw.lognormal("loss", rows, _MEDIAN, _SPREAD, _LOW, _HIGH, kind=policies.type[index]))


def _paid_for(policies: Policies, terms: Terms, storm: BoolArray, plan: Plan, calendar: Calendar, draw: Draw) -> Losses:
    """Return the losses for which the account of each cell and line lasts.

    It holds a part of the line's earned premiums. Losses come in keyed order, the first of every policy before the
    second of any; the one with which the account runs out is granted what is left. Those of a policy together stay
    within its cover.
    """
    fits = _open(policies, terms, PAID, plan, calendar)
    index = np.repeat(np.flatnonzero(fits), numbers.CLAIMS_TRIED)
    place = np.arange(len(index)) % numbers.CLAIMS_TRIED
    so_far = np.cumsum(_drawn(policies, index, place, draw).reshape(-1, numbers.CLAIMS_TRIED), axis=1)
    loss = np.diff(np.minimum(so_far, policies.cover[fits][:, None]), axis=1, prepend=0).ravel()
    _, cell = np.unique(policies.cell, return_inverse=True)
    line = cell * len(TYPES) + policies.type
    account = np.bincount(line, terms.payable - storm * numbers.STORM_CLAIM).astype(np.int64)
    order = np.lexsort((draw.bits("order", policies.key[index]), place, line[index]))
    index, place, loss = index[order], place[order], loss[order]
    left = account[line[index]] - (sums_within(line[index], loss) - loss)
    granted = np.minimum(loss, left)
    laid = granted >= _SMALLEST[policies.type[index]]
    return _losses(policies, index[laid], place[laid], granted[laid], PAID)


def _beside(policies: Policies, granted: Losses, place: int, status: int, eligible: BoolArray, draw: Draw) -> Losses:
    """Return losses that cost nothing, as many in each cell as their share of those that were granted asks for."""
    wanted = numbers.PER_GRANTED[status]
    asked = draw.stratified_sample(f"asked/{status}", granted, wanted, np.ones(len(granted), bool), rounding="asked")
    cells, cell = np.unique(policies.cell, return_inverse=True)
    count = np.bincount(np.searchsorted(cells, granted.cell[asked]), minlength=len(cells))
    able = np.flatnonzero(eligible)
    able = able[np.lexsort((draw.bits(f"who/{status}", policies.key[able]), cell[able]))]
    able = able[rank_within(cell[able]) < count[cell[able]]]
    lost = _drawn(policies, able, np.full(len(able), place), draw)
    return _losses(policies, able, place, np.minimum(lost, policies.cover[able]), status)
