"""Descriptions of claims: what happened, chosen by what is insured, the season and the amount, and why some fail."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import polars as pl

from seeding.bank.insurance.peril import ALL_YEAR, AMOUNT_BANDS, Peril, PerilError
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.phrases import Phrases
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, IntArray, MonthNumber
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS
from seeding.engine.rows import Rows
from seeding.engine.text import gather, join, string_series

_MONTHS, _BANDS = len(ALL_YEAR), len(AMOUNT_BANDS)
_BAND_STARTS: Cents = CENTS * np.array(AMOUNT_BANDS)
STORM = "Storm tore part of the roof off; rain damaged two rooms below"
"""The claim of the storyline."""

_PERILS: tuple[tuple[int, Peril], ...] = tuple(
    (code, peril) for code, each in enumerate(POLICY_TYPES) for peril in each.perils
)
_INCIDENTS = string_series(*(text for _, peril in _PERILS for text in peril.texts))
"""All texts of all perils."""
_REJECTIONS = Phrases.of(peril.rejections for _, peril in _PERILS for _ in peril.texts)
"""Why a claim of each incident is rejected."""
_BELOW_DEDUCTIBLE = string_series(*(
    f"The loss is below the deductible of {each.loss.deductible:,}" if each.loss else "" for each in POLICY_TYPES
))  # fmt: skip


def _possible_incidents() -> Iterator[list[int]]:
    """Yield the incidents that can happen in each situation: policy type, company or not, month, band of amounts.

    Raises PerilError where a type that is sold has none.
    """
    first = np.cumsum([0, *(len(peril.texts) for _, peril in _PERILS)])
    for (code, each), corporate, month, band in product(
        enumerate(POLICY_TYPES), (False, True), ALL_YEAR, range(_BANDS)
    ):
        possible = [
            incident
            for place, (of_type, peril) in enumerate(_PERILS)
            if of_type == code and peril.can_happen(month, band, corporate)
            for incident in range(first[place], first[place + 1])
        ]
        if not possible and (each.for_companies or not corporate):
            raise PerilError(f"nothing can happen to {each.name} in month {month} for an amount of band {band}")
        yield possible


_POSSIBLE = list(_possible_incidents())
_COUNT: IntArray = np.array([len(each) for each in _POSSIBLE])
_FIRST: IntArray = np.cumsum(_COUNT) - _COUNT
_OF_SITUATION: Code = np.concatenate([np.array(each, np.int64) for each in _POSSIBLE])


def incidents(
    rows: Rows, policy_type: Code, corporate: BoolArray, month: MonthNumber, claimed: Cents, draw: Draw
) -> Code:
    """Return what happened: an index into the texts, possible in the month of the loss and for the amount."""
    band = np.searchsorted(_BAND_STARTS, claimed, side="right") - 1
    situation = ((policy_type * 2 + corporate) * _MONTHS + month % _MONTHS) * _BANDS + band
    first = _FIRST[situation]
    return _OF_SITUATION[draw.integers("incident", rows, first, first + _COUNT[situation] - 1)]


def incident_texts(incident: Code, is_storm: BoolArray) -> pl.Series:
    """Return what happened in words; `is_storm` marks the claim of the storyline."""
    return gather(_INCIDENTS, incident).zip_with(pl.Series(~is_storm), string_series(STORM))


def rejection_texts(
    rows: Rows, incident: Code, policy_type: Code, is_rejected: BoolArray, is_below: BoolArray, draw: Draw
) -> pl.Series:
    """Return why each rejected claim was rejected, null for the others; some claim less than the deductible."""
    reason = _REJECTIONS.text(draw, "reason", rows, np.where(is_rejected & ~is_below, incident, NONE))
    below = gather(_BELOW_DEDUCTIBLE, np.where(is_rejected & is_below, policy_type, NONE))
    return join(". ", reason.fill_null(below))
