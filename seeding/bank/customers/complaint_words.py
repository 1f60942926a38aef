"""What customers complain of, in the bank's words and in their own."""

from seeding.bank.customers.contact_numbers import COMPLAINT_TYPES
from seeding.bank.phrases import Phrases, spelt

SUBJECTS = {
    "service": (
        "the waiting time on the phone", "an unfriendly answer at the counter", "a promised call that never came",
        "letters that nobody answered", "being passed from one person to the next", "a missed appointment",
    ),
    "fee": (
        "a fee", "a charge that was not expected", "the fee schedule", "the price of a service", "a change of fees",
        "an answer about costs that was wrong",
    ),
    "product": (
        "the conditions of a product", "the interest rate on savings", "an app that stops working",
        "missing functions of online banking", "an offer that was not what it promised", "unclear terms",
    ),
    "other": (
        "advertising that was not wanted", "the state of a branch", "parking at the branch",
        "forms that are hard to read", "the opening hours", "a letter with a wrong salutation",
    ),
    "fraud": (
        "a payment the customer did not make", "a fraud report that went slowly", "a card used by somebody else",
        "an attempted fraud by phone", "a false message in the bank's name",
    ),
}  # fmt: skip
"""As noted by the bank, by type."""

_WAITS = ("twenty minutes", "half an hour", "forty minutes", "almost an hour")
_ASKED = ("twice", "three times", "four times")

_SERVICE = (
    *spelt("I waited {} on the phone before anybody answered.", _WAITS),
    *spelt("I have asked {} for a call back and nobody called.", _ASKED),
    *spelt("I wrote {} and never got more than an automatic reply.", _ASKED),
    *spelt("I stood in line for {} while one counter of four was open.", _WAITS),
    "The person at the counter was short with me and did not listen.",
    "I came to an agreed appointment and nobody knew about it.",
    "Every person I speak to tells me something else.",
    "I was passed on from one department to the next and had to tell my story each time.",
    "The chat was closed while I was still typing.",
    "I was promised an answer within two days and had to ask for it myself.",
)
_FEE_OF_ACCOUNT = (
    "I was charged a fee that nobody told me about when I opened the account.",
    "The fee on my statement does not match the fee schedule I was given.",
    "I do not understand what the fee on my account is for.",
    "I kept the balance you asked for and still had to pay a fee.",
    "The fees have changed and I was not told in advance.",
    "I had to pay for a service that was free when I signed up.",
    "The costs of a transfer were higher than you had quoted.",
)
_FEE_IN_GENERAL = (
    "The fee you quoted me is higher than the one on your website.",
    "I asked what a service costs and got three different answers.",
    "Your fee schedule is impossible to understand.",
    "I was told that the service was free, and now there is a price on it.",
    "You advertise without fees, and the small print says something else.",
    "The costs named at the counter were not those in your brochure.",
)
_PRODUCT = (
    "The mobile app closes by itself since the last update.",
    "I cannot find simple functions in online banking any more.",
    "The rate you offer is well below what your advertisement says.",
    "The terms I was sent are not those we talked about.",
    "The offer sounded good, but the conditions make it useless to me.",
    "Your security codes arrive so late that they have expired.",
    "The website does not work with the browser I use.",
    "Important conditions stood in the small print only.",
)
_OTHER = (
    "I keep getting advertising although I asked you to stop.",
    "The branch was so crowded that there was no privacy at all.",
    "The entrance of the branch is hard to use with a stroller.",
    "Your letters are written in a way that nobody understands.",
    "You moved the opening hours so that people who work cannot come.",
    "The machine in the lobby was out of order again.",
    "My name was misspelled in a letter, for the second time.",
    "The forms on your website cannot be saved half way.",
)
_FRAUD = (
    "There is a payment on my statement that I did not make.",
    "Somebody seems to have used my details for a purchase that I know nothing of.",
    "I reported a suspicious payment and nothing has happened since.",
    "I was called by somebody who knew my name and my bank and asked for my code.",
    "I entered my password on a page that looked like yours and am worried about my account.",
    "I got a confirmation for an order that I never placed.",
    "Somebody tried to sign in to my account from a device that is not mine.",
)
_TROUBLE = {
    "service": (
        "This is not how I want to be treated.", "It cost me half a day.", "I had to take time off work for this.",
        "I have been a patient customer, but this is too much.", "I expect better from my bank.", "",
    ),
    "fee": (
        "It is not the amount, it is the principle.", "Nobody could explain it to me.", "I feel misled.",
        "I would have decided otherwise had I known.", "I have raised this before.", "",
    ),
    "product": (
        "I have tried it several times.", "Friends at other banks do not have this trouble.", "It used to work better.",
        "I find that misleading.", "I lost a lot of time with it.", "",
    ),
    "other": (
        "It may be a small thing, but it annoys me every time.", "Others have said the same to me.",
        "I mentioned this at the branch already.", "It would be easy to do better.", "",
    ),
    "fraud": (
        "I am very worried.", "I have changed my password in the meantime.", "I have not given my details to anybody.",
        "I have reported it to the police, too.", "I have not slept well since.",
    ),
}  # fmt: skip
_WISHES = {
    "service": ("Please call me.", "I would like an apology.", "Please tell me who is responsible.",
                "Please look into it."),
    "fee": ("Please check this.", "Please explain it in writing.", "I ask you to make this right.",
            "Please correct it."),
    "product": ("Please fix this.", "Please tell me what I can do.", "I would like a clear answer.",
                "When will it work?"),
    "other": ("Please change that.", "Please pass this on.", "I would be glad of an answer.", "Please see to it."),
    "fraud": ("Please act at once.", "Please check my account.", "Please call me as soon as you can.",
              "I ask you to look into this urgently."),
}  # fmt: skip

_OWN_WORDS = {
    "service": _SERVICE, "fee": _FEE_OF_ACCOUNT, "product": _PRODUCT, "other": _OTHER, "fraud": _FRAUD,
}  # fmt: skip
WHAT_HAPPENED = Phrases.of((*(_OWN_WORDS[name] for name in COMPLAINT_TYPES), _FEE_IN_GENERAL))
"""By type; last, what those without an account say of fees."""
FEE = COMPLAINT_TYPES.index("fee")
FEE_IN_GENERAL = len(COMPLAINT_TYPES)
TROUBLE = Phrases.of(
    tuple(f"{sentence} " if sentence else "" for sentence in _TROUBLE[name]) for name in COMPLAINT_TYPES
)
WISHES = Phrases.of(_WISHES[name] for name in COMPLAINT_TYPES)
