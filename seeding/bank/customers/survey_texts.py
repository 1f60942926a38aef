"""What customers add to a survey: a sentence on the contact, which suits channel and score, and one on the bank."""

from seeding.bank.phrases import Phrases

CLASSES = ("promoter", "passive", "detractor")
PROMOTER, PASSIVE, DETRACTOR = range(len(CLASSES))

_PRAISE = (
    (
        "Got through at once.", "The person on the phone was patient and clear.",
        "Friendly voice and a quick answer.", "One call and it was done.", "Hardly any waiting on the phone.",
        "Everything was explained twice without a sigh.",
    ),
    (
        "Answer within a few hours.", "A clear reply to each of my questions.", "Polite and complete e-mail.",
        "No standard text, somebody had read my message.", "Short, friendly and to the point.",
    ),
    (
        "The chat on the website was fast.", "Answer in the web chat within a minute.", "Found what I needed online.",
        "The chat saved me a call.", "Simple and quick online.",
    ),
    (
        "The app is great.", "Quick help right in the app.", "Asked in the app, done in five minutes.",
        "Love that I can do this from my phone.", "The chat in the app is a good idea.",
    ),
    (
        "Warm welcome at the branch.", "The adviser took the time I needed.", "Short wait, good advice.",
        "Everybody at the branch is so kind.", "They know me there.",
    ),
)  # fmt: skip
_FAIR = (
    (
        "Good answer, but a long menu before it.", "Some waiting, then friendly help.",
        "Fine, though the line was bad.", "Helpful after the second try.", "The music on hold is too loud.",
    ),
    (
        "Good answer, but a day later.", "Polite, a bit general.", "Had to write twice, then it was clear.",
        "Correct, but long-winded.",
    ),
    (
        "Worked after some searching.", "The chat is fine, the website is crowded.", "Helpful, but the chat is slow.",
        "Answer was all right.",
    ),
    (
        "The app does the job.", "Help in the app is hard to find.", "Works, could be simpler.",
        "Fine, but I had to type everything again.",
    ),
    (
        "Friendly branch, too few counters.", "Good advice, but I had to wait.", "Nice people, short opening hours.",
        "All in order, nothing special.",
    ),
)  # fmt: skip
_BLAME = (
    (
        "Far too long on hold.", "Was passed on twice and had to repeat everything.",
        "The call ended without an answer.", "Nobody felt responsible on the phone.", "They promised to call back.",
    ),
    (
        "The reply did not answer my question.", "Standard text instead of help.", "Waited days for two lines.",
        "Nobody had read my message.",
    ),
    (
        "The chat was of no use.", "Going round in circles on the website.", "The chat closed before I was done.",
        "I gave up online.",
    ),
    (
        "The app keeps sending me elsewhere.", "Help in the app is a list of links.", "The app crashed in the middle.",
        "Not what I expect from an app.",
    ),
    (
        "Nearly an hour at the branch for nothing.", "One counter open and ten people waiting.",
        "Was sent away because of a form.", "The adviser was in a hurry.",
    ),
)  # fmt: skip

ON_THE_CONTACT = Phrases.of((*_PRAISE, *_FAIR, *_BLAME))
"""By class, and within it by channel."""
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
"""By class."""
