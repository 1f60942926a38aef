"""Who stands behind loans."""

from tests.bank.bank import Bank
from tests.bank.lending import DB

RELATIONSHIPS = ("spouse", "parent", "sibling", "business_partner", "friend")


def test_guarantors_are_close_to_the_borrower_and_can_be_called_only_in_fiction(bank: Bank) -> None:
    """G8."""
    bank.finds_none(
        DB,
        r"SELECT * FROM loan_guarantors WHERE NOT relationship = ANY(%s) OR relationship IS NULL"
        r" OR contact_info !~ '555-01\d\d$' OR contact_info IS NULL",
        [list(RELATIONSHIPS)],
    )


def test_companies_have_no_parents_or_siblings(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM loan_guarantors JOIN loans USING (loan_id)
        WHERE loan_type = 'business' AND relationship IN ('parent', 'sibling')
        """,
    )
