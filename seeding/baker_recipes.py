"""Every recipe by name, where model-bakery looks for them: `baker.make_recipe("seeding.account")`."""

from datetime import date

from seeding.bank.blueprint import BANK
from seeding.engine.plan import DEFAULT_SEED, Plan
from seeding.engine.recipe import TableRecipe
from seeding.engine.sample import Sample

SAMPLE = Sample(
    BANK, Plan(seed=DEFAULT_SEED, customers=1_200, employees=150, as_of=date(2026, 6, 30), epoch=date(2026, 6, 30))
)
"""The bank whose rows are handed out one by one; its day is fixed, so that a test sees the same rows next year."""

_RECIPES = SAMPLE.recipes()


def __getattr__(name: str) -> TableRecipe:
    try:
        return _RECIPES[name]
    except KeyError:
        raise AttributeError(f"no recipe is called {name}; there are {', '.join(sorted(_RECIPES))}") from None
