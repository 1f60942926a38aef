"""The page of a policy: what it covers, what was paid for it and out of it, and what that moved in the ledger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.browsing import formats
from datahub.browsing.chart_data import Chart, Kind, Series
from datahub.browsing.dates import full_years
from datahub.browsing.ledger_entries import Bookings, bookings_of
from datahub.browsing.links import list_of_referring, page_url
from datahub.browsing.model_fields import AnyField
from datahub.browsing.policy_steps import life_of, standing
from datahub.browsing.premiums import Premiums, premiums_of
from datahub.browsing.row_page import Excerpt, Value, excerpt, values
from datahub.browsing.steps import Step
from datahub.customers.models import CustomerProfile
from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment

if TYPE_CHECKING:
    from datahub.browsing.bank_admin import BankAdmin

NOTHING = Decimal("0.00")
FACTS = ("customer", "linked_account", "premium_amount", "premium_frequency", "start_date", "end_date", "agent")
"""Columns that stand at the top of the page."""


@dataclass(frozen=True)
class PolicyPage:
    """What the page shows. Claims and events are in the order of their days."""

    policy: Policy
    holder: CustomerProfile | None
    facts: list[Value]
    premiums: Premiums
    claims: list[Claim]
    events: list[PolicyEvent]
    bookings: Bookings
    excerpts: list[Excerpt]

    @property
    def status(self) -> SafeString:
        """The status of the policy."""
        status = self.policy.policy_status or ""
        return formats.badge(status, self.policy.get_policy_status_display() or formats.NOTHING)

    @property
    def why(self) -> str:
        """Why it has this status."""
        return standing(self.policy, self.claims, self.events)

    @property
    def steps(self) -> list[Step]:
        """The policy's life, step by step."""
        return list(life_of(self.policy, self.premiums, self.claims, self.events))

    @property
    def granted(self) -> Decimal:
        """What was granted for all claims."""
        return sum((claim.approved_amount or NOTHING for claim in self.claims), NOTHING)

    @property
    def losses(self) -> list[tuple[Claim, str, SafeString]]:
        """The claims, each with its page and its status."""
        return [
            (claim, page_url(Claim, claim.pk), formats.badge(claim.status or "", claim.get_status_display() or ""))
            for claim in reversed(self.claims)
        ]

    @cached_property
    def chart(self) -> Chart | None:
        """What was paid for the policy and granted for its claims in each of its years; None before it was paid for."""
        moved = [(row.payment_date, row.amount, NOTHING) for row in self.premiums.paid_rows]
        moved += [(claim.claim_date, NOTHING, claim.approved_amount or NOTHING) for claim in self.claims]
        if not moved:
            return None
        years = range(max(self._year(day) for day, *_ in moved) + 1)
        paid, granted = ([NOTHING] * len(years) for _ in range(2))
        for day, premium, claimed in moved:
            paid[self._year(day)] += premium
            granted[self._year(day)] += claimed
        first = self.policy.start_date.year
        return Chart(
            key="premiums-and-claims",
            title="Premiums paid and claims granted",
            kind=Kind.PAIRS,
            labels=[f"{first + year}/{(first + year + 1) % 100:02}" for year in years],
            series=(Series("premiums", paid), Series("claims", granted)),
        )

    def _year(self, when: date) -> int:
        """Return which year of the policy a day is in, from 0."""
        return max(0, full_years(self.policy.start_date, when))


def gathered(admin: "BankAdmin", policy: Policy) -> PolicyPage:
    """Return all that the page of a policy shows. Nothing is joined: each table is asked once, by its keys."""
    premiums = premiums_of(policy.pk)
    claims = list(Claim.objects.filter(policy_id=policy.pk).order_by("claim_date", "pk"))
    events = list(PolicyEvent.objects.filter(policy_id=policy.pk).order_by("event_date", "pk"))
    beneficiaries = list(Beneficiary.objects.filter(policy_id=policy.pk).order_by("pk"))
    prefetch_related_objects(claims, "processed_by")
    prefetch_related_objects(events, "performed_by")
    numbers = [policy.policy_number, *(claim.claim_number for claim in claims)]
    shown = [
        _excerpt(admin, policy, Beneficiary, beneficiaries),
        _excerpt(admin, policy, PolicyEvent, events[::-1]),
        _excerpt(admin, policy, PremiumPayment, premiums.rows[::-1]),
    ]
    return PolicyPage(
        policy,
        CustomerProfile.objects.filter(pk=policy.customer_id).first(),
        values([column for column in admin.shown if column.field.name in FACTS], policy),
        premiums,
        claims,
        events,
        bookings_of(policy.linked_account_id, numbers),
        [each for each in shown if each],
    )


def _excerpt(
    admin: "BankAdmin", policy: Policy, model: type[Beneficiary | PolicyEvent | PremiumPayment], rows: list[Any]
) -> Excerpt | None:
    field: AnyField = model._meta.get_field("policy")
    title = capfirst(str(model._meta.verbose_name_plural))
    return excerpt(admin, rows, title, list_of_referring(field, policy.pk), (field, policy))
