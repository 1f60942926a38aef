"""The changes of the next day of a bank."""

from dataclasses import replace

from seeding.bank.graph import BANK
from seeding.engine.plan import Plan
from seeding.execution.passing_days import PassingDays
from seeding.management.tally import Tally


def next_day_tally(plan: Plan) -> Tally:
    """Return the rows that are added and changed on the day after the one on which a bank is seen.

    The bank must be laid out further than it is seen.
    """
    later = replace(plan, as_of=plan.next_day)
    tally = Tally()
    for part in PassingDays(BANK, plan).changes(lambda model: plan.seen_on, later.seen_on):
        for found in part:
            tally.count(found.model._meta.db_table, found.inserted.num_rows, found.after.num_rows)
    return tally
