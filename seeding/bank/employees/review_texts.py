"""The texts of reviews: a verdict, reasons that fit the employee's role, and the next step."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from seeding.bank.employees.development_numbers import RATINGS
from seeding.bank.employees.numbers import (
    COMPLIANCE_OFFICER,
    INSURANCE_AGENT,
    LOAN_OFFICER,
    ROLE_CODE,
    ROLES,
    SERVICE,
    Role,
)
from seeding.bank.phrases import Phrases
from seeding.bank.products import in_order_of


@dataclass(frozen=True)
class Reasons:
    """The reasons for a rating in one role: for weak, fair and strong performance."""

    weak: tuple[str, ...]
    fair: tuple[str, ...]
    strong: tuple[str, ...]


@dataclass(frozen=True)
class RatingTexts:
    """The texts of a rating: verdicts, next steps, and which of a role's `Reasons` give the reasons.

    Raises ValueError for reasons that do not exist.
    """

    reasons: str
    verdicts: tuple[str, ...]
    next_steps: tuple[str, ...]

    def __post_init__(self) -> None:
        known = [field.name for field in fields(Reasons)]
        if self.reasons not in known:
            raise ValueError(f"{self.reasons!r} is not one of {', '.join(known)}")


_TEXTS_OF_RATINGS = {
    "poor": RatingTexts(
        "weak",
        verdicts=(
            "The year's goals were missed by far.", "Performance is well below what the role asks for.",
            "A difficult year, without the improvement that was agreed.", "Results and reliability have to change.",
        ),
        next_steps=(
            "A plan with monthly goals was agreed.", "Progress will be reviewed every month.",
            "Continued employment depends on clear improvement.", "Close coaching for the next three months.",
        ),
    ),
    "fair": RatingTexts(
        "weak",
        verdicts=(
            "Some goals were met, others need attention.", "A year below expectations.",
            "Uneven results over the year.", "Effort is visible, results are not there yet.",
            "Still needs close guidance.",
        ),
        next_steps=(
            "Training was agreed for the coming months.", "A mentor will help.", "Next review in six months.",
            "Focus for next year: reliability.", "Weekly talks were agreed.",
        ),
    ),
    "good": RatingTexts(
        "fair",
        verdicts=(
            "A solid year.", "Meets what the role asks for.", "Reliable work throughout the year.",
            "The agreed goals were largely met.", "Dependable and steady.", "Good work without surprises.",
            "Has settled well into the role.",
        ),
        next_steps=(
            "Next step: more responsibility in small projects.", "A further training is planned.",
            "Could share more of this knowledge.", "Goal for next year: more initiative.", "Continue like this.",
            "Next year's focus is on quality.",
        ),
    ),
    "strong": RatingTexts(
        "strong",
        verdicts=(
            "A strong year.", "Clearly above expectations.", "Very good results and a good colleague.",
            "Sets a good example for the team.", "Takes on more than is asked.",
            "Works with care and at a good pace.", "The goals were met early.",
        ),
        next_steps=(
            "Ready for larger tasks.", "Will guide new colleagues next year.", "A leadership course was offered.",
            "Goal for next year: represent the team in a project.", "Should take the lead in a project.",
            "Thank you.",
        ),
    ),
    "outstanding": RatingTexts(
        "strong",
        verdicts=(
            "An outstanding year.", "Exceeded every goal.", "One of the best results in the department.",
            "Exceptional work, recognized well beyond the team.", "A role model for colleagues.",
        ),
        next_steps=(
            "Recommended for promotion.", "Should take over a leading task soon.", "A raise was proposed.",
            "Will lead a project next year.", "We want to keep and develop this talent.",
        ),
    ),
}  # fmt: skip
_REASONS_OF_ROLES: Mapping[str, Reasons] = {
    SERVICE: Reasons(
        weak=(
            "Calls take too long and are often passed on.", "Customers had to ask twice.",
            "Notes on contacts are thin.", "Seems impatient with difficult customers.",
        ),
        fair=(
            "Handles the usual requests well.", "Customers describe the contact as friendly.", "Notes are complete.",
            "Needs help with unusual cases only.", "Copes well with busy days.",
        ),
        strong=(
            "Solves most requests at the first contact.", "Calms upset customers with ease.",
            "Surveys praise the clear explanations.", "Knows products and systems in depth.",
            "New colleagues turn to this desk first.",
        ),
    ),
    LOAN_OFFICER: Reasons(
        weak=(
            "Files reach the decision incomplete.", "Applicants waited too long for an answer.",
            "Affordability was not always documented.", "Follow-up with applicants was neglected.",
        ),
        fair=(
            "Files are complete and on time.", "Explains terms in plain words.", "Judges affordability soundly.",
            "Keeps applicants informed.", "Works well with risk colleagues.",
        ),
        strong=(
            "Files pass review without questions.", "Structures difficult cases well.",
            "Applicants recommend the advice.", "Finds fair solutions for customers who are past due.",
            "Excellent eye for risk.",
        ),
    ),
    INSURANCE_AGENT: Reasons(
        weak=(
            "Advice was not documented as required.", "Too few appointments with existing customers.",
            "Questions on exclusions were left open.", "Renewals were prepared late.",
        ),
        fair=(
            "Advice suits the customers' needs.", "Keeps the policy files in order.", "Prepares renewals in time.",
            "Explains coverage and exclusions clearly.",
        ),
        strong=(
            "Customers stay and come back.", "Finds gaps in coverage that others miss.", "Documentation is exemplary.",
            "Supported customers well after losses.", "Trusted far beyond the branch.",
        ),
    ),
    COMPLIANCE_OFFICER: Reasons(
        weak=(
            "Alerts were closed without sufficient reasons.", "Reviews fell behind schedule.",
            "Deadlines for reports were too close.", "Written reasoning has to be sharper.",
        ),
        fair=(
            "Alerts are worked through in time.", "Reasoning is sound and documented.", "Keeps records current.",
            "Cooperates well with the business.",
        ),
        strong=(
            "Sees patterns that others overlook.", "Reports are precise and complete.",
            "Auditors praised the documentation.", "Explains rules so that they are followed.",
            "Improved how alerts are sorted.",
        ),
    ),
}  # fmt: skip
_REASONS_OF_MANAGERS = Reasons(
    weak=(
        "Feedback from the team is critical.", "Goals were not passed on clearly.", "Vacancies stayed open too long.",
    ),
    fair=(
        "Leads the team calmly.", "Goals and budget were kept.", "Holds regular talks with the team.",
        "Decides in good time.",
    ),
    strong=(
        "The team grows and stays.", "Budget and goals were exceeded.", "Handled change with care and openness.",
        "Develops people who move on to larger tasks.",
    ),
)  # fmt: skip
_REASONS_OF_SPECIALISTS = Reasons(
    weak=(
        "Deliveries were late and needed rework.", "Analyses lacked care.",
        "Agreements with other teams were not kept.",
    ),
    fair=(
        "Delivers as agreed.", "Work is careful and documented.", "Good partner for other departments.",
        "Learns new tools when needed.",
    ),
    strong=(
        "Work is used across the bank.", "Simplified a process that annoyed everybody.",
        "Thinks ahead and warns early.", "Explains complex matters simply.", "First address for difficult questions.",
    ),
)  # fmt: skip


def _reasons(role: Role) -> Reasons:
    """Return the reasons of a role: its own, else those of managers or of specialists.

    Raises ValueError for a role without reasons.
    """
    if role.title in _REASONS_OF_ROLES:
        return _REASONS_OF_ROLES[role.title]
    if not role.managerial and not role.specialist:
        raise ValueError(f"reviews have no reasons for the role {role.title}")
    return _REASONS_OF_MANAGERS if role.managerial else _REASONS_OF_SPECIALISTS


_RATING_TEXTS = in_order_of(RATINGS.names, _TEXTS_OF_RATINGS, "review text", "the ratings")
VERDICTS = Phrases.of(texts.verdicts for texts in _RATING_TEXTS)
"""By rating, from 0."""
NEXT_STEPS = Phrases.of(texts.next_steps for texts in _RATING_TEXTS)
"""By rating, from 0."""
REASONS = Phrases.of(getattr(_reasons(role), texts.reasons) for role in ROLES for texts in _RATING_TEXTS)
"""By role, and within it by rating, from 0."""

if unknown := _REASONS_OF_ROLES.keys() - ROLE_CODE.keys():
    raise ValueError(f"reviews have reasons for unknown roles: {', '.join(sorted(unknown))}")
