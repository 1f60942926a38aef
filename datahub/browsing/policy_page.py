"""The page of a policy: its coverage, its premiums and claims, and its ledger entries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.browsing.amounts import ZERO, total
from datahub.browsing.badges import status_badge
from datahub.browsing.chart_data import Chart, ChartKind, Series
from datahub.browsing.dates import completed_years
from datahub.browsing.ledger_entries import LedgerEntries, load_ledger_entries
from datahub.browsing.links import page_url, referring_list_url
from datahub.browsing.model_fields import AnyField
from datahub.browsing.policy_steps import policy_steps, status_reason
from datahub.browsing.premiums import Premiums, load_premiums
from datahub.browsing.row_page import Excerpt, LabeledValue, labeled_values, make_excerpt
from datahub.browsing.steps import Step
from datahub.browsing.table_admin import TableAdmin
from datahub.customers.models import CustomerProfile
from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment

FACTS = (
    "customer", "product_name", "insured_name", "insured_relationship", "linked_account", "premium_amount",
    "premium_frequency", "start_date", "end_date", "agent",
)  # fmt: skip
"""Columns at the top of the page."""


@dataclass(frozen=True)
class PolicyPage:
    """The contents of the page. Claims and events are sorted by date."""

    policy: Policy
    holder: CustomerProfile | None
    facts: list[LabeledValue]
    premiums: Premiums
    claims: list[Claim]
    events: list[PolicyEvent]
    ledger_entries: LedgerEntries
    excerpts: list[Excerpt]

    @property
    def status(self) -> SafeString | str:
        """The badge of the policy's status."""
        return status_badge(self.policy, "policy_status")

    @property
    def status_reason(self) -> str:
        """Why the policy has its status."""
        return status_reason(self.policy, self.claims, self.events)

    @property
    def steps(self) -> list[Step]:
        """The steps of the policy."""
        return list(policy_steps(self.policy, self.premiums, self.claims, self.events))

    @property
    def approved(self) -> Decimal:
        """The sum of the approved amounts of all claims."""
        return total(claim.approved_amount or ZERO for claim in self.claims)

    @property
    def claim_links(self) -> list[tuple[Claim, str, SafeString | str]]:
        """The claims, newest first, with the addresses of their pages and the badges of their status."""
        return [(claim, page_url(Claim, claim.pk), status_badge(claim, "status")) for claim in reversed(self.claims)]

    @cached_property
    def chart(self) -> Chart | None:
        """Premiums paid and claims approved per policy year; None before the first of either."""
        moved = [(row.payment_date, row.amount, ZERO) for row in self.premiums.completed_rows]
        moved += [(claim.claim_date, ZERO, claim.approved_amount or ZERO) for claim in self.claims]
        if not moved:
            return None
        years = range(max(self._policy_year(day) for day, *_ in moved) + 1)
        paid, approved = ([ZERO] * len(years) for _ in range(2))
        for day, premium, claimed in moved:
            paid[self._policy_year(day)] += premium
            approved[self._policy_year(day)] += claimed
        first = self.policy.start_date.year
        return Chart(
            key="premiums-and-claims",
            title="Premiums paid and claims approved",
            kind=ChartKind.PAIRS,
            labels=[f"{first + year}/{(first + year + 1) % 100:02}" for year in years],
            series=(Series("premiums", paid), Series("claims", approved)),
        )

    def _policy_year(self, when: date) -> int:
        """Return the policy year that a date falls in, counted from 0."""
        return max(0, completed_years(self.policy.start_date, when))


def load_policy_page(admin: TableAdmin, policy: Policy) -> PolicyPage:
    """Return what the page of a policy shows, with one query per table."""
    premiums = load_premiums(policy.pk)
    claims = list(Claim.objects.filter(policy_id=policy.pk).order_by("claim_date", "pk"))
    events = list(PolicyEvent.objects.filter(policy_id=policy.pk).order_by("event_date", "pk"))
    beneficiaries = list(Beneficiary.objects.filter(policy_id=policy.pk).order_by("pk"))
    prefetch_related_objects(claims, "processed_by")
    prefetch_related_objects(events, "performed_by")
    numbers = [policy.policy_number, *(claim.claim_number for claim in claims)]
    excerpts = [
        _excerpt(admin, policy, Beneficiary, beneficiaries),
        _excerpt(admin, policy, PolicyEvent, events[::-1]),
        _excerpt(admin, policy, PremiumPayment, premiums.rows[::-1]),
    ]
    return PolicyPage(
        policy,
        CustomerProfile.objects.filter(pk=policy.customer_id).first(),
        labeled_values([column for column in admin.columns if column.field.name in FACTS], policy),
        premiums,
        claims,
        events,
        load_ledger_entries(policy.linked_account_id, numbers),
        [each for each in excerpts if each],
    )


def _excerpt(
    admin: TableAdmin, policy: Policy, model: type[Beneficiary | PolicyEvent | PremiumPayment], rows: list[Any]
) -> Excerpt | None:
    key: AnyField = model._meta.get_field("policy")
    title = capfirst(str(model._meta.verbose_name_plural))
    return make_excerpt(admin, rows, title, referring_list_url(key, policy.pk), (key, policy))
