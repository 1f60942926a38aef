"""The homes and the phone numbers of customers, in numbers."""

from seeding.bank import places
from seeding.engine.shares import share_range

NEAR_BRANCH = 0.80
"""Share of customers who live near their branch."""
NEAR_SHARE = share_range(NEAR_BRANCH)
NEAR_WINDOW = 60
"""Customers among whom the share is kept: the size of the first cell, and a divisor of the others'."""
_OF_BRANCH_STATES = 1 - len(places.OTHER_STATES) / len(places.SERVED_AREA_CODES)

LINES = 100
"""Lines of each area code that are reserved for fiction: 555-0100 to 555-0199."""
LINES_OF_FIRST = LINES_OF_SECOND = 42
"""Of them, lines for customers with odd and with even numbers. No two customers of different households share one."""
LINES_OF_PARTNERS = LINES - LINES_OF_FIRST - LINES_OF_SECOND
"""Lines for second adults of a household with a phone of their own; the others share the household's."""
PHONES_FOR_CUSTOMERS = 2 * LINES_OF_FIRST * len(places.SERVED_AREA_CODES)
"""Customers for whom the lines suffice; in a larger bank, some customers with the same phone number are strangers."""
HALVES = 2
"""The first half of these customers have half of the lines, and the others the other half: in a bank of no more than
the first half, the line at the same place of the other half is free, and was a customer's before the number changed."""
PHONES_FOR_CHANGES = PHONES_FOR_CUSTOMERS // HALVES
"""Customers for whom the lines suffice while former numbers are seen, for each then has two."""
SHUFFLE = 37
"""Coprime to LINES: the lines of an area code are shuffled by this factor, so that a number does not reveal whose it
is."""

if LINES_OF_FIRST % HALVES or LINES_OF_PARTNERS % HALVES:
    raise ValueError("each group of lines needs two equal halves")
if not NEAR_BRANCH <= _OF_BRANCH_STATES:
    raise ValueError("too many customers live in states without a branch")
