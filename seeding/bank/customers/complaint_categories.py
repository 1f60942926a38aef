"""The categories of complaints: their shares, and their issues in the bank's words and in the customers' own."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from datahub.customers.models import Complaint
from seeding.bank.phrases import Phrases, expand
from seeding.bank.products import require_choices, require_same_names
from seeding.engine.shares import CategoryShares, share_range


@dataclass(frozen=True)
class ComplaintCategory:
    """A category of complaints.

    `share` is its share of all complaints. `issues` are what complaints are about, in the bank's words, each with what
    customers say of it. Whatever the issue, a complaint goes on with one of the `consequences` and ends with one of the
    `wishes`.

    Raises ValueError where a text is missing.
    """

    name: str
    share: float
    issues: Mapping[str, tuple[str, ...]]
    consequences: tuple[str, ...]
    wishes: tuple[str, ...]

    def __post_init__(self) -> None:
        for text in ("issues", "consequences", "wishes"):
            if not getattr(self, text):
                raise ValueError(f"complaint category {self.name}: no {text}")
        for issue, statements in self.issues.items():
            if not statements:
                raise ValueError(f"complaint category {self.name}: customers say nothing about {issue}")


_WAITS = ("twenty minutes", "half an hour", "forty minutes", "almost an hour")
_TIMES = ("twice", "three times", "four times")

_SERVICE_ISSUES = {
    "the waiting time on the phone": (
        *expand("I waited {} on the phone before anybody answered.", _WAITS),
        "I hung up after twenty minutes of music.",
    ),
    "a call back that never came": expand("I have asked {} for a call back and nobody called.", _TIMES),
    "letters that nobody answered": (
        *expand("I wrote {} and never got more than an automatic reply.", _TIMES),
        "I was promised an answer within two days and had to ask for it myself.",
    ),
    "the line at the counter": expand("I stood in line for {} while one counter of four was open.", _WAITS),
    "an unfriendly answer at the counter": (
        "The person at the counter was short with me and did not listen.",
        "I was treated at the counter as if I were a nuisance.",
    ),
    "a missed appointment": (
        "I came to an agreed appointment and nobody knew about it.",
        "My appointment was canceled while I was already waiting.",
    ),
    "being passed from one person to the next": (
        "Every person I speak to tells me something else.",
        "I was passed on from one department to the next and had to tell my story each time.",
    ),
}
_FEE_ISSUES = {
    "a fee that was not announced": (
        "I was charged a fee that nobody told me about when I opened the account.",
        "The fees have changed and I was not told in advance.",
        "Nobody said that there would be a fee on my account.",
    ),
    "a fee on the statement": (
        "The fee on my statement does not match the fee schedule I was given.",
        "I do not understand what the fee on my account is for.",
        "I found a fee on my statement that I did not expect.",
    ),
    "a fee that other banks do not take": (
        "Other banks do not charge a fee for the same thing.",
        "My former bank refunded such a fee without a word.",
        "A fee like this is not what I signed up for.",
    ),
    "a fee after a promise": (
        "I was told that there would be no fee on my account, and there is.",
        "Your website promises an account without hidden fees, and here is one.",
    ),
}
_PRODUCT_ISSUES = {
    "an app that stops working": (
        "The mobile app closes by itself since the last update.",
        "The app freezes as soon as I open the second page.",
    ),
    "missing functions of online banking": (
        "I cannot find simple functions in online banking any more.",
        "The website does not work with the browser I use.",
    ),
    "the interest rate on savings": (
        "The rate you offer is well below what your advertisement says.",
        "New customers are offered a better rate on savings than I am.",
    ),
    "security codes that arrive late": ("Your security codes arrive so late that they have expired.",),
    "terms that were not those discussed": (
        "The terms I was sent are not those we talked about.",
        "Important conditions stood in the small print only.",
        "The offer sounded good, but the conditions make it useless to me.",
    ),
}
_OTHER_ISSUES = {
    "advertising that was not wanted": (
        "I keep getting advertising although I asked you to stop.",
        "I get the same brochure every other week.",
    ),
    "the state of a branch": (
        "The branch was so crowded that there was no privacy at all.",
        "The entrance of the branch is hard to use with a stroller.",
        "The machine in the lobby was out of order again.",
    ),
    "the business hours": ("You moved the business hours so that people who work cannot come.",),
    "letters and forms": (
        "Your letters are written in a way that nobody understands.",
        "My name was misspelled in a letter, for the second time.",
        "The forms on your website cannot be saved half way.",
    ),
}
_FRAUD_ISSUES = {
    "a payment the customer did not make": (
        "There is a card payment on my statement that I did not make.",
        "Somebody seems to have used my card for a purchase that I know nothing of.",
        "I got a confirmation for an order that I never placed, and my card was charged.",
    ),
    "a card payment from a place the customer has never been to": (
        "My card was used for a purchase in a shop that I have never been to.",
        "I was at home, with the card in my pocket, when a purchase was made with it.",
    ),
    "a card number that somebody stole": (
        "Somebody must have copied my card number and made a purchase with it.",
        "After I entered my card on a false page in your name, a purchase followed that is not mine.",
        "Somebody who said he was from your security team asked for my card number, and then came a purchase.",
    ),
}

COMPLAINT_CATEGORIES = (
    ComplaintCategory(
        "service",
        share=0.35,
        issues=_SERVICE_ISSUES,
        consequences=(
            "This is not how I want to be treated.", "It cost me half a day.",
            "I had to take time off work for this.", "I have been a patient customer, but this is too much.",
            "I expect better from my bank.", "",
        ),
        wishes=(
            "Please call me.", "I would like an apology.", "Please tell me who is responsible.",
            "Please look into it.",
        ),
    ),
    ComplaintCategory(
        "fee",
        share=0.25,
        issues=_FEE_ISSUES,
        consequences=(
            "It is not the amount, it is the principle.", "Nobody could explain it to me.", "I feel misled.",
            "I would have decided otherwise had I known.", "I have raised this before.", "",
        ),
        wishes=(
            "Please check this.", "Please explain it in writing.", "I ask you to make this right.",
            "Please correct it.",
        ),
    ),
    ComplaintCategory(
        "product",
        share=0.20,
        issues=_PRODUCT_ISSUES,
        consequences=(
            "I have tried it several times.", "Friends at other banks do not have this trouble.",
            "It used to work better.", "I find that misleading.", "I lost a lot of time with it.", "",
        ),
        wishes=(
            "Please fix this.", "Please tell me what I can do.", "I would like a clear answer.", "When will it work?",
        ),
    ),
    ComplaintCategory(
        "other",
        share=0.10,
        issues=_OTHER_ISSUES,
        consequences=(
            "It may be a small thing, but it annoys me every time.", "Others have said the same to me.",
            "I mentioned this at the branch already.", "It would be easy to do better.", "",
        ),
        wishes=(
            "Please change that.", "Please pass this on.", "I would be glad of an answer.", "Please see to it.",
        ),
    ),
    ComplaintCategory(
        "fraud",
        share=0.10,
        issues=_FRAUD_ISSUES,
        consequences=(
            "I am very worried.", "I have changed my password in the meantime.",
            "I have not given my details to anybody.", "I have reported it to the police, too.",
            "I have not slept well since.",
        ),
        wishes=(
            "Please act at once.", "Please check my account.", "Please call me as soon as you can.",
            "I ask you to look into this urgently.",
        ),
    ),
)  # fmt: skip

CATEGORY_NAMES = tuple(category.name for category in COMPLAINT_CATEGORIES)
FEE, FRAUD = (CATEGORY_NAMES.index(name) for name in ("fee", "fraud"))
FRAUD_SHARE = share_range(COMPLAINT_CATEGORIES[FRAUD].share)
FEE_SHARE = share_range(COMPLAINT_CATEGORIES[FEE].share, after=FRAUD_SHARE.high)
OTHER_SHARES = CategoryShares.from_weights(**{
    category.name: category.share for category in COMPLAINT_CATEGORIES if category.name not in ("fee", "fraud")
})  # fmt: skip
"""Of the complaints that are neither about a fee nor about fraud."""
OTHER_CODES = tuple(CATEGORY_NAMES.index(name) for name in OTHER_SHARES.names)
"""The categories in the order of OTHER_SHARES."""

_ISSUE_LISTS = tuple(category.issues for category in COMPLAINT_CATEGORIES)
ISSUES = tuple(chain.from_iterable(_ISSUE_LISTS))
"""What complaints are about, as the bank notes it."""


def _code_range(issues: Mapping[str, tuple[str, ...]]) -> tuple[int, int]:
    """Return the first and the last code, in ISSUES, of issues that follow each other there."""
    codes = [ISSUES.index(issue) for issue in issues]
    return codes[0], codes[-1]


ISSUE_RANGES = tuple(_code_range(category.issues) for category in COMPLAINT_CATEGORIES)
"""By category: the first and the last code, in ISSUES, of what a complaint can be about."""
STATEMENTS = Phrases.of(statements for issues in _ISSUE_LISTS for statements in issues.values())
"""What customers say, by issue."""
CONSEQUENCES = Phrases.of(
    tuple(f"{sentence} " if sentence else "" for sentence in category.consequences) for category in COMPLAINT_CATEGORIES
)
"""What customers add, by category."""
WISHES = Phrases.of(category.wishes for category in COMPLAINT_CATEGORIES)
"""What customers ask for, by category."""
FACT_OPENINGS = Phrases.of((
    ("The fee was taken on ", "It appears on ", "It was charged on ", "You took it on "),
    ("The payment is dated ", "It happened on ", "It was booked on ", "It is listed on "),
))  # fmt: skip
"""What customers say before the day of the fee, and before that of the card payment."""
OF_FEE, OF_CARD_PAYMENT = range(len(FACT_OPENINGS.lists))

FEES_FOR = (
    " for cash from another bank's ATM", " for a purchase abroad", " for a wire abroad",
    " for a payment that was refused", " for a late installment of my loan",
)  # fmt: skip
"""What customers say that the fee was for, by code of FEE_CAUSES and, last, LATE."""

require_choices("complaint category", CATEGORY_NAMES, Complaint.Type.values)
require_same_names("issue of complaints", ISSUES, "the issues", ISSUES)
