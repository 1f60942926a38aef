"""The start page's chart of premiums and claims by line of insurance, with the loss ratio of each line."""

from dataclasses import dataclass

from django.db.models import Model
from psycopg import sql

from datahub.browsing.chart_data import Chart, ChartKind, Series
from datahub.browsing.formats import whole_percent
from datahub.browsing.sampling import Sample, query_rows
from datahub.insurance.models import Policy

MAX_POLICIES = 10_000
"""Policies above which a sample is read: each takes two lookups, of its premiums and of its claims."""

_LINES = sql.SQL("""
    SELECT policy_type,
           round(sum(paid) / {fraction}::numeric)::bigint,
           round(sum(approved) / {fraction}::numeric)::bigint
    FROM (SELECT policy_id, policy_type FROM {table} {sample}) AS sampled,
    LATERAL (
        SELECT coalesce(sum(amount), 0) AS paid FROM premium_payments
        WHERE policy_id = sampled.policy_id AND payment_status = 'completed'
    ) AS premiums,
    LATERAL (
        SELECT coalesce(sum(approved_amount), 0) AS approved FROM claims WHERE policy_id = sampled.policy_id
    ) AS losses
    GROUP BY policy_type
""")


@dataclass(frozen=True)
class LossRatios:
    """Premiums and claims of the policies by line; a chart of the table of policies."""

    def draw(self, model: type[Model], rows: int) -> Chart | None:
        """Return the chart for about `rows` policies; None if no premium was paid."""
        sample = Sample(rows, MAX_POLICIES)
        found = query_rows(model, _LINES, fraction=sql.Literal(sample.fraction), sample=sample.clause)
        lines = {line: (paid, approved) for line, paid, approved in found if paid}
        shown = [line for line in Policy.Type if line in lines]
        if not shown:
            return None
        paid, approved = zip(*(lines[line] for line in shown), strict=True)
        return Chart(
            key="premiums-and-claims",
            title="Premiums and claims by line, with the loss ratio",
            kind=ChartKind.PAIRS,
            labels=[str(line.label) for line in shown],
            series=(Series("premiums", paid), Series("claims", approved)),
            texts=[whole_percent(loss / premium) for premium, loss in zip(paid, approved, strict=True)],
            note=sample.note,
        )
