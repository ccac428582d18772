"""Words that people type, against the names of occupations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.reference.wording import MOST_WORDS, closeness, neighbours, stems_of, words_of


def test_articles_accents_and_plurals_do_not_count() -> None:
    assert words_of("L’aide-soignant·e d’État") == ["aide", "soignant", "etat"]
    assert stems_of("Aides soignantes") == stems_of("aide soignant") == ["aid", "soignant"]
    assert stems_of("de la") == []


@pytest.mark.parametrize(
    ("asked", "better", "worse"),
    [
        ("soudeur", "Soudeur / Soudeuse", "Contrôleur / Contrôleuse en soudure"),
        ("infirmière", "Infirmier / Infirmière", "Infirmier / Infirmière anesthésiste"),
        ("infirmière", "Infirmier / Infirmière anesthésiste", "Cadre de santé infirmier / infirmière"),
        ("maçon", "maçon", "Maçon-piscinier / Maçonne-piscinière"),
        ("agent d’entretien", "agent d’entretien", "Agent d’entretien maintenance"),
    ],
)
def test_the_very_name_comes_before_one_that_holds_it(asked: str, better: str, worse: str) -> None:
    assert closeness(asked, better) > closeness(asked, worse) > 0


@given(st.text(max_size=60), st.text(max_size=60))
def test_closeness_is_a_share_and_whole_for_itself(asked: str, name: str) -> None:
    assert 0 <= closeness(asked, name) <= 1
    assert len(stems_of(asked)) <= MOST_WORDS
    if words_of(asked):
        assert closeness(asked, asked) == 1


def test_a_mistyped_word_finds_its_neighbours_and_a_short_or_strange_one_stays() -> None:
    known = ["boulanger", "cariste", "soudeur", "soudure"]
    assert sorted(neighbours("soudur", known)) == ["soudeur", "soudur"]
    assert neighbours("carriste", known) == ["carist"]
    assert neighbours("xyzzyq", known) == ["xyzzyq"]
    assert neighbours("bou", known) == ["bou"]
