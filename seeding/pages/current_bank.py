"""The bank that the site shows, as the record of runs knows it."""

from seeding.engine.plan import Plan
from seeding.models import Run


def current_bank() -> tuple[Run, Plan] | None:
    """Return the last run that changed the bank and its plan; None if the bank is empty or no run is recorded."""
    run = Run.objects.filter(state=Run.State.COMPLETE).exclude(kind=Run.Kind.BREAK).first()
    return (run, Plan.from_record(run.plan)) if run and run.plan else None
