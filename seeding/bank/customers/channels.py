"""The channels by which customers contact the bank: how often, when and for how long, and what is written about it."""

from dataclasses import dataclass

from datahub.customers.models import Interaction
from seeding.bank.customers.service_numbers import Duration
from seeding.bank.products import require_choices
from seeding.engine.shares import CategoryShares, Range

_HOURS_PER_DAY = 24
_PHONE_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 12, 18, 20, 18, 14, 13, 14, 16, 18, 16, 11, 7, 0, 0, 0, 0)
_BRANCH_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 20, 17, 14, 12, 14, 16, 17, 0, 0, 0, 0, 0, 0, 0)
_ONLINE_HOURS = (0, 0, 0, 0, 0, 0, 4, 8, 13, 15, 15, 14, 15, 13, 12, 12, 13, 15, 18, 22, 22, 14, 6, 0)
"""Weights of the hours of the day. Branches are open from nine to five; the phones are staffed from eight to eight."""
HANDLED = 0.80
"""Share of all interactions that an employee handles."""


@dataclass(frozen=True)
class Channel:
    """A way in which customers contact the bank.

    `share` is its share of the interactions, `handled` the part of them that an employee handles; the others need
    nobody. `interaction_type` is what an interaction is called unless it is a complaint. `hours` are weights of the
    hours of the day; `minutes` is the duration, None for messages that take none. A `staffed` channel works on business
    days only.

    The texts: `openings` and `complaint_openings` begin a note, `remarks` may end it; `praise`, `mixed_feedback` and
    `criticism` are comments of promoters, passives and detractors in a survey.

    Raises ValueError unless there are 24 hours, and where a text is missing.
    """

    name: str
    share: float
    handled: float
    interaction_type: str
    hours: tuple[int, ...]
    minutes: Duration | None
    staffed: bool
    openings: tuple[str, ...]
    complaint_openings: tuple[str, ...]
    remarks: tuple[str, ...]
    praise: tuple[str, ...]
    mixed_feedback: tuple[str, ...]
    criticism: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.hours) != _HOURS_PER_DAY:
            raise ValueError(f"channel {self.name}: {len(self.hours)} hours instead of {_HOURS_PER_DAY}")
        for text in ("openings", "complaint_openings", "remarks", "praise", "mixed_feedback", "criticism"):
            if not getattr(self, text):
                raise ValueError(f"channel {self.name}: no {text}")


