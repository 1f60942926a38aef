"""The steps of a policy, and the reason for its status, from its premiums, claims and events."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from datahub.browsing import formats
from datahub.browsing.badges import tone_of
from datahub.browsing.links import page_url
from datahub.browsing.premiums import Premiums
from datahub.browsing.steps import Step
from datahub.choices import Tone
from datahub.insurance.models import Claim, Policy, PolicyEvent

MAX_CLAIM_STEPS = 3
"""Latest claims that have a step each."""
Event = PolicyEvent.Type
ENDING_EVENTS = {Policy.Status.LAPSED: Event.LAPSE, Policy.Status.CANCELLED: Event.CANCELLATION}
"""The event that leads to a status."""
RENEWED_YEARLY = (Policy.Type.PROPERTY, Policy.Type.VEHICLE, Policy.Type.HEALTH)
"""Types with a term of a year."""


def policy_steps(
    policy: Policy, premiums: Premiums, claims: Sequence[Claim], events: Sequence[PolicyEvent]
) -> Iterator[Step]:
    """Yield the steps of a policy by date; the last is its end or what comes next."""
    agent = f", sold by {policy.agent}" if policy.agent else ""
    yield Step(policy.start_date, "Start", f"coverage {formats.plain_amount(policy.coverage_amount)}{agent}")
    steps = [*_premiums_paid(premiums), *_events(events), *(_claim(claim) for claim in claims[-MAX_CLAIM_STEPS:])]
    yield from sorted(steps, key=lambda step: step.day or date.max)
    yield _last_step(policy, claims, events)


def status_reason(policy: Policy, claims: Sequence[Claim], events: Sequence[PolicyEvent]) -> str:
    """Return a sentence on why the policy has its status; empty if no row says so."""
    match policy.policy_status:
        case Policy.Status.LAPSED | Policy.Status.CANCELLED:
            cause = _latest(events, ENDING_EVENTS[Policy.Status(policy.policy_status)])
            return f"{cause.description} ({cause.event_date})." if cause else ""
        case Policy.Status.MATURED:
            death = _death_claim(claims)
            return f"Ended by death on {death.claim_date}." if death else f"Its term ended on {policy.end_date}."
    cause = _latest(events, Event.RENEWAL, Event.REINSTATEMENT)
    return f"{cause.description}." if cause else f"In its first term, which ends on {policy.end_date}."


def _premiums_paid(premiums: Premiums) -> Iterator[Step]:
    if premiums.rows:
        failed = f", {premiums.failed} failed" if premiums.failed else ""
        detail = f"{premiums.completed} paid{failed}"
        yield Step(premiums.last_paid, "Premiums", detail, tone=Tone.WARNING if failed else Tone.GOOD)


def _events(events: Sequence[PolicyEvent]) -> Iterator[Step]:
    """Yield the last event of each type that does not end a policy, with the number of events of the type."""
    for kind in (Event.RENEWAL, Event.MODIFICATION, Event.REINSTATEMENT):
        last = _latest(events, kind)
        if last:
            times = sum(event.event_type == kind for event in events)
            detail = f"{times} times" if times > 1 else last.description or ""
            title = {Event.RENEWAL: "Renewed", Event.MODIFICATION: "Modified"}.get(kind, "Reinstated")
            yield Step(last.event_date, title, detail, address=page_url(PolicyEvent, last.pk))


def _claim(claim: Claim) -> Step:
    approved = f" {formats.plain_amount(claim.approved_amount)}" if claim.approved_amount is not None else ""
    detail = f"{claim.get_status_display() or 'filed'}{approved}".lower()
    tone = tone_of(Claim._meta.get_field("status"), claim.status) if claim.status else Tone.NEUTRAL
    return Step(claim.claim_date, "Claim", detail, tone=tone, address=page_url(Claim, claim.pk))


def _last_step(policy: Policy, claims: Sequence[Claim], events: Sequence[PolicyEvent]) -> Step:
    if policy.policy_status in ENDING_EVENTS:
        cause = _latest(events, ENDING_EVENTS[Policy.Status(policy.policy_status)])
        title = str(policy.get_policy_status_display())
        if cause is None:
            return Step(None, title, "", tone=Tone.BAD)
        return Step(
            cause.event_date, title, cause.description or "", tone=Tone.BAD, address=page_url(PolicyEvent, cause.pk)
        )
    if policy.policy_status == Policy.Status.MATURED:
        death = _death_claim(claims)
        detail = "by death" if death else "at the end of its term"
        return Step(death.claim_date if death else policy.end_date, "Matured", detail)
    if policy.end_date is None:
        return Step(None, "Continues", "", tone=Tone.NEUTRAL)
    if policy.policy_type in RENEWED_YEARLY:
        return Step(policy.end_date + timedelta(days=1), "Next renewal", "for another year", tone=Tone.NEUTRAL)
    return Step(policy.end_date, "Ends", "", tone=Tone.NEUTRAL)


def _latest(events: Sequence[PolicyEvent], *types: str) -> PolicyEvent | None:
    return max((each for each in events if each.event_type in types), key=lambda each: each.event_date, default=None)


def _death_claim(claims: Sequence[Claim]) -> Claim | None:
    """Return the approved or paid death claim that ended a policy."""
    approved = (Claim.Status.APPROVED, Claim.Status.PAID)
    return next((each for each in claims if each.claim_type == Claim.Type.DEATH and each.status in approved), None)
