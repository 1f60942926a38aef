"""Notes of interactions: an opening, the topic, what was done, and sometimes a remark."""

from seeding.bank.customers.channels import CHANNELS
from seeding.bank.customers.interaction_topics import TOPICS
from seeding.bank.customers.service_desks import DESKS
from seeding.bank.phrases import Phrases

OPENINGS = Phrases.of((
    *(channel.openings for channel in CHANNELS),
    *(channel.complaint_openings for channel in CHANNELS),
))  # fmt: skip
"""By channel: first those of other interactions, then those of complaints."""
TOPIC_PHRASES = Phrases.of(topic.named for topic in TOPICS)
"""By topic."""
ACTIONS = Phrases.of((
    *(topic.settled for topic in TOPICS),
    *(desk.escalated for desk in DESKS),
    *(desk.follow_up_needed for desk in DESKS),
    ("Complaint taken down and handed on", "Apologized, complaint passed on", "Complaint recorded and escalated",
     "Listened and handed to the complaint desk", "Recorded, an answer was promised"),
    ("Complaint recorded, details to follow", "Apologized, will be called back", "Complaint recorded, papers to follow",
     "Recorded, customer sends further details"),
))  # fmt: skip
"""What was done: by topic if it was settled; then by desk if it was escalated, and if it needs a follow-up; last for
complaints that were escalated, and that need a follow-up."""
FIRST_ESCALATED = len(TOPICS)
FIRST_FOLLOW_UP = FIRST_ESCALATED + len(DESKS)
COMPLAINT_ESCALATED = FIRST_FOLLOW_UP + len(DESKS)
COMPLAINT_FOLLOW_UP = COMPLAINT_ESCALATED + 1

_NO_REMARK = ("",) * 7
"""More than half of the notes have no remark."""
REMARKS = Phrases.of((*_NO_REMARK, *channel.remarks) for channel in CHANNELS)
"""By channel."""
