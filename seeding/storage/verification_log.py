"""The record of verifications: what the checks found, and when; catalog packs are made from it."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from seeding.engine.plan import Plan
from seeding.models import Run, Verification

MOST_RECORDED = 200
"""Verifications that are kept; older ones are deleted."""


def record_verification(run: Run, results: Mapping[str, Any]) -> None:
    """Record the results of checks on the rows of a run, and delete the oldest records beyond MOST_RECORDED.

    Their numbers are their order: the clock may have been set back between two of them.
    """
    Verification.objects.create(run=run, verified_at=timezone.now(), results=json.dumps(results, allow_nan=False))
    kept = Verification.objects.order_by("-pk").values("pk")[:MOST_RECORDED]
    Verification.objects.exclude(pk__in=kept).delete()


def verifications_of(plan: Plan) -> list[Verification]:
    """Return the recorded verifications of a bank, the oldest first.

    A bank that was loaded again, or up to another day, is the same bank; one of another seed, size or history is not.
    """
    return [
        verification
        for verification in Verification.objects.select_related("run").order_by("pk")
        if verification.run.plan and _identity(Plan.from_record(verification.run.plan)) == _identity(plan)
    ]


def _identity(plan: Plan) -> tuple[int, int, int, str]:
    return plan.seed, plan.customers, plan.employees, plan.history
