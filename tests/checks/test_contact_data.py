"""Which texts the check of contact data takes for addresses or numbers of real persons."""

import pytest

from seeding.checks.all_tables.contact_data import may_be_real


@pytest.mark.parametrize(
    "text",
    [
        "Call me on 212-555-0234",
        "Call me on 555-013-4567",
        "Paid from 4111 1111 1111 1111",
        "card 378282246310005 declined",
        "SSN 123-45-6789",
        "number 123456789",
        "write to jane@bank.com.",
        "ann@example.com and bob@example.de",
    ],
)
def test_a_text_may_be_real(text: str) -> None:
    assert may_be_real(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"phone": "+1-212-555-0134"}',
        "Installment of loan LN4850589808",
        "US007902875323",
        "Paid from 4111 1111 1111 1112",
        "SSN 666-45-6789, 000456789, 912-34-5678",
        "write to jane.doe.7@example.org.",
    ],
)
def test_a_text_cannot_be_real(text: str) -> None:
    assert not may_be_real(text)
