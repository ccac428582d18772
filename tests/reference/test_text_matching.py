"""Matching of typed words with the names of occupations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.reference.text_matching import MAX_WORDS, label_match_score, nearest_stems, search_stems, significant_words


def test_articles_accents_and_plurals_do_not_count() -> None:
    assert significant_words("L’aide-soignant·e d’État") == ["aide", "soignant", "etat"]
    assert search_stems("Aides soignantes") == search_stems("aide soignant") == ["aid", "soignant"]
    assert search_stems("de la") == []


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
    assert label_match_score(asked, better) > label_match_score(asked, worse) > 0


@given(st.text(max_size=60), st.text(max_size=60))
def test_closeness_is_a_share_and_whole_for_itself(asked: str, name: str) -> None:
    assert 0 <= label_match_score(asked, name) <= 1
    assert len(search_stems(asked)) <= MAX_WORDS
    if significant_words(asked):
        assert label_match_score(asked, asked) == 1


def test_a_mistyped_word_finds_its_neighbours_and_a_short_or_strange_one_stays() -> None:
    known = ["boulanger", "cariste", "soudeur", "soudure"]
    assert sorted(nearest_stems("soudur", known)) == ["soudeur", "soudur"]
    assert nearest_stems("carriste", known) == ["carist"]
    assert nearest_stems("xyzzyq", known) == ["xyzzyq"]
    assert nearest_stems("bou", known) == ["bou"]
