"""Vocabularies: words from files, drawn by their weights."""

from pathlib import Path

import numpy as np
import pytest

from seeding.bank import vocabularies as bank_words
from seeding.engine.draw import Draw
from seeding.engine.rows import one_stratum
from seeding.engine.vocabulary import Vocabulary

DRAW = Draw(7, "customer")
ROWS = one_stratum(np.arange(100_000))
READ = {name: thing for name, thing in vars(bank_words).items() if isinstance(thing, Vocabulary)}


def test_words_and_weights_come_from_two_columns(tmp_path: Path) -> None:
    file = tmp_path / "words.csv"
    file.write_text('Ann,2\n"Smith, Jones",0.5\nJosé,1\n', encoding="utf-8")
    assert Vocabulary.read(file) == Vocabulary(("Ann", "Smith, Jones", "José"), (2.0, 0.5, 1.0))


def test_words_of_an_even_vocabulary_have_equal_weights() -> None:
    assert Vocabulary.even("a", "b", "c").weights == (1.0, 1.0, 1.0)


def test_weights_are_relative_to_their_sum() -> None:
    vocabulary = Vocabulary(("rare", "common", "middling"), (1, 6, 3))
    found = np.bincount(vocabulary.pick(DRAW, "word", ROWS), minlength=3) / len(ROWS)
    assert np.abs(found - np.array([0.1, 0.6, 0.3])).max() < 0.005


def test_the_last_item_of_the_sampling_table_is_the_last_word() -> None:
    assert Vocabulary(("a", "b", "c"), (0.1, 0.2, 0.3)).sampling_table[-1] == 2


def test_text_is_the_word_of_each_code() -> None:
    vocabulary = Vocabulary(("a", "b"), (1, 1))
    text = vocabulary.text(DRAW, "word", ROWS)
    assert text.to_list() == [vocabulary.words[code] for code in vocabulary.pick(DRAW, "word", ROWS).tolist()]


def test_a_word_depends_only_on_the_key_of_its_row() -> None:
    some = ROWS.where(ROWS.key % 13 == 5)
    names = bank_words.LAST_NAMES
    assert names.text(DRAW, "name", some).to_list() == names.text(DRAW, "name", ROWS).to_list()[5::13]


@pytest.mark.parametrize("name", READ)
def test_the_words_of_the_bank_are_clean_and_unique(name: str) -> None:
    vocabulary = READ[name]
    assert len(vocabulary.words) == len(vocabulary.weights) == len(set(vocabulary.words))
    assert all(weight > 0 for weight in vocabulary.weights)
    assert all(word and word == word.strip() and word.isprintable() for word in vocabulary.words)


def test_every_file_of_words_is_used() -> None:
    files = {path.stem.upper() for path in bank_words.DIRECTORY.glob("*.csv")}
    assert files
    assert files <= set(READ)
