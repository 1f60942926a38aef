"""How purchases are put into groups, with and without categories of merchants."""

import pytest
from django.db import connections

from seeding.charts import sources

ROWS = """(VALUES
    (1, 'card', 'payment', 'Card purchase Harvest Lane Market', '5411'),
    (2, 'card', 'payment', 'Card purchase Skyline Airways', '4511'),
    (3, 'card', 'payment', 'Card purchase Circuit Barn', '5732'),
    (4, 'card', 'refund', 'Card refund Circuit Barn', '5732'),
    (5, 'atm', 'withdrawal', 'Cash withdrawal at our ATM', NULL),
    (6, 'online', 'transfer', 'Rent to Cedar Homes LLC', NULL),
    (7, 'ach', 'payment', 'Installment of loan LN0001', NULL),
    (8, 'ach', 'payment', 'Premium of policy PL0001', NULL),
    (9, 'ach', 'salary', 'Salary Smith Inc', NULL)
) AS entry (place, channel, transaction_type, description, merchant_category)"""


def answers(expression: str) -> list[object]:
    """Return the value of an expression for each of the rows."""
    with connections["accounts_db"].cursor() as cursor:
        cursor.execute(f"SELECT {expression} FROM {ROWS} ORDER BY place")
        return [value for (value,) in cursor.fetchall()]


def test_purchases_are_grouped_by_the_category_of_the_merchant() -> None:
    groups, expression = sources._by_merchant()
    found = answers(expression)
    assert found == ["Groceries", "Travel", sources.OTHER_PURCHASES] + [None] * 6
    assert set(found) - {None} <= set(groups)


def test_without_categories_spending_is_grouped_by_posting() -> None:
    groups, expression = sources._by_posting()
    found = answers(expression)
    assert found == ["Card purchases"] * 3 + [None, "Cash", "Rent", "Loan installments", "Insurance premiums", None]
    assert set(found) - {None} <= set(groups)


def test_no_category_is_in_two_groups() -> None:
    codes = [code for group in sources.CARD_GROUPS.values() for code in group]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 4 and code.isdigit() for code in codes)


def test_pay_rent_and_installments_are_different_rows() -> None:
    found = [answers(condition) for condition in (sources.INCOME, sources.RENT, sources.DEBT_SERVICE, sources.PREMIUM)]
    assert [places.index(True) + 1 for places in found] == [9, 6, 7, 8]
    assert [places.count(True) for places in found] == [1, 1, 1, 1]


def test_an_unknown_kind_of_posting_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind of posting is named tips"):
        sources._posted_as("tips")
