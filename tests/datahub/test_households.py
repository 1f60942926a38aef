"""Household partners have consecutive customer numbers."""

from collections.abc import Iterator

import numpy as np
import pytest

from datahub.accounts.models import AccountRelationship
from datahub.households import first_adult, household_partner_id
from tests.seeded import small_bank, start_afresh


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CUST-00000001", "CUST-00000002"),
        ("CUST-00000003", "CUST-00000004"),
        ("CUST-00000099", "CUST-00000100"),
        ("7", "8"),
    ],
)
def test_partners_are_each_others_partner(one: str, other: str) -> None:
    assert household_partner_id(one) == other
    assert household_partner_id(other) == one


@pytest.mark.parametrize("customer_id", ["", "CUST-", "somebody", "CUST-٣", "CUST-00000000"])
def test_an_id_without_a_number_is_an_error(customer_id: str) -> None:
    with pytest.raises(ValueError, match="does not end with a positive number"):
        household_partner_id(customer_id)


@pytest.fixture
def _seeded() -> Iterator[None]:
    small_bank()
    yield
    start_afresh()


@pytest.mark.usefixtures("_seeded")
def test_joint_owners_of_a_seeded_bank_are_household_partners() -> None:
    joint = AccountRelationship.objects.filter(relationship_type=AccountRelationship.Type.JOINT_OWNER)
    owners = joint.values_list("primary_account__customer_id", "related_account__customer_id")
    assert owners
    for one, other in owners:
        assert household_partner_id(one) == other


def test_the_first_adult_of_a_pair_has_the_odd_number() -> None:
    assert [first_adult(number) for number in (1, 2, 3, 4, 2_899_999, 2_900_000)] == [1, 1, 3, 3, 2_899_999, 2_899_999]
    assert first_adult(np.array([1, 2, 59, 60])).tolist() == [1, 1, 59, 59]
