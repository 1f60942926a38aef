"""What customers complain of, in the bank's words and in their own."""

from collections.abc import Mapping
from itertools import accumulate, chain

from seeding.bank.customers.service_numbers import COMPLAINT_TYPES
from seeding.bank.phrases import Phrases, expand

_WAITS = ("twenty minutes", "half an hour", "forty minutes", "almost an hour")
_ASKED = ("twice", "three times", "four times")

_OF_SERVICE = {
    "the waiting time on the phone": (
        *expand("I waited {} on the phone before anybody answered.", _WAITS),
        "I hung up after twenty minutes of music.",
    ),
    "a call back that never came": expand("I have asked {} for a call back and nobody called.", _ASKED),
    "letters that nobody answered": (
        *expand("I wrote {} and never got more than an automatic reply.", _ASKED),
        "I was promised an answer within two days and had to ask for it myself.",
    ),
    "the queue at the counter": expand("I stood in line for {} while one counter of four was open.", _WAITS),
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
_OF_FEES = {
    "a fee that was not announced": (
        "I was charged a fee that nobody told me about when I opened the account.",
        "The fees have changed and I was not told in advance.",
    ),
    "a fee on the statement": (
        "The fee on my statement does not match the fee schedule I was given.",
        "I do not understand what the fee on my account is for.",
    ),
    "the maintenance fee": (
        "I kept the balance you asked for and still had to pay a fee.",
        "I had to pay a monthly fee for an account that was free when I signed up.",
    ),
    "the costs of a transfer": (
        "The costs of a transfer from my account were higher than you had quoted.",
        "I was told that transfers from my account are free, and they are not.",
    ),
}
_OF_FEES_IN_GENERAL = {
    "an offer with other costs than announced": (
        "The fee you quoted me is higher than the one on your website.",
        "The costs named at the counter were not those in your brochure.",
        "You advertise without fees, and the small print says something else.",
    ),
    "the fee schedule": (
        "Your fee schedule is impossible to understand.",
        "I asked what a service costs and got three different answers.",
    ),
    "a service that is not free any more": ("I was told that the service was free, and now there is a price on it.",),
}
_OF_PRODUCTS = {
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
_OF_OTHER_MATTERS = {
    "advertising that was not wanted": (
        "I keep getting advertising although I asked you to stop.",
        "I get the same brochure every other week.",
    ),
    "the state of a branch": (
        "The branch was so crowded that there was no privacy at all.",
        "The entrance of the branch is hard to use with a stroller.",
        "The machine in the lobby was out of order again.",
    ),
    "the opening hours": ("You moved the opening hours so that people who work cannot come.",),
    "letters and forms": (
        "Your letters are written in a way that nobody understands.",
        "My name was misspelled in a letter, for the second time.",
        "The forms on your website cannot be saved half way.",
    ),
}
_OF_FRAUD = {
    "a payment the customer did not make": (
        "There is a payment on my statement that I did not make.",
        "Somebody seems to have used my details for a purchase that I know nothing of.",
        "I got a confirmation for an order that I never placed.",
    ),
    "a fraud report that went slowly": ("I reported a suspicious payment and nothing has happened since.",),
    "an attempted fraud by phone": (
        "I was called by somebody who knew my name and my bank and asked for my code.",
        "Somebody who said he was from your security team wanted me to move my money.",
    ),
    "a false page in the bank's name": (
        "I entered my password on a page that looked like yours and am worried about my account.",
    ),
    "an attempt to sign in by somebody else": (
        "Somebody tried to sign in to my account from a device that is not mine.",
    ),
}

_OF_TYPES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "service": _OF_SERVICE, "fee": _OF_FEES, "product": _OF_PRODUCTS, "other": _OF_OTHER_MATTERS, "fraud": _OF_FRAUD,
}  # fmt: skip
_BY_KIND: tuple[Mapping[str, tuple[str, ...]], ...] = (
    *(_OF_TYPES[name] for name in COMPLAINT_TYPES),
    _OF_FEES_IN_GENERAL,
)
"""By type; last, what those without an account say of fees."""
FEE = COMPLAINT_TYPES.index("fee")
FEE_IN_GENERAL = len(COMPLAINT_TYPES)

MATTERS = tuple(chain.from_iterable(_BY_KIND))
"""What a complaint is about, as noted by the bank; the matters of a kind lie together."""
LAST_MATTERS = tuple(end - 1 for end in accumulate(map(len, _BY_KIND)))
FIRST_MATTERS = (0, *(last + 1 for last in LAST_MATTERS[:-1]))
OWN_WORDS = Phrases.of(pinned for matters in _BY_KIND for pinned in matters.values())
"""By matter."""

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

TROUBLE = Phrases.of(
    tuple(f"{sentence} " if sentence else "" for sentence in _TROUBLE[name]) for name in COMPLAINT_TYPES
)
WISHES = Phrases.of(_WISHES[name] for name in COMPLAINT_TYPES)
