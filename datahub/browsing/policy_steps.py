"""A policy's life as a line of steps, and why it stands as it does: told by its premiums, claims and events."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from datahub.browsing import formats
from datahub.browsing.links import page_url
from datahub.browsing.premiums import Premiums
from datahub.browsing.steps import AHEAD, BAD, GOOD, WATCH, Step
from datahub.insurance.models import Claim, Policy, PolicyEvent

CLAIMS_TOLD = 3
"""Claims that have a step each; of more only the latest are told."""
Event = PolicyEvent.Type
CAUSES = {Policy.Status.LAPSED: Event.LAPSE, Policy.Status.CANCELLED: Event.CANCELLATION}
"""The events that end a policy, by the status that it has after them."""
YEARLY = (Policy.Type.PROPERTY, Policy.Type.VEHICLE, Policy.Type.HEALTH)
"""Types that run for a year and are renewed."""
TONES = {Claim.Status.REJECTED: BAD, Claim.Status.UNDER_REVIEW: WATCH, Claim.Status.SUBMITTED: WATCH}


def life_of(
    policy: Policy, premiums: Premiums, claims: Sequence[Claim], events: Sequence[PolicyEvent]
) -> Iterator[Step]:
    """Yield the steps in the order of their days, and last how it ends or goes on."""
    agent = f", sold by {policy.agent}" if policy.agent else ""
    yield Step(policy.start_date, "Begins", f"cover {formats.plain_amount(policy.coverage_amount)}{agent}")
    told = [*_paid(premiums), *_changed(events), *(_claimed(claim) for claim in claims[-CLAIMS_TOLD:])]
    yield from sorted(told, key=lambda step: step.day or date.max)
    yield _end(policy, claims, events)


def standing(policy: Policy, claims: Sequence[Claim], events: Sequence[PolicyEvent]) -> str:
    """Return in a sentence why the policy has its status; nothing where no row says so."""
    match policy.policy_status:
        case Policy.Status.LAPSED | Policy.Status.CANCELLED:
            cause = _last(events, CAUSES[Policy.Status(policy.policy_status)])
            return f"{cause.description} ({cause.event_date})." if cause else ""
        case Policy.Status.MATURED:
            death = _death(claims)
            return f"Ended by the death of {death.claim_date}." if death else f"Its term ended on {policy.end_date}."
    cause = _last(events, Event.RENEWAL, Event.REINSTATEMENT)
    return f"{cause.description}." if cause else f"In its first term, to {policy.end_date}."


def _paid(premiums: Premiums) -> Iterator[Step]:
    if premiums.rows:
        failed = f", {premiums.failed} failed" if premiums.failed else ""
        words = f"{premiums.completed} paid{failed}"
        yield Step(premiums.last_paid, "Premiums", words, tone=WATCH if failed else GOOD)


def _changed(events: Sequence[PolicyEvent]) -> Iterator[Step]:
    """Yield the last event of each kind that did not end the policy, and how often there was one."""
    for kind in (Event.RENEWAL, Event.MODIFICATION, Event.REINSTATEMENT):
        last = _last(events, kind)
        if last:
            times = sum(event.event_type == kind for event in events)
            words = f"{times} times" if times > 1 else last.description or ""
            title = {Event.RENEWAL: "Renewed", Event.MODIFICATION: "Modified"}.get(kind, "Reinstated")
            yield Step(last.event_date, title, words, address=page_url(PolicyEvent, last.pk))


def _claimed(claim: Claim) -> Step:
    granted = f" {formats.plain_amount(claim.approved_amount)}" if claim.approved_amount is not None else ""
    words = f"{claim.get_status_display() or 'filed'}{granted}".lower()
    tone = TONES.get(Claim.Status(claim.status), GOOD) if claim.status else GOOD
    return Step(claim.claim_date, "Claimed", words, tone=tone, address=page_url(Claim, claim.pk))


def _end(policy: Policy, claims: Sequence[Claim], events: Sequence[PolicyEvent]) -> Step:
    if policy.policy_status in CAUSES:
        cause = _last(events, CAUSES[Policy.Status(policy.policy_status)])
        title = str(policy.get_policy_status_display())
        if cause is None:
            return Step(None, title, "", tone=BAD)
        return Step(cause.event_date, title, cause.description or "", tone=BAD, address=page_url(PolicyEvent, cause.pk))
    if policy.policy_status == Policy.Status.MATURED:
        death = _death(claims)
        return Step(death.claim_date if death else policy.end_date, "Matured", "by a death" if death else "in its term")
    if policy.end_date is None:
        return Step(None, "Goes on", "", tone=AHEAD)
    if policy.policy_type in YEARLY:
        return Step(policy.end_date + timedelta(days=1), "Next renewal", "for another year", tone=AHEAD)
    return Step(policy.end_date, "Ends", "", tone=AHEAD)


def _last(events: Sequence[PolicyEvent], *kinds: str) -> PolicyEvent | None:
    return max((each for each in events if each.event_type in kinds), key=lambda each: each.event_date, default=None)


def _death(claims: Sequence[Claim]) -> Claim | None:
    """Return the claim by which a policy ended: a death that was not rejected."""
    granted = (Claim.Status.APPROVED, Claim.Status.PAID)
    return next((each for each in claims if each.claim_type == Claim.Type.DEATH and each.status in granted), None)
