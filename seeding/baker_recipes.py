"""Every recipe by name, where model-bakery looks for them: `baker.make_recipe("seeding.account")`."""

from datetime import date

from seeding.bakery.recipes import BakerRecipe, Positions
from seeding.bakery.sample import SampleBank
from seeding.bank.graph import BANK
from seeding.engine.plan import DEFAULT_SEED, Plan

_DAY = date(2026, 6, 30)  # fixed, so that a test sees the same rows next year
SAMPLE = SampleBank(BANK, Plan(seed=DEFAULT_SEED, customers=1_200, employees=150, as_of=_DAY, epoch=_DAY))
"""The bank whose rows are handed out; it never changes."""

_POSITIONS = Positions()
start_over = _POSITIONS.start_over
"""Hand out the first rows again: a fixture that calls this makes tests independent of each other."""

_RECIPES = {recipe.name: BakerRecipe(recipe, SAMPLE, _POSITIONS) for recipe in BANK.recipes}


def __getattr__(name: str) -> BakerRecipe:
    try:
        return _RECIPES[name]
    except KeyError:
        raise AttributeError(f"no recipe is called {name}; there are {', '.join(sorted(_RECIPES))}") from None
