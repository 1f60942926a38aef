"""A bank with rows in every table, including those that the seeding leaves empty."""

from tests.admin.pages import MODELS
from tests.datahub.rows import make_row
from tests.seeded import command, start_afresh

ROWS = 3


def fill_bank() -> None:
    """Seed a bank, and add a few rows to every table that is empty then."""
    start_afresh()
    command("seed_all", scale="0.1", as_of="2026-06-30", replace=True)
    for model in MODELS:
        if not model._default_manager.exists():
            for _ in range(ROWS):
                make_row(model)
