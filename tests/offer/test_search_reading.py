"""What typed words are read as: subjects, occupations, communes; and what is never corrected."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.errors import ConfigurationError
from pacte.offer.rules.search import OccupationNameIndex, SearchLexicon, parse_search_terms
from pacte.offer.rules.search_place import communes_by_name, place_among_words
from pacte.offer.rules.search_subjects import parse_subjects, search_subjects
from pacte.reference.neighbour_communes import communes_of_neighbours
from pacte.reference.records import Place, ZoneKind

NAMES = OccupationNameIndex(
    {
        "J1501": ["aide-soignant", "Aide-soignant / Aide-soignante"],
        "F1602": ["électricien"],
        "I1604": ["Électricien / Électricienne automobile"],
        "F1606": ["Peintre / Peintre en bâtiment", "peintre"],
        "N4103": ["conducteur de car"],
        "N1101": ["Conducteur / Conductrice de chariot élévateur", "cariste"],
    }
)
CATALOGUE = {"centre": 9, "usinage": 4, "soudeur": 3, "cuisine": 2, "tour": 1}
LEXICON = SearchLexicon(CATALOGUE, frozenset({*NAMES.words, "quai"}), NAMES, search_subjects())


def subjects(text: str) -> list[str]:
    return [subject.key for subject in parse_search_terms(text, LEXICON).subjects]


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("illettrisme", "lire"),
        ("Illétrisme", "lire"),
        ("alphabétisation", "alphabetisation"),
        ("FLE", "francais"),
        ("cours de français", "francais"),
        ("remise à niveau", "remise-a-niveau"),
        ("CléA", "clea"),
        ("permis", "permis-b"),
        ("permis B", "permis-b"),
        ("permis C", "poids-lourd"),
        ("permis D", "voyageurs"),
        ("reconversion", "reconversion"),
        ("bilan de compétences", "bilan"),
        ("je ne sais pas quoi faire", "projet"),
        ("CAP petite enfance", "enfants"),
    ],
)
def test_words_of_people_are_a_subject(typed: str, subject: str) -> None:
    assert subjects(typed) == [subject]


def test_every_phrase_of_the_file_reads_as_its_subject_and_every_code_is_one() -> None:
    index = search_subjects()
    assert len({subject.key for subject in index.by_phrase.values()}) > 60
    for subject in index.by_phrase.values():
        assert subject.formacodes or subject.natures, subject.key
        assert all(re.fullmatch(r"\d{2,5}", code) for code in subject.formacodes), subject.key


def test_a_phrase_of_two_subjects_is_refused_with_both_names() -> None:
    text = """
        [[subject]]
        key = "lire"
        label = "lire"
        typed = ["lecture"]
        formacodes = ["15043"]
        [[subject]]
        key = "relire"
        label = "relire"
        typed = ["Lectures"]
        formacodes = ["46047"]
    """
    with pytest.raises(ConfigurationError, match="lire et relire"):
        parse_subjects(text)
    with pytest.raises(ConfigurationError, match="vide"):
        parse_subjects('[[subject]]\nkey = "x"\nlabel = "x"\ntyped = ["…"]\nformacodes = ["1"]')


@pytest.mark.parametrize("word", ["peintre", "quai", "Tour", "soudeur"])
def test_a_word_that_something_knows_is_never_corrected(word: str) -> None:
    assert parse_search_terms(word, LEXICON).corrections == {}


def test_an_unknown_word_is_corrected_and_kept_as_typed_on_request() -> None:
    assert parse_search_terms("usinaje", LEXICON).corrections == {"usinaje": ("usinage",)}
    assert parse_search_terms("usinaje", LEXICON, exact=True).corrections == {}
    assert parse_search_terms("illettrisme", LEXICON, exact=True).subjects == ()


def test_an_occupation_is_named_by_a_whole_name_only() -> None:
    assert parse_search_terms("aide soignante", LEXICON).romes == {"J1501"}
    assert parse_search_terms("électricien", LEXICON).romes == {"F1602"}
    assert parse_search_terms("électricienne automobile", LEXICON).romes == {"I1604"}
    assert parse_search_terms("soignante", LEXICON).romes == set()


def test_a_word_alone_may_begin_several_names() -> None:
    assert NAMES.names_beginning("conducteur") == {
        "N4103": "conducteur de car",
        "N1101": "Conducteur / Conductrice de chariot élévateur",
    }
    assert NAMES.names_beginning("chariot") == {}


def test_the_query_asks_for_the_words_of_the_title_or_the_codes_that_they_mean() -> None:
    terms = parse_search_terms("FLE", LEXICON)
    assert terms.title_tsquery() == "((fle:A) | xf15235:A | xf15226:A)"
    assert terms.is_first_step
    # « permis » alone is something else: its word is not searched.
    assert "permis" not in parse_search_terms("permis C", LEXICON).tsquery()
    assert parse_search_terms("cuisine", LEXICON).tsquery().startswith("((cuisine:*)")


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read(text: str) -> None:
    terms = parse_search_terms(text, LEXICON)
    assert set("".join(terms.words)) <= set("abcdefghijklmnopqrstuvwxyz0123456789")
    assert terms.tsquery().count("(") == terms.tsquery().count(")")
    assert all(terms.spellings[word] for word in terms.words)


# Communes.


def commune(code: str, name: str, population: int) -> Place:
    return Place(ZoneKind.COMMUNE, code, name, 2026, department_code=code[:2], population=population)


COMMUNES = communes_by_name(
    [
        commune("37261", "Tours", 136_000), commune("18033", "Bourges", 64_000), commune("18279", "Vierzon", 25_000),
        commune("37233", "Saint-Pierre-des-Corps", 15_000), commune("41136", "Mer", 6_000),
        commune("18195", "Saint-Amand-Montrond", 9_500), commune("36001", "Cuisine", 90),
        commune("45001", "Ardon", 1_100), commune("39020", "Ardon", 90),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ("soudeur bourges", "Bourges", "soudeur"),
        ("soudeur à Bourges", "Bourges", "soudeur"),
        ("cuisine près de tours", "Tours", "cuisine"),
        ("Bourges aide soignante", "Bourges", "aide soignante"),
        ("cariste St Pierre des Corps", "Saint-Pierre-des-Corps", "cariste"),
        ("saint amand montrond", "Saint-Amand-Montrond", ""),
        ("tours", "Tours", ""),
        ("cuisine tours", "Tours", "cuisine"),
        ("cariste ardon", "Ardon", "cariste"),
    ],
)
def test_a_commune_is_found_among_the_words(typed: str, place: str, words: str) -> None:
    read = place_among_words(typed, COMMUNES, is_word=LEXICON.has_word)
    assert read is not None
    assert (read.communes[0].name, read.words) == (place, words)


@pytest.mark.parametrize("typed", ["cuisine", "agent de cuisine", "soudeur", "tour fraiseuse", ""])
def test_a_word_of_trades_is_no_small_commune(typed: str) -> None:
    assert place_among_words(typed, COMMUNES, is_word=LEXICON.has_word) is None


def test_communes_of_the_same_name_come_with_the_largest_first() -> None:
    read = place_among_words("cariste ardon", COMMUNES, is_word=LEXICON.has_word)
    assert read is not None
    assert [each.code for each in read.communes] == ["45001", "39020"]


def test_the_neighbours_of_a_region_are_known_and_far_regions_are_not() -> None:
    names = {(each.name, each.department_code) for each in communes_of_neighbours("24")}
    assert {("Nevers", "58"), ("Le Mans", "72"), ("Étampes", "91")} <= names
    assert not {department for _, department in names} & {"13", "2A", "18"}
    assert communes_of_neighbours("94") == ()
