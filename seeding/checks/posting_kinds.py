"""Kinds of postings in SQL: recognized by the text with which their descriptions begin."""

from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS


def described_as(*kinds: str, about: str = "") -> str:
    """Return the SQL condition that a transaction's description is that of one of the kinds.

    `about` is the word before the number at its end, for kinds that several contracts share: loan or claim.
    """
    about = f"%%, {about} " if about else ""
    patterns = [f"'{POSTING_KINDS[POSTING_CODES[kind]].description} {about}%%'" for kind in kinds]
    if len(patterns) == 1:
        return f"description LIKE {patterns[0]}"
    return f"description LIKE ANY (ARRAY[{', '.join(patterns)}])"
