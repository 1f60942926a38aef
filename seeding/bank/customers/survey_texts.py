"""Comments in surveys: a sentence on the interaction or on a product bought lately, and one on the bank."""

from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.customers.channels import CHANNELS
from seeding.bank.customers.new_products import PRODUCTS
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.phrases import Phrases
from seeding.bank.products import in_order_of

RESPONDENT_CLASSES = ("promoter", "passive", "detractor")
"""The classes of the net promoter score."""
PROMOTER, PASSIVE, DETRACTOR = range(len(RESPONDENT_CLASSES))

ON_THE_INTERACTION = Phrases.of((
    *(channel.praise for channel in CHANNELS),
    *(channel.mixed_feedback for channel in CHANNELS),
    *(channel.criticism for channel in CHANNELS),
))  # fmt: skip
"""By respondent class, and within it by channel."""
ON_THE_BANK = Phrases.of((
    (
        "", "", " Thank you!", " Keep it up.", " I recommend you to everybody.", " That is how a bank should be.",
        " Would come again.", " Five stars.", " Very satisfied.", " Better than my former bank.", " Great team.",
    ),
    (
        "", "", " All in all fine.", " Could be faster.", " Solid.", " There is room for more.", " Okay.",
        " No reason to complain.", " As expected.",
    ),
    (
        "", "", " Disappointing.", " I am thinking of leaving.", " Still waiting for a solution.", " Not good enough.",
        " I expected more.", " Please do better.", " This used to be better.", " Would not recommend it.",
    ),
))  # fmt: skip
"""By respondent class."""

PRODUCT_WORDS = in_order_of(
    PRODUCTS,
    {
        "checking": "checking account", "savings": "savings account", "money_market": "money market account",
        "cd": "certificate of deposit",
        "mortgage": "mortgage", "personal": "personal loan", "auto": "auto loan", "business": "business loan",
        "education": "student loan",
        "life": "life insurance", "property": "property insurance", "vehicle": "car insurance",
        "health": "hospital insurance", "travel": "travel insurance",
    },
    "words",
    "the products",
)  # fmt: skip
"""What customers call a product, by code of PRODUCTS."""
_OF_ACCOUNTS = (
    (
        "I opened my new {} in ten minutes.",
        "My new {} works just as it was explained.",
        "The papers for my new {} were few and clear.",
        "Opening my new {} was easier than I thought.",
    ),
    (
        "My new {} is open, though the letters took a while.",
        "My new {} does what it should.",
        "Opening my new {} took longer than promised.",
        "The terms of my new {} could be shorter.",
    ),
    (
        "I had to send the papers for my new {} twice.",
        "My new {} is not what the brochure said.",
        "It took two weeks until I could use my new {}.",
        "The first statement of my new {} was wrong.",
    ),
)
_OF_LOANS = (
    (
        "My new {} was paid out on the day that was agreed.",
        "Every step to my new {} was explained well.",
        "The rate of my new {} is the one I was quoted.",
        "The decision on my new {} came within days.",
    ),
    (
        "My new {} came in time, but with a lot of paper.",
        "The rate of my new {} is fair.",
        "The decision on my new {} took a while.",
        "I had to ask twice what my new {} costs.",
    ),
    (
        "I was asked for the same pay stubs three times for my new {}.",
        "The decision on my new {} took far too long.",
        "The costs of my new {} were explained after I signed.",
        "Other banks would have been cheaper for my new {}.",
    ),
)
_OF_POLICIES = (
    (
        "What my new {} covers was explained in plain words.",
        "The policy of my new {} was here the next day.",
        "The premium of my new {} is lower than that of my former insurer.",
        "Signing up for my new {} was quick.",
    ),
    (
        "My new {} seems fine, I hope not to need it.",
        "The premium of my new {} is about what others ask.",
        "The papers of my new {} are long.",
        "My new {} is what I expected.",
    ),
    (
        "I learned the exclusions of my new {} too late.",
        "The premium of my new {} is not the one I was quoted.",
        "The papers of my new {} had my name wrong.",
        "I waited three weeks for the policy of my new {}.",
    ),
)
_TEXTS_OF_PRODUCTS = (
    *(_OF_ACCOUNTS for _ in ACCOUNT_TYPES.names),
    *(_OF_LOANS for _ in LOAN_TYPES.names),
    *(_OF_POLICIES for _ in POLICY_TYPES.names),
)
ON_THE_PRODUCT = Phrases.of(
    tuple(sentence.format(words) for sentence in texts[respondent_class])
    for respondent_class in range(len(RESPONDENT_CLASSES))
    for texts, words in zip(_TEXTS_OF_PRODUCTS, PRODUCT_WORDS, strict=True)
)
"""By respondent class, and within it by product."""
