"""A bank as it is seen on several days, and the laws of what may change from one to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

import polars as pl
from django.db import models

from seeding.bank.graph import BANK
from seeding.engine.blocks import Block
from seeding.engine.cells import cell_count
from seeding.engine.days import day_number
from seeding.engine.evaluation import Evaluation, evaluations
from seeding.engine.graph import Level
from seeding.engine.layout import AsOf
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe

Ways = Mapping[str, frozenset[str]]
"""The states that may follow a state directly or through others."""


MOST_ROWS_KEPT = 200_000
"""Rows of a table on all days, in a table that is kept for the next test; others would take much memory."""


@dataclass(frozen=True)
class Views:
    """A bank on several days, from the first to the last, all of its customers in one block."""

    plan: Plan
    days: tuple[date, ...]
    _kept: dict[tuple[type[models.Model], int], list[pl.DataFrame]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def every(cls, step: int, plan: Plan) -> "Views":
        """Return views of every `step` days from the first day on which a bank is seen to the last of its history."""
        count = (plan.until - plan.start).days // step
        return cls(plan, (*(plan.start + timedelta(days=step * n) for n in range(count + 1)), plan.until))

    @cached_property
    def _evaluations(self) -> dict[Level, Evaluation]:
        all_cells = Block(0, cell_count(self.plan.layout))
        return {evaluation.level: evaluation for evaluation, _ in evaluations(BANK, self.plan, [all_cells])}

    def frames(self, model: type[models.Model], every: int = 1) -> list[pl.DataFrame]:
        """Return the rows of a table on each day, or on one in `every` days; not to be changed."""
        if (kept := self._kept.get((model, every))) is not None:
            return kept
        (recipe,) = (recipe for recipe in BANK.recipes if recipe.model is model)
        frames = [self._rows(recipe, AsOf(day_number(day))) for day in self.days[::every]]
        if sum(frame.height for frame in frames) < MOST_ROWS_KEPT:
            self._kept[model, every] = frames
        return frames

    def _rows(self, recipe: Recipe, as_of: AsOf) -> pl.DataFrame:
        evaluation = self._evaluations[BANK.level(recipe)].on(as_of)
        rows = recipe.laid_out(evaluation.arguments(recipe)).seen_on(as_of)
        frame = pl.from_arrow(rows.batch)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def check(
        self, model: type[models.Model], changing: frozenset[str] = frozenset(), ways: Mapping[str, Ways] | None = None
    ) -> None:
        """Fail if a row vanishes, a column not in `changing` or `ways` changes, or a state does not follow its ways."""
        key = str(model._meta.pk.column)
        frames = self.frames(model)
        for earlier, later in pairwise(frames):
            both = earlier.join(later, on=key, how="left", suffix=" later", coalesce=True)
            found = earlier.join(later, on=key, how="anti")
            assert found.is_empty(), f"rows of {model.__name__} vanish: {found.head(3).to_dicts()}"
            for column in earlier.columns:
                if column == key or column in changing:
                    continue
                states = both.filter(pl.col(column).ne_missing(pl.col(f"{column} later")))
                follow = (ways or {}).get(column, {})
                for before, after in states.select(column, f"{column} later").unique().iter_rows():
                    assert after in follow.get(before, ()), f"{model.__name__}.{column}: {before} becomes {after}"
