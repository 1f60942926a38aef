"""Every recipe by name, in the module where model-bakery looks for them: `baker.make_recipe("seeding.account")`."""

from datetime import date

from seeding.bakery.recipes import BakerRecipe, Positions
from seeding.bakery.sample import SampleBank
from seeding.bank.graph import BANK
from seeding.engine.plan import DEFAULT_SEED, Plan

_DAY = date(2026, 6, 30)  # fixed, so that tests see the same rows every year
SAMPLE = SampleBank(BANK, Plan.of_one_day(_DAY, seed=DEFAULT_SEED, customers=1_200, employees=150))
"""The bank whose rows the recipes return."""

_POSITIONS = Positions()
start_over = _POSITIONS.start_over
"""Return the first rows again from now on. A fixture that calls this makes tests independent of each other."""

_RECIPES = {recipe.name: BakerRecipe(recipe, SAMPLE, _POSITIONS) for recipe in BANK.recipes}


def __getattr__(name: str) -> BakerRecipe:
    try:
        return _RECIPES[name]
    except KeyError:
        raise AttributeError(f"there is no recipe {name}; the recipes are {', '.join(sorted(_RECIPES))}") from None
