"""The desks that handle interactions: the role of their employees, and what these note of a matter that stays open."""

from dataclasses import dataclass

from seeding.bank.employees.numbers import INSURANCE_AGENT, LOAN_OFFICER, SERVICE


@dataclass(frozen=True)
class Desk:
    """The employees of a role who handle some topics, and what they note of interactions that they cannot settle."""

    role: str
    escalated: tuple[str, ...]
    follow_up_needed: tuple[str, ...]


DESKS = (
    Desk(
        SERVICE,
        escalated=(
            "Passed to the second line", "Handed to the team leader", "Needs a specialist, case handed over",
            "Escalated to operations", "Could not be solved at once, escalated", "Ticket opened with the back office",
        ),
        follow_up_needed=(
            "Will be called back", "Call back agreed for next week", "Details still missing",
            "Customer checks and returns", "Answer promised within two days", "Waiting for the customer's reply",
        ),
    ),
    Desk(
        LOAN_OFFICER,
        escalated=(
            "Passed to the lending team", "Needs an underwriter's view, handed over",
            "Escalated to the senior loan officer", "Beyond the standard terms, passed on",
        ),
        follow_up_needed=(
            "Second conversation agreed", "Customer brings pay stubs", "Calculation to be sent",
            "Waiting for documents",
        ),
    ),
    Desk(
        INSURANCE_AGENT,
        escalated=(
            "Passed to the policy team", "Needs an underwriter's view, handed over", "Escalated to the senior agent",
            "Special case, passed to head office",
        ),
        follow_up_needed=(
            "Quote to be sent", "Second conversation agreed", "Customer compares and returns", "Waiting for details",
        ),
    ),
)  # fmt: skip
SERVICE_DESK, LENDING_DESK, INSURANCE_DESK = range(len(DESKS))
