"""Public search: stemming, everyday names, corrected spelling, distance, correct filter counts, current places."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import NOBODY
from pacte.offer.models import Session, TrainingAction
from pacte.offer.queries.search import SearchHitRow, open_sessions_after, search_hit_rows, search_sessions
from pacte.offer.queries.search_choices import search_choices
from pacte.offer.queries.search_counts import open_choice_counts_by_department
from pacte.offer.records.funders import FUNDER_LABELS, funder_codes, funder_names, public_funders
from pacte.offer.records.inputs import CompetenceItem
from pacte.offer.records.search import (
    FACET_GROUPS,
    FUNDER_CODES_BY_FACET,
    SearchArea,
    SearchChoices,
    SearchFacet,
    SearchParams,
    SearchResult,
    SearchSort,
)
from pacte.offer.rules.search import OccupationNameIndex, SearchLexicon, parse_search_terms
from pacte.offer.services import open_places, record_session_cancellation, set_competences
from pacte.offer.services.search import refresh_search
from pacte.reference.services import load_starter_nomenclature
from tests.cast import MACHINE
from tests.effort import few
from tests.kept import kept_for_module
from tests.offer.world import Offer, gather_offer, order_of

ON = date(2020, 10, 1)
VIERZON = SearchArea(47.2222, 2.0686, 50)
LEXICON = SearchLexicon({"soudure": 12, "soudeur": 30, "soudage": 4, "cariste": 5, "cuisine": 9, "menage": 3})


def searchable_offer() -> Offer:
    made = gather_offer()
    with acting_as(MACHINE):
        load_starter_nomenclature(actor=MACHINE)
        refresh_search(actor=MACHINE, host_id=made.host_id)
    return made


kept_offer = kept_for_module(searchable_offer)


def find(words: str = "", **more: object) -> SearchResult:
    return search_sessions(actor=NOBODY, params=SearchParams(words=words, **more), on=ON)  # type: ignore[arg-type]


def choose(words: str = "", **more: object) -> SearchChoices:
    return search_choices(actor=NOBODY, params=SearchParams(words=words, **more), on=ON)  # type: ignore[arg-type]


def test_each_departement_counts_the_choices_that_its_search_finds(offer: Offer) -> None:
    counts = open_choice_counts_by_department(actor=NOBODY, on=ON)
    assert counts
    assert counts == {code: choose(department=code).total for code in counts}
    assert sum(counts.values()) == choose().total


def titles(found: SearchResult) -> list[str]:
    return [line.training.title for line in search_hit_rows(actor=NOBODY, hits=found.hits)]


def test_a_word_finds_its_stem_without_accents_nor_capitals(offer: Offer) -> None:
    assert set(titles(find("SOUDEURS"))) == {"Soudeur assembleur industriel", "Soudeur"}
    assert titles(find("lire et ecrire")) == ["Lire et écrire mieux"]


def test_a_mistyped_word_is_mended_and_the_page_can_say_so(offer: Offer) -> None:
    found = find("soudeurr")
    assert found.total > 0
    assert "soudeur" in found.corrections["soudeurr"]
    assert find("soudeurr", exact=True).total == 0


def test_a_competence_is_looked_for_in_what_one_will_be_able_to_do_and_nowhere_else(offer: Offer) -> None:
    lines = [CompetenceItem("Régler un poste à souder")]
    with acting_as(MACHINE):
        set_competences(actor=MACHINE, training=offer.session().training, items=lines)
    assert set(titles(find(competence="régler postes"))) == {"Soudeur assembleur industriel"}
    assert find("souder", competence="poste").total == find(competence="poste").total == 3
    assert find("chantier").total == 3
    assert find(competence="chantier").total == 0


def test_an_everyday_name_finds_the_occupation_even_when_a_word_is_unknown(offer: Offer) -> None:
    found = find("soudage zinguerie")
    assert found.is_loose
    assert "Soudeur assembleur industriel" in titles(found)


def test_a_place_sorts_by_distance_and_leaves_out_what_is_too_far(offer: Offer) -> None:
    found = find("soudeur", around=VIERZON)
    assert found.sort is SearchSort.DISTANCE
    distances = [hit.kilometres or 0 for hit in found.hits]
    assert distances == sorted(distances)
    assert "Soudeur" not in titles(found)


@pytest.mark.parametrize("words", ["", "soudeur"])
@pytest.mark.parametrize("around", [None, VIERZON])
@pytest.mark.parametrize("sort", list(SearchSort))
def test_every_order_gives_the_same_sessions_and_says_which_order_it_is(
    offer: Offer, words: str, around: SearchArea | None, sort: SearchSort
) -> None:
    found = find(words, around=around, sort=sort)
    assert {hit.session_id for hit in found.hits} == {hit.session_id for hit in find(words, around=around).hits}
    assert found.hits
    assert found.sort is not SearchSort.WORDS or words
    assert found.sort is not SearchSort.DISTANCE or around


@pytest.mark.parametrize("turn", range(8))
def test_no_bound_cuts_the_circle(offer: Offer, turn: int) -> None:
    """In every direction, the site is found from just inside the radius, and not from just outside it."""
    everywhere = choose("soudeur", around=SearchArea(VIERZON.latitude, VIERZON.longitude, 1))
    assert everywhere.map_points, "a site stands in Vierzon"
    latitude, longitude, _ = everywhere.map_points[0]
    angle = turn * math.pi / 4
    for share, is_found in ((0.99, True), (1.01, False)):
        seen = SearchArea(
            latitude + share * 30 / 111.195 * math.sin(angle),
            longitude + share * 30 / 111.195 * math.cos(angle) / math.cos(math.radians(latitude)),
            30,
        )
        places = choose("soudeur", around=seen).map_points
        assert ((latitude, longitude) in {place[:2] for place in places}) is is_found


def test_what_is_over_or_cancelled_is_not_found(offer: Offer) -> None:
    before = find("soudeur").total
    buyer = offer.cast["buyer"].actor
    with acting_as(buyer):
        record_session_cancellation(
            actor=buyer, session=offer.session(), on=ON, cause="no_trainer", decided_by="buyer", reason="Départ"
        )
    assert find("soudeur").total == before - 1
    assert search_sessions(actor=NOBODY, params=SearchParams(words="soudeur"), on=date(2030, 1, 1)).total == 0


def test_all_open_sessions_are_read_piece_by_piece_each_once_by_date(offer: Offer) -> None:
    Session.objects.filter(pk=offer.session().pk).update(starts_on=None, ends_on=None)
    whole = open_sessions_after(actor=NOBODY, last_row=None, on=ON)
    assert len(whole) == find().total
    dates = [each.line.session.starts_on for each in whole]
    assert dates == [*sorted(each for each in dates if each), None]
    read: list[SearchHitRow] = []
    while some := open_sessions_after(actor=NOBODY, last_row=read[-1] if read else None, on=ON, limit=1):
        read += some
    assert [each.line.session.pk for each in read] == [each.line.session.pk for each in whole]


@pytest.mark.parametrize(
    ("code", "box"), [(code, box) for box, codes in FUNDER_CODES_BY_FACET.items() for code in codes]
)
def test_whoever_pays_has_a_box_that_finds_what_they_pay(offer: Offer, code: int, box: SearchFacet) -> None:
    TrainingAction.objects.update(funders=[{"code": 10}])
    paid = offer.session().training_action
    paid.funders = [{"code": code, "places": 3}, {"code": str(code)}, {"code": "?"}, {}]
    paid.save()
    with acting_as(MACHINE):
        refresh_search(actor=MACHINE, host_id=offer.host_id)
    found = find(facets=frozenset({box}))
    assert offer.session().pk in {hit.session_id for hit in found.hits}
    assert choose(facets=frozenset({box})).total == choose().counts[box]
    assert (found.total == find().total) is (code == 10)


def test_every_code_of_a_funder_has_one_box_and_words() -> None:
    assert sorted(code for codes in FUNDER_CODES_BY_FACET.values() for code in codes) == sorted(FUNDER_LABELS)
    given_codes = funder_codes([{"code": 2}, {"code": "14"}, {"code": 2}, {"code": 99}, {}])
    assert funder_names(given_codes) == "la Région, l’Union européenne"
    assert public_funders((2, 5, 10, 4)) == (2, 4)


def test_the_places_left_follow_the_ledger_by_themselves(offer: Offer) -> None:
    order_of(offer, ("24_407731", 10, 6650))
    assert find("soudeur", around=VIERZON, facets=frozenset({SearchFacet.SEATS_LEFT})).total == 0
    provider = offer.cast["provider"].actor
    with acting_as(provider):
        open_places(actor=provider, session=offer.session(), count=8, on=ON)
    assert find("soudeur", around=VIERZON, facets=frozenset({SearchFacet.SEATS_LEFT})).total == 1


@settings(deadline=None, max_examples=few(15))
@given(st.frozensets(st.sampled_from(list(SearchFacet)), max_size=4))
def test_a_box_promises_what_ticking_it_gives(facets: Collection[SearchFacet]) -> None:
    ticked = frozenset(facets)
    found = choose(facets=ticked)
    for box in SearchFacet:
        own = next(group for group in FACET_GROUPS if box in group)
        assert choose(facets=ticked - frozenset(own) | {box}).total == found.counts[box]


@pytest.fixture(autouse=True)
def _somewhere(request: pytest.FixtureRequest) -> None:
    """Loads the offer for the tests of this file that need a catalogue."""
    if "facets" in request.node.fixturenames or request.node.name.startswith("test_a_box"):
        request.getfixturevalue("offer")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("soudur", "soudure"), ("carriste", "cariste"), ("cuizine", "cuisine"), ("soudeur", "soudeur")],
)
def test_spelling_is_brought_back_to_a_known_word(typed: str, expected: str) -> None:
    assert any(
        each.startswith(typed) or each == expected for each in parse_search_terms(typed, LEXICON).spellings[typed]
    )


@given(st.text(max_size=80))
def test_whatever_is_typed_makes_a_question_that_the_index_reads(text: str) -> None:
    made = parse_search_terms(text, LEXICON)
    assert set("".join(made.words)) <= set("abcdefghijklmnopqrstuvwxyz0123456789")
    assert "'" not in made.tsquery()
    assert "!" not in made.tsquery()


def test_the_shortest_name_that_holds_all_the_words_is_meant() -> None:
    names = OccupationNameIndex(
        {"H2913": ["Soudeur / Soudeuse", "Soudeur à l'arc"], "H2902": ["Chaudronnier soudeur industriel"]}
    )
    assert names.matching_codes(parse_search_terms("soudeur", LEXICON)) == ["H2913"]
    assert names.matching_codes(parse_search_terms("chaudronnier soudeur", LEXICON)) == ["H2902"]
    assert names.matching_codes(parse_search_terms("", LEXICON)) == []
