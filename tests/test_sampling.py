"""The quick suite takes the first of each kind, in every run the same ones, and no case is lost."""

from typing import Any

from tests.sampling import first, first_of_each

WORDS = ("apple", "avocado", "banana", "almond", "cherry", "blueberry")


def quick(parameters: list[Any]) -> list[tuple[Any, ...]]:
    return [given.values for given in parameters if not given.marks]


def test_the_first_of_each_kind_is_quick_and_the_others_are_hard() -> None:
    parameters = first_of_each(lambda word: word[0], WORDS)
    assert quick(parameters) == [("apple",), ("banana",), ("cherry",)]
    assert [given.values for given in parameters] == [(word,) for word in WORDS]
    assert {mark.name for given in parameters for mark in given.marks} == {"hard"}


def test_the_first_value_of_a_parameter_is_quick() -> None:
    assert quick(first(WORDS)) == [("apple",)]
    assert [given.values for given in first(range(3))] == [(0,), (1,), (2,)]


def test_a_tuple_has_the_values_of_several_parameters() -> None:
    pairs = [("loans", 1), ("loans", 2), ("claims", 3)]
    assert quick(first(pairs)) == [("loans", 1)]
    assert quick(first_of_each(lambda pair: pair[0], pairs)) == [("loans", 1), ("claims", 3)]
