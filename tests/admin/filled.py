"""A bank with rows in every table, including those that the seeding leaves empty."""

from tests.admin.pages import MODELS
from tests.datahub.rows import make_row
from tests.seeded import kept_bank

ROWS = 3


def fill_bank() -> None:
    """Seed a bank, and add a few rows to every table that is empty then."""
    kept_bank({"scale": "0.1", "as_of": "2026-06-30"})
    for model in MODELS:
        if not model._default_manager.exists():
            for _ in range(ROWS):
                make_row(model)
