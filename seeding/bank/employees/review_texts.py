"""What managers write in reviews: a verdict, what it rests on in the reviewed person's role, and what comes next."""

from seeding.bank.employees.numbers import (
    COMPLIANCE_OFFICER,
    INSURANCE_AGENT,
    LOAN_OFFICER,
    ROLES,
    SERVICE,
)
from seeding.bank.phrases import Phrases

_VERDICTS = (
    (
        "The year's goals were missed by far.", "Performance is well below what the role asks for.",
        "A difficult year, without the improvement that was agreed.", "Results and reliability have to change.",
    ),
    (
        "Some goals were met, others need attention.", "A year below expectations.", "Uneven results over the year.",
        "Effort is visible, results are not there yet.", "Still needs close guidance.",
    ),
    (
        "A solid year.", "Meets what the role asks for.", "Reliable work throughout the year.",
        "The agreed goals were largely met.", "Dependable and steady.", "Good work without surprises.",
        "Has settled well into the role.",
    ),
    (
        "A strong year.", "Clearly above expectations.", "Very good results and a good colleague.",
        "Sets a good example for the team.", "Takes on more than is asked.", "Works with care and at a good pace.",
        "The goals were met early.",
    ),
    (
        "An outstanding year.", "Exceeded every goal.", "One of the best results in the department.",
        "Exceptional work, recognized well beyond the team.", "A role model for colleagues.",
    ),
)  # fmt: skip
"""By rating."""

_WEAK, _FAIR, _STRONG = range(3)
_LEVEL_OF_RATING = (_WEAK, _WEAK, _FAIR, _STRONG, _STRONG)
_GROUNDS = {
    SERVICE: (
        (
            "Calls take too long and are often passed on.", "Customers had to ask twice.",
            "Notes on contacts are thin.", "Seems impatient with difficult customers.",
        ),
        (
            "Handles the usual requests well.", "Customers describe the contact as friendly.", "Notes are complete.",
            "Needs help with unusual cases only.", "Copes well with busy days.",
        ),
        (
            "Solves most requests at the first contact.", "Calms upset customers with ease.",
            "Surveys praise the clear explanations.", "Knows products and systems in depth.",
            "New colleagues turn to this desk first.",
        ),
    ),
    LOAN_OFFICER: (
        (
            "Files reach the decision incomplete.", "Applicants waited too long for an answer.",
            "Affordability was not always documented.", "Follow-up with applicants was neglected.",
        ),
        (
            "Files are complete and on time.", "Explains terms in plain words.", "Judges affordability soundly.",
            "Keeps applicants informed.", "Works well with risk colleagues.",
        ),
        (
            "Files pass review without questions.", "Structures difficult cases well.",
            "Applicants recommend the advice.", "Finds fair solutions for customers in arrears.",
            "Excellent eye for risk.",
        ),
    ),
    INSURANCE_AGENT: (
        (
            "Advice was not documented as required.", "Too few appointments with existing customers.",
            "Questions on exclusions were left open.", "Renewals were prepared late.",
        ),
        (
            "Advice suits the customers' needs.", "Keeps the policy files in order.", "Prepares renewals in time.",
            "Explains cover and exclusions clearly.",
        ),
        (
            "Customers stay and come back.", "Finds gaps in cover that others miss.", "Documentation is exemplary.",
            "Supported customers well after losses.", "Trusted far beyond the branch.",
        ),
    ),
    COMPLIANCE_OFFICER: (
        (
            "Alerts were closed without sufficient reasons.", "Reviews fell behind schedule.",
            "Deadlines for reports were too close.", "Written reasoning has to be sharper.",
        ),
        (
            "Alerts are worked through in time.", "Reasoning is sound and documented.", "Keeps records current.",
            "Cooperates well with the business.",
        ),
        (
            "Sees patterns that others overlook.", "Reports are precise and complete.",
            "Auditors praised the documentation.", "Explains rules so that they are followed.",
            "Improved how alerts are sorted.",
        ),
    ),
}  # fmt: skip
_GROUNDS_OF_MANAGERS = (
    ("Feedback from the team is critical.", "Goals were not passed on clearly.", "Vacancies stayed open too long."),
    (
        "Leads the team calmly.", "Goals and budget were kept.", "Holds regular talks with the team.",
        "Decides in good time.",
    ),
    (
        "The team grows and stays.", "Budget and goals were exceeded.", "Handled change with care and openness.",
        "Develops people who move on to larger tasks.",
    ),
)  # fmt: skip
_GROUNDS_OF_SPECIALISTS = (
    ("Deliveries were late and needed rework.", "Analyses lacked care.", "Agreements with other teams were not kept."),
    (
        "Delivers as agreed.", "Work is careful and documented.", "Good partner for other departments.",
        "Learns new tools when needed.",
    ),
    (
        "Work is used across the bank.", "Simplified a process that annoyed everybody.",
        "Thinks ahead and warns early.", "Explains complex matters simply.", "First address for difficult questions.",
    ),
)  # fmt: skip

_NEXT = (
    (
        "A plan with monthly goals was agreed.", "Progress will be reviewed every month.",
        "Continued employment depends on clear improvement.", "Close coaching for the next three months.",
    ),
    (
        "Training was agreed for the coming months.", "A mentor will help.", "Next review in six months.",
        "Focus for next year: reliability.", "Weekly talks were agreed.",
    ),
    (
        "Next step: more responsibility in small projects.", "A further training is planned.",
        "Could share more of this knowledge.", "Goal for next year: more initiative.", "Continue like this.",
        "Next year's focus is on quality.",
    ),
    (
        "Ready for larger tasks.", "Will guide new colleagues next year.", "A leadership course was offered.",
        "Goal for next year: represent the team in a project.", "Should take the lead in a project.", "Thank you.",
    ),
    (
        "Recommended for promotion.", "Should take over a leading task soon.", "A raise was proposed.",
        "Will lead a project next year.", "We want to keep and develop this talent.",
    ),
)  # fmt: skip
"""By rating."""

RATINGS = len(_VERDICTS)
VERDICTS, NEXT = Phrases.of(_VERDICTS), Phrases.of(_NEXT)
GROUNDS = Phrases.of(
    (_GROUNDS.get(role.title) or (_GROUNDS_OF_MANAGERS if role.managerial else _GROUNDS_OF_SPECIALISTS))[level]
    for role in ROLES
    for level in _LEVEL_OF_RATING
)
"""By role, and within it by rating."""
