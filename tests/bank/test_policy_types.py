"""Policy types: a new one needs every part of its definition, and a missing part is named."""

from dataclasses import MISSING, fields, replace
from typing import Any

import pytest

from seeding.bank.insurance.peril import SEVERE, Peril, PerilError
from seeding.bank.insurance.policy_types import (
    HIGHEST_RATE,
    LOWEST_RATE,
    POLICY_TYPES,
    Loss,
    PolicyType,
    PolicyTypes,
    Term,
)
from seeding.bank.products import ProductError
from seeding.engine.shares import Range

PET: dict[str, Any] = {
    "name": "pet",
    "share": 0.02,
    "for_companies": False,
    "term": Term.RENEWED,
    "coverage": Range(2_000, 20_000),
    "median": 6_000,
    "spread": 0.4,
    "unit": 500,
    "rates": (100, 300),
    "rises_with_age": False,
    "changes_at_renewal": True,
    "insured": None,
    "products": ("Pet Care", "Kennel Care"),
    "claim_type": "veterinary",
    "loss": Loss(median=600, spread=0.7, paid=Range(100, 8_000), deductible=50),
    "perils": (Peril(texts=("Surgery after an accident",), rejections=("Reported too late",)),),
    "modifications": ("Address of the policyholder changed",),
    "cancellations": ("animal sold",),
}
"""A policy type that the bank does not have."""
CHOICES = (*POLICY_TYPES.choices, "pet")
CLAIM_CHOICES = (*POLICY_TYPES.claim_choices, "veterinary")


def with_another(**changes: Any) -> PolicyTypes:
    """Return the bank's policy types and one more, whose share the first of them gives up."""
    another = PolicyType(**(PET | changes))
    first, *others = POLICY_TYPES
    types = (replace(first, share=first.share - another.share), *others, another)
    return PolicyTypes("policy type", types, CHOICES, CLAIM_CHOICES)


def test_a_complete_definition_adds_a_policy_type() -> None:
    policy_types = with_another()
    code = policy_types.code("pet")
    assert policy_types.names == (*POLICY_TYPES.names, "pet")
    assert policy_types.claim_types[code] == "veterinary"
    assert policy_types.shares.weights[code] == PET["share"]
    assert "pet" not in policy_types.shares_of_companies.names
    assert "pet" in with_another(for_companies=True).shares_of_companies.names


@pytest.mark.parametrize("part", [field.name for field in fields(PolicyType) if field.default is MISSING])
def test_a_definition_without_one_of_its_parts_is_refused(part: str) -> None:
    with pytest.raises(TypeError, match=part):
        PolicyType(**{name: value for name, value in PET.items() if name != part})


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"share": 0.0}, "share 0.0 must lie above 0"),
        ({"median": 100_000}, "median lies outside"),
        ({"spread": 0.0}, "spread must be positive"),
        ({"unit": 0}, "unit must be positive"),
        ({"rates": (LOWEST_RATE - 1, HIGHEST_RATE)}, "rates must rise"),
        ({"rates": (LOWEST_RATE, HIGHEST_RATE + 1)}, "rates must rise"),
        ({"rates": (300, 100)}, "rates must rise"),
        ({"loss": None}, "`loss` must be None exactly where the claim type is death"),
        ({"claim_type": "death"}, "`loss` must be None exactly where the claim type is death"),
        ({"perils": ()}, "perils are missing"),
        ({"products": ("", "Kennel Care")}, "products need names"),
        ({"rises_with_age": True}, "no insured whose age"),
        ({"term": Term.FIXED}, "no renewal at which"),
        ({"cancellations": ()}, "cancellations are missing"),
        ({"modifications": ()}, "modifications are missing"),
    ],
)
def test_an_inconsistent_definition_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ProductError, match=f"PolicyType 'pet': .*{problem}"):
        PolicyType(**(PET | changes))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({"median": 9_000}, "median loss 9000 lies outside"), ({"spread": 0}, "must be positive"),
     ({"deductible": -1}, "at least 0")],
)  # fmt: skip
def test_an_inconsistent_loss_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ProductError, match=problem):
        replace(PET["loss"], **changes)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({"texts": ()}, "needs texts"), ({"rejections": ("",)}, "reasons of rejection"), ({"months": (13,)}, "must be 1"),
     ({"least": SEVERE, "most": 0}, "must rise"), ({"of_persons": False, "of_companies": False}, "happens to nobody")],
)  # fmt: skip
def test_an_inconsistent_peril_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(PerilError, match=problem):
        replace(PET["perils"][0], **changes)


def test_a_policy_type_that_the_model_does_not_know_is_refused() -> None:
    with pytest.raises(ProductError, match="policy type 'pet' is missing from the model's choices"):
        PolicyTypes("policy type", with_another().types, POLICY_TYPES.choices, CLAIM_CHOICES)


def test_a_choice_of_the_model_without_a_policy_type_is_refused() -> None:
    with pytest.raises(ProductError, match="the model's choices include 'pet', but no policy type"):
        PolicyTypes("policy type", POLICY_TYPES.types, CHOICES, POLICY_TYPES.claim_choices)


def test_a_claim_type_that_the_model_does_not_know_is_refused() -> None:
    with pytest.raises(ProductError, match="claim type 'veterinary' is missing from the model's claim types"):
        PolicyTypes("policy type", with_another().types, CHOICES, POLICY_TYPES.claim_choices)


def test_a_claim_type_of_the_model_without_a_policy_type_is_refused() -> None:
    with pytest.raises(ProductError, match="the model's claim types include 'veterinary', but no claim type"):
        PolicyTypes("policy type", POLICY_TYPES.types, POLICY_TYPES.choices, CLAIM_CHOICES)


def test_a_claim_type_of_two_policy_types_is_refused() -> None:
    with pytest.raises(ProductError, match="claim type 'travel' belongs to more than one policy type"):
        with_another(claim_type="travel")


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ProductError, match=r"the shares of every policy type sum to 1\.02"):
        PolicyTypes("policy type", (*POLICY_TYPES, PolicyType(**PET)), CHOICES, CLAIM_CHOICES)


def test_a_policy_type_that_is_defined_twice_is_refused() -> None:
    with pytest.raises(ProductError, match="policy type 'travel' is defined more than once"):
        with_another(name="travel")


def test_policy_types_without_one_for_companies_are_refused() -> None:
    for_persons = tuple(replace(each, for_companies=False) for each in POLICY_TYPES)
    with pytest.raises(ProductError, match="no policy type is for companies"):
        PolicyTypes("policy type", for_persons, POLICY_TYPES.choices, POLICY_TYPES.claim_choices)


def test_a_storyline_with_an_undefined_policy_type_is_refused() -> None:
    types = tuple(replace(each, name="car") if each.name == "vehicle" else each for each in POLICY_TYPES)
    with pytest.raises(ProductError, match="storyline customer 11 has 'vehicle'"):
        PolicyTypes("policy type", types, [each.name for each in types], POLICY_TYPES.claim_choices)
