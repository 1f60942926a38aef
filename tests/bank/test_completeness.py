"""Whatever is keyed by the same names has all of them: an omission fails at import, with an error that names it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from seeding.bank.compliance.alerts import DETECTORS
from seeding.bank.compliance.case_types import CASE_TYPES
from seeding.bank.compliance.detectors import Detector, detects, one_per_active_rule
from seeding.bank.compliance.numbers import RULES
from seeding.bank.compliance.regulatory_numbers import QUARTERS, REGULATORY_REPORT_TYPES
from seeding.bank.compliance.rules import large_wire
from seeding.bank.customers.campaign_numbers import CAMPAIGNS
from seeding.bank.customers.channels import CHANNELS
from seeding.bank.customers.complaint_categories import COMPLAINT_CATEGORIES
from seeding.bank.customers.interaction_topics import TOPICS
from seeding.bank.employees.numbers import ROLES
from seeding.bank.employees.training_program_numbers import PROGRAMS
from seeding.bank.products import ProductError, in_order_of, require_choices, require_same_names


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["red"], "the colors include 'blue', but no pen of this name is defined"),
        (["red", "blue", "gray"], "pen 'gray' is missing from the colors: red, blue"),
        (["red", "blue", "blue"], "pen 'blue' is defined more than once"),
    ],
    ids=["missing", "unknown", "repeated"],
)
def test_a_name_that_is_missing_unknown_or_repeated_is_named(names: list[str], fault: str) -> None:
    with pytest.raises(ProductError, match=f"^{fault}$"):
        require_same_names("pen", names, "the colors", ["red", "blue"])


def test_equal_names_pass_in_any_order() -> None:
    require_same_names("pen", ["blue", "red"], "the colors", ["red", "blue"])


def test_a_choice_of_a_model_is_used_or_declared_unused() -> None:
    require_choices("pen", ["blue"], ["red", "blue"], unused=["red"])
    with pytest.raises(ProductError, match="the model's choices include 'red', but no pen of this name is defined"):
        require_choices("pen", ["blue"], ["red", "blue"])


def test_values_come_in_the_order_of_their_names() -> None:
    assert in_order_of(("b", "a"), {"a": 1, "b": 2}, "number", "the letters") == (2, 1)
    with pytest.raises(ProductError, match="the letters include 'b', but no number of this name is defined"):
        in_order_of(("a", "b"), {"a": 1}, "number", "the letters")


# Rules and their detectors


def test_every_active_rule_has_one_detector() -> None:
    assert list(DETECTORS) == [rule.id for rule in RULES if rule.active]


@pytest.mark.parametrize("rule_id", DETECTORS)
def test_an_active_rule_without_detector_is_refused(rule_id: str) -> None:
    others = [detector for detector in DETECTORS.values() if detector.rule.id != rule_id]
    with pytest.raises(
        ValueError, match=f"^the active rules include '{rule_id}', but no detector of this name is defined$"
    ):
        one_per_active_rule(others)


def test_a_second_detector_of_a_rule_is_refused() -> None:
    second = Detector(large_wire.rule, large_wire.function)
    with pytest.raises(ValueError, match=f"^detector '{large_wire.rule.id}' is defined more than once$"):
        one_per_active_rule([*DETECTORS.values(), second])


def test_a_detector_of_a_rule_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="R99, which does not exist"):
        detects("R99")


@pytest.mark.parametrize("rule_id", [rule.id for rule in RULES if not rule.active])
def test_a_detector_of_a_rule_that_is_switched_off_is_refused(rule_id: str) -> None:
    with pytest.raises(ValueError, match=f"{rule_id}, which is switched off"):
        detects(rule_id)


@pytest.mark.parametrize(
    "change",
    [
        lambda: replace(RULES[0], type="astrology"),
        lambda: replace(RULES[0], entity="branch"),
        lambda: replace(RULES[0], measure="a sum"),
        lambda: replace(RULES[0], threshold=0),
    ],
    ids=["type", "entity", "measure", "threshold"],
)
def test_a_rule_with_an_impossible_value_is_refused(change: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=f"^rule {RULES[0].id}: "):
        change()


# Cases and reports


def test_a_case_type_with_an_activity_that_reports_do_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match=f"^case type {CASE_TYPES[0].name}: reports know no activity 'gardening'$"):
        replace(CASE_TYPES[0], activity="gardening")


def test_a_rejected_report_lies_in_a_quarter_that_has_reports() -> None:
    with pytest.raises(ValueError, match=f"^{REGULATORY_REPORT_TYPES[0].name}: "):
        replace(REGULATORY_REPORT_TYPES[0], rejected_quarters_ago=QUARTERS)


# Service and staff


@pytest.mark.parametrize("text", ["openings", "complaint_openings", "remarks", "praise", "mixed_feedback", "criticism"])
def test_a_channel_without_a_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^channel {CHANNELS[0].name}: no {text}$"):
        replace(CHANNELS[0], **{text: ()})


def test_a_channel_whose_hours_are_not_those_of_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match=f"^channel {CHANNELS[0].name}: 1 hours instead of 24$"):
        replace(CHANNELS[0], hours=(1,))


@pytest.mark.parametrize("text", ["issues", "consequences", "wishes"])
def test_a_complaint_category_without_a_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^complaint category {COMPLAINT_CATEGORIES[0].name}: no {text}$"):
        replace(COMPLAINT_CATEGORIES[0], **{text: ()})


def test_an_issue_of_which_customers_say_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="customers say nothing about the weather"):
        replace(COMPLAINT_CATEGORIES[0], issues={"the weather": ()})


def test_a_topic_without_solutions_is_refused() -> None:
    with pytest.raises(ValueError, match=f"^topic {TOPICS[0].name}: "):
        replace(TOPICS[0], settled=())


@pytest.mark.parametrize("change", [{"type": "skywriting"}, {"target": "everybody"}], ids=str)
def test_a_campaign_of_an_unknown_type_or_target_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=f"^campaign {CAMPAIGNS[0].name}: '{next(iter(change.values()))}' is not one"):
        replace(CAMPAIGNS[0], **change)


@pytest.mark.parametrize("change", [{"departments": ("Astrology",)}, {"departments": ()}, {"family": "pets"}], ids=str)
def test_a_role_in_an_unknown_department_or_family_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"^role {ROLES[0].title}: "):
        replace(ROLES[0], **change)


@pytest.mark.parametrize("change", [{"departments": ("Astrology",)}, {"hours": 1}, {"hours": 41}], ids=str)
def test_a_program_for_an_unknown_department_or_of_an_impossible_length_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"^program {PROGRAMS[0].name}: "):
        replace(PROGRAMS[0], **change)
