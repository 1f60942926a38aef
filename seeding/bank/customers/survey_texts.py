"""Comments in surveys: a sentence on the interaction, which suits score and channel, and one on the bank."""

from seeding.bank.customers.channels import CHANNELS
from seeding.bank.phrases import Phrases

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
