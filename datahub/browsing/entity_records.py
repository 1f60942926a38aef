"""Compliance records that name a row of the bank by its type and key: rule violations and the audit trail."""

from collections.abc import Iterable
from datetime import datetime

from datahub.browsing.row_page import MAX_COUNTED
from datahub.compliance.models import AuditTrail, RuleViolation


def newest_violations(
    keys: Iterable[str | None], *, since: datetime | None = None, before: datetime | None = None
) -> list[RuleViolation]:
    """Return the newest violations by some customers, accounts and transactions, optionally of a period only."""
    types = RuleViolation.Entity.values  # excludes nothing, but lets the index on (type, key) serve
    found = RuleViolation.objects.filter(entity_type__in=types, entity_id__in=set(keys) - {None})
    if since and before:
        found = found.filter(violation_date__gte=since, violation_date__lt=before)
    return list(found.order_by("-violation_date", "-pk")[:MAX_COUNTED])


def newest_audit_entries(keys: Iterable[str]) -> list[AuditTrail]:
    """Return the newest audit entries on some customers, accounts, transactions, loans and policies."""
    found = AuditTrail.objects.filter(entity_type__in=AuditTrail.Entity.values, entity_id__in=set(keys))
    return list(found.order_by("-performed_at", "-pk")[:MAX_COUNTED])
