"""The chart of premiums beside claims, line by line: whether insurance pays."""

from collections.abc import Iterator

from psycopg import sql

from datahub.browsing.chart_data import Chart, Kind, Series
from datahub.browsing.formats import share_in_words
from datahub.browsing.sampling import Sample, asked
from datahub.insurance.models import Policy

POLICIES_SEEN = 10_000
"""Policies above which a sample is looked at: each takes a look at its premiums and its claims."""

_LINES = sql.SQL("""
    SELECT policy_type, round(sum(paid) / {share}::numeric)::bigint, round(sum(granted) / {share}::numeric)::bigint
    FROM (SELECT policy_id, policy_type FROM {table} {sample}) AS seen,
    LATERAL (
        SELECT coalesce(sum(amount), 0) AS paid FROM premium_payments
        WHERE policy_id = seen.policy_id AND payment_status = 'completed'
    ) AS premiums,
    LATERAL (
        SELECT coalesce(sum(approved_amount), 0) AS granted FROM claims WHERE policy_id = seen.policy_id
    ) AS losses
    GROUP BY policy_type
""")


def loss_chart(rows: int) -> Iterator[Chart]:
    """Yield the chart for about so many policies, the loss ratio of each line above it; nothing without a premium."""
    sample = Sample(rows, POLICIES_SEEN)
    found = asked(Policy, _LINES, share=sql.Literal(sample.share), sample=sample.clause)
    lines = {line: (paid, granted) for line, paid, granted in found if paid}
    shown = [kind for kind in Policy.Type if kind in lines]
    if not shown:
        return
    paid, granted = zip(*(lines[kind] for kind in shown), strict=True)
    yield Chart(
        key="premiums-and-claims",
        title="Premiums and claims by line, with the loss ratio",
        kind=Kind.PAIRS,
        labels=[str(kind.label) for kind in shown],
        series=(Series("premiums", paid), Series("claims", granted)),
        texts=[share_in_words(loss / premium) for premium, loss in zip(paid, granted, strict=True)],
        remark=sample.remark,
    )
