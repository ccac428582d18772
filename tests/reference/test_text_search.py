"""Search in short documents: codes, words, synonyms of the trade; accents, plurals and small typing errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.errors import ConfigurationError
from pacte.reference.search_vocabulary import parse_vocabulary, search_vocabulary
from pacte.reference.text_matching import MAX_WORDS
from pacte.reference.text_query import SearchVocabulary, parse_text_query
from pacte.reference.text_search import (
    MatchPlace,
    SearchDocument,
    as_written,
    corrected_words,
    known_words,
    match_document,
    unknown_words,
)

VOCABULARY = parse_vocabulary(
    '[[entry]]\ntyped = ["abandon", "bas niveau"]\nsearched = ["sorties anticipées", "peu qualifiées"]\n'
)
EARLY_EXITS = SearchDocument("Sorties anticipées, hors emploi", ("I9b",), (("compté", "fin avant le terme"),))
FILL = SearchDocument("Remplissage des places achetées", ("I6a",), (("note", "Sans les abandons du premier jour."),))
ACTION = SearchDocument("Achat de places", ("18",))
NOTHING = SearchVocabulary()


def reason(text: str, document: SearchDocument, vocabulary: SearchVocabulary = VOCABULARY) -> str:
    match = match_document(parse_text_query(text, vocabulary), document)
    return match.reason if match else ""


def place(text: str, document: SearchDocument) -> MatchPlace | None:
    match = match_document(parse_text_query(text, VOCABULARY), document)
    return match.place if match else None


@pytest.mark.parametrize("text", ["18", "018", " 18 ", "action 18", "Action n° 18", "n°18", "fiche 18"])
def test_a_number_finds_its_action_however_it_is_typed(text: str) -> None:
    assert place(text, ACTION) is MatchPlace.CODE


@pytest.mark.parametrize("text", ["I9b", "i9B", "indicateur i9b"])
def test_the_case_of_a_code_does_not_count(text: str) -> None:
    assert place(text, EARLY_EXITS) is MatchPlace.CODE


@pytest.mark.parametrize("text", ["1", "8", "180", "I18", "action"])
def test_a_part_of_a_number_is_not_the_number(text: str) -> None:
    assert place(text, ACTION) is None


@pytest.mark.parametrize("text", ["anticipée", "ANTICIPEES", "sortie anticipé", "l’anticipée", "anticip"])
def test_accents_plurals_and_genders_do_not_count(text: str) -> None:
    assert place(text, EARLY_EXITS) is MatchPlace.TITLE


def test_a_short_word_is_not_the_beginning_of_a_longer_one() -> None:
    assert place("rem", FILL) is None
    assert place("pla", FILL) is None


def test_all_the_words_must_be_there_in_the_title_or_in_a_text() -> None:
    assert place("places premier jour", FILL) is MatchPlace.TEXT
    assert place("places dernier jour", FILL) is None


def test_a_synonym_says_itself() -> None:
    assert reason("abandon", EARLY_EXITS) == "synonyme : abandon → sorties anticipées"
    assert reason("abandon", EARLY_EXITS, NOTHING) == ""


def test_an_expression_of_several_words_has_synonyms_that_its_words_alone_have_not() -> None:
    low = SearchDocument("Entrées de personnes peu qualifiées")
    assert reason("bas niveaux", low) == "synonyme : bas niveaux → peu qualifiées"
    assert reason("niveau", low) == ""


def test_the_words_of_an_expression_follow_each_other() -> None:
    far = SearchDocument("Niveau de compétences de base")
    assert reason("bas niveau", far) == ""
    assert reason("niveau bas", far, NOTHING) == "dans le titre"


def test_the_reason_keeps_the_accents_that_were_typed() -> None:
    vocabulary = parse_vocabulary('[[entry]]\ntyped = ["decrochage"]\nsearched = ["sorties anticipées"]\n')
    assert reason("Décrochage", EARLY_EXITS, vocabulary) == "synonyme : décrochage → sorties anticipées"


def test_a_text_gives_the_words_around_what_was_typed() -> None:
    assert reason("abandons", FILL) == "note : « Sans les abandons du premier jour. »"


def test_a_code_comes_first_then_a_whole_title_a_title_a_synonym_and_a_text() -> None:
    documents = [
        SearchDocument("Autre chose", (), (("note", "un abandon"),)),
        EARLY_EXITS,
        SearchDocument("Abandons du premier jour"),
        SearchDocument("Abandons"),
        SearchDocument("Un code", ("abandon 1",)),
    ]
    matches = [match_document(parse_text_query("abandon", VOCABULARY), each) for each in documents[:4]]
    exact = match_document(parse_text_query("abandon 1", VOCABULARY), documents[4])
    ranked = [each.rank for each in (exact, *reversed(matches)) if each]
    assert len(ranked) == len(documents)
    assert ranked == sorted(ranked)
    assert len(set(ranked)) == len(ranked)


def test_a_mistyped_word_means_its_nearest_and_a_word_of_a_document_stays() -> None:
    words = known_words([EARLY_EXITS, FILL], VOCABULARY)
    unknown = unknown_words(parse_text_query("remplisage des plcaes zzzzzz rem 2020 remplissages", VOCABULARY), words)
    assert unknown == ("remplisage", "plcaes", "zzzzzz")
    assert corrected_words(unknown, words) == {"remplisage": "remplissage", "plcaes": "places"}


def test_a_correction_is_shown_with_the_accents_of_where_it_is_written() -> None:
    vocabulary = parse_vocabulary('[[entry]]\ntyped = ["décrochage"]\nsearched = ["sorties anticipées"]\n')
    words = known_words([EARLY_EXITS], vocabulary)
    assert corrected_words(["decrochge"], words) == {"decrochge": "decrochage"}
    assert as_written("decrochage", [EARLY_EXITS], vocabulary) == "décrochage"
    assert as_written("anticipees", [EARLY_EXITS], vocabulary) == "anticipées"


def test_a_corrected_word_has_its_synonyms() -> None:
    query = parse_text_query("abandn", VOCABULARY, corrections={"abandn": "abandon"})
    match = match_document(query, EARLY_EXITS)
    assert match is not None
    assert match.place is MatchPlace.TITLE


def test_one_part_is_enough_when_asked_and_what_is_missing_counts() -> None:
    query = parse_text_query("places zzzz", VOCABULARY)
    match = match_document(query, FILL, any_part=True)
    assert match is not None
    assert match.missing == 1
    assert match_document(query, EARLY_EXITS, any_part=True) is None


@pytest.mark.parametrize("text", ["", "   ", "« » % !?", "de la", "’", "\u200b", "🙂"])
def test_without_word_nor_number_there_is_nothing_to_search(text: str) -> None:
    assert parse_text_query(text, VOCABULARY).is_empty


@given(st.text(max_size=200))
def test_any_text_is_read_and_nothing_matches_without_a_word(text: str) -> None:
    vocabulary = search_vocabulary()
    query = parse_text_query(text, vocabulary)
    assert len(query.parts) <= MAX_WORDS
    words = known_words([EARLY_EXITS, FILL], vocabulary)
    assert set(corrected_words(unknown_words(query, words), words).values()) <= set(words)
    matches = [match_document(query, each, any_part=True) for each in (EARLY_EXITS, FILL, ACTION)]
    assert not query.is_empty or not any(matches)


@given(st.text(min_size=1, max_size=60))
def test_a_document_is_found_by_its_own_title(title: str) -> None:
    query = parse_text_query(title, search_vocabulary())
    match = match_document(query, SearchDocument(title))
    assert match is not None or not query.parts


def test_the_vocabulary_of_the_installation_is_whole() -> None:
    vocabulary = search_vocabulary()
    phrases = ("bas niveau", "abandon", "remplissage", "décrochage", "illettrisme", "FLE", "chômeur", "budget")
    for phrase in phrases:
        [part] = parse_text_query(phrase, vocabulary).parts
        assert part.synonyms, phrase
    assert all(synonyms for synonyms in vocabulary.synonyms.values())


@pytest.mark.parametrize("typed", ['["abandon", "abandons"]', '["de la"]', '[""]'])
def test_a_phrase_written_twice_or_without_word_is_refused(typed: str) -> None:
    with pytest.raises(ConfigurationError):
        parse_vocabulary(f'[[entry]]\ntyped = {typed}\nsearched = ["sorties anticipées"]\n')
