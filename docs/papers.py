"""`make papers` writes again what follows from the code: parts of docs/bank.md, analytics/ and docs/ledger.md."""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from datahub.databases import BANK_DATABASES
from docs.dbt_sources import source_files
from docs.ledger_budget import FILE as LEDGER
from docs.ledger_budget import ledger_budget
from seeding.bank.graph import BANK
from seeding.engine.plan import CUSTOMERS_PER_SCALE, DEFAULT_SEED, EMPLOYEES_PER_SCALE, History, Plan
from seeding.storage.tables import tables_of

BANK_PAGE = CHECKOUT / "docs" / "bank.md"
_TABLES = re.compile(r"(?<=<!-- tables -->\n).*?(?=<!-- end of tables -->)", re.DOTALL)
_DAY = date(2026, 6, 30)


def bank_page() -> str:
    """Return docs/bank.md with the table of the bank's tables as the models and recipes have it."""
    return _TABLES.sub("\n".join([*_table_of_tables(), ""]), BANK_PAGE.read_text(encoding="utf-8"))


def _table_of_tables() -> Iterator[str]:
    """Yield a Markdown table: each table with the rows that scale 1 promises, in both histories, and its comment."""
    plan = Plan(DEFAULT_SEED, CUSTOMERS_PER_SCALE, EMPLOYEES_PER_SCALE, _DAY, _DAY, _DAY)
    full = replace(plan, history=History.FULL)
    expected = {recipe.table: (recipe.expects(plan.layout), recipe.expects(full.layout)) for recipe in BANK.recipes}
    yield "| database | table | rows at scale 1 | in a full history | |"
    yield "|---|---|---|---|---|"
    for database in BANK_DATABASES:
        for place, model in enumerate(tables_of(database)):
            table = model._meta.db_table
            name = "" if place else database
            brief_rows, full_rows = expected[table]
            more = "" if full_rows == brief_rows else full_rows
            yield f"| {name} | {table} | {brief_rows} | {more} | {model._meta.db_table_comment} |"


def papers() -> dict[Path, str]:
    """Return what each file holds that follows from the code, in whole or in part."""
    return {BANK_PAGE: bank_page(), **source_files()}


if __name__ == "__main__":
    for file, text in papers().items():
        file.write_text(text, encoding="utf-8")
    # The budget changes with the rows of the bank, as the digests do, so that no test compares it.
    LEDGER.write_text(ledger_budget(), encoding="utf-8")
