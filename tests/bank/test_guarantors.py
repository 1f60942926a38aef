"""loans_db.loan_guarantors: who else answers for a loan."""

from tests.bank.bank import Bank
from tests.bank.lending import DB

RELATIONSHIPS = ("spouse", "parent", "sibling", "business_partner", "friend")


def test_every_guarantor_has_a_relationship_and_a_fictional_phone_number(bank: Bank) -> None:
    """G8."""
    bank.finds_none(
        DB,
        r"SELECT * FROM loan_guarantors WHERE NOT relationship = ANY(%s) OR relationship IS NULL"
        r" OR contact_info !~ '555-01\d\d$' OR contact_info IS NULL",
        [list(RELATIONSHIPS)],
    )


def test_no_parent_or_sibling_guarantees_a_business_loan(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM loan_guarantors JOIN loans USING (loan_id)
        WHERE loan_type = 'business' AND relationship IN ('parent', 'sibling')
        """,
    )