CHANNELS = (
    Channel(
        "phone", share=0.30, handled=1.0, interaction_type="call", hours=_PHONE_HOURS,
        minutes=Duration(7, Range(1, 60)), staffed=True,
        openings=(
            "Called about", "Customer called about", "Phone call about", "Call about", "Called to ask about",
        ),
        complaint_openings=(
            "Complained on the phone about", "Called to complain about", "Upset call about",
        ),
        remarks=(
            " Identity confirmed.", " Bad line, called back.", " Friendly conversation.", " In a hurry.",
            " Prefers calls in the evening.", " Has tried the website first.",
        ),
        praise=(
            "Got through at once.", "The person on the phone was patient and clear.",
            "Friendly voice and a quick answer.", "One call and it was done.", "Hardly any waiting on the phone.",
            "Everything was explained twice without a sigh.",
        ),
        mixed_feedback=(
            "Good answer, but a long menu before it.", "Some waiting, then friendly help.",
            "Fine, though the line was bad.", "Helpful after the second try.", "The music on hold is too loud.",
        ),
        criticism=(
            "Far too long on hold.", "Was passed on twice and had to repeat everything.",
            "The call ended without an answer.", "Nobody felt responsible on the phone.",
            "They promised to call back.",
        ),
    ),
    Channel(
        "email", share=0.25, handled=0.80, interaction_type="email", hours=_ONLINE_HOURS,
        minutes=None, staffed=False,
        openings=(
            "Wrote about", "Asked by e-mail about", "E-mail about", "Wrote to ask about",
        ),
        complaint_openings=(
            "Complained by e-mail about", "Written complaint about", "Wrote to complain about",
        ),
        remarks=(
            " Answered the same day.", " Prefers e-mail.", " Attachment filed.", " Second message on this.",
            " Copy kept in the file.",
        ),
        praise=(
            "Answer within a few hours.", "A clear reply to each of my questions.", "Polite and complete e-mail.",
            "No standard text, somebody had read my message.", "Short, friendly and to the point.",
        ),
        mixed_feedback=(
            "Good answer, but a day later.", "Polite, a bit general.", "Had to write twice, then it was clear.",
            "Correct, but long-winded.",
        ),
        criticism=(
            "The reply did not answer my question.", "Standard text instead of help.", "Waited days for two lines.",
            "Nobody had read my message.",
        ),
    ),
    Channel(
        "web", share=0.20, handled=0.58, interaction_type="chat", hours=_ONLINE_HOURS,
        minutes=Duration(9, Range(1, 45)), staffed=False,
        openings=(
            "Chat on the website about", "Asked in the web chat about", "Web chat about", "Asked online about",
        ),
        complaint_openings=(
            "Complained in the web chat about", "Complaint by web form about", "Complained online about",
        ),
        remarks=(
            " Link to the help page sent.", " Chat transcript kept.", " Customer was on the phone before.",
            " Asked for a summary by e-mail.",
        ),
        praise=(
            "The chat on the website was fast.", "Answer in the web chat within a minute.",
            "Found what I needed online.", "The chat saved me a call.", "Simple and quick online.",
        ),
        mixed_feedback=(
            "Worked after some searching.", "The chat is fine, the website is crowded.",
            "Helpful, but the chat is slow.", "Answer was all right.",
        ),
        criticism=(
            "The chat was of no use.", "Going around in circles on the website.", "The chat closed before I was done.",
            "I gave up online.",
        ),
    ),
    Channel(
        "mobile_app", share=0.15, handled=0.56, interaction_type="chat", hours=_ONLINE_HOURS,
        minutes=Duration(6, Range(1, 40)), staffed=False,
        openings=(
            "Chat in the app about", "Asked through the app about", "App message about", "Asked in the app about",
        ),
        complaint_openings=(
            "Complained in the app about", "Complaint through the app about", "Used the app to complain about",
        ),
        remarks=(
            " Screenshot received.", " Uses the latest version.", " Asked to rate the app.",
            " Would like more of this in the app.",
        ),
        praise=(
            "The app is great.", "Quick help right in the app.", "Asked in the app, done in five minutes.",
            "Love that I can do this from my phone.", "The chat in the app is a good idea.",
        ),
        mixed_feedback=(
            "The app does the job.", "Help in the app is hard to find.", "Works, could be simpler.",
            "Fine, but I had to type everything again.",
        ),
        criticism=(
            "The app keeps sending me elsewhere.", "Help in the app is a list of links.",
            "The app crashed in the middle.", "Not what I expect from an app.",
        ),
    ),
    Channel(
        "branch", share=0.10, handled=1.0, interaction_type="branch_visit", hours=_BRANCH_HOURS,
        minutes=Duration(22, Range(4, 120)), staffed=True,
        openings=(
            "Came in about", "Visited the branch about", "At the counter about", "Came by to ask about",
        ),
        complaint_openings=(
            "Came in to complain about", "Complained at the counter about", "Visited the branch to complain about",
        ),
        remarks=(
            " Came without an appointment.", " Identity card seen.", " Came with a relative.", " Offered a coffee.",
            " Short wait.",
        ),
        praise=(
            "Warm welcome at the branch.", "The advisor took the time I needed.", "Short wait, good advice.",
            "Everybody at the branch is so kind.", "They know me there.",
        ),
        mixed_feedback=(
            "Friendly branch, too few counters.", "Good advice, but I had to wait.",
            "Nice people, short business hours.", "All in order, nothing special.",
        ),
        criticism=(
            "Nearly an hour at the branch for nothing.", "One counter open and ten people waiting.",
            "Was sent away because of a form.", "The advisor was in a hurry.",
        ),
    ),
)  # fmt: skip

CHANNEL_SHARES = CategoryShares.of(**{channel.name: channel.share for channel in CHANNELS})
WEB = CHANNEL_SHARES.code("web")
INTERACTION_TYPES = (*dict.fromkeys(channel.interaction_type for channel in CHANNELS), "complaint")
COMPLAINT = INTERACTION_TYPES.index("complaint")

require_choices("channel", CHANNEL_SHARES.names, Interaction.Channel.values)
require_choices("type of interactions", INTERACTION_TYPES, Interaction.Type.values)
if abs(sum(channel.handled * channel.share for channel in CHANNELS) - HANDLED) > 1e-9:
    raise ValueError(f"the parts of the channels that employees handle do not average {HANDLED}")
