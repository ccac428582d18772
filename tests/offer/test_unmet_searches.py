"""Searches that found nothing: kept by terms of ours, shown from eleven on, to who buys, for two years at most."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.offer.models import SearchWord, UnmetSearch
from pacte.offer.queries.unmet_searches import unmet_search_counts
from pacte.offer.records.unmet_searches import SearchTerm, SearchTermKind, UnmetSearchCount
from pacte.offer.rules.search import SearchLexicon, parse_search_terms
from pacte.offer.rules.unmet_searches import FEWEST_SHOWN, KEPT_DAYS, SHOWN_DAYS, terms_to_keep
from pacte.offer.services.unmet_searches import delete_old_unmet_searches, note_unmet_search
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.world import Offer, gather_offer

ON = date(2021, 3, 1)
VOCABULARY = {"soudure": 12, "soudeur": 30, "cuisine": 9}
SOLDERING = SearchTerm(SearchTermKind.WORD, "soudure")

kept_offer = kept_for_module(gather_offer)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("soudure", [SOLDERING]),
        ("Soudur cuisine", [SOLDERING, SearchTerm(SearchTermKind.WORD, "cuisine")]),
        ("je m’appelle Camille Durand, soudure", [SOLDERING]),
        ("Camille Durand 06 12 34 56 78", [SearchTerm(SearchTermKind.UNKNOWN)]),
    ],
)
def test_only_words_of_the_vocabulary_are_kept(typed: str, kept: list[SearchTerm]) -> None:
    assert list(terms_to_keep(parse_search_terms(typed, SearchLexicon(VOCABULARY)), [], VOCABULARY)) == kept


def test_an_occupation_is_kept_rather_than_its_words() -> None:
    terms = parse_search_terms("soudure", SearchLexicon(VOCABULARY))
    assert terms_to_keep(terms, ["H2913", "H2914"], VOCABULARY) == (SearchTerm(SearchTermKind.OCCUPATION, "H2913"),)


@pytest.mark.django_db
def test_who_buys_reads_what_was_looked_for_at_least_eleven_times(offer: Offer) -> None:
    with acting_as(MACHINE):
        SearchWord.objects.create(word="soudure", trainings=3)
    with acting_as(NOBODY):
        for rank in range(FEWEST_SHOWN):
            on = ON - timedelta(days=rank)
            note_unmet_search(actor=NOBODY, host_id=offer.host_id, terms=[SOLDERING], department_code="18", on=on)
        for _ in range(FEWEST_SHOWN - 1):
            note_unmet_search(actor=NOBODY, host_id=offer.host_id, terms=[SOLDERING], department_code="", on=ON)
        assert not UnmetSearch.objects.exists(), "the visitor of the search reads nothing of it"
    with acting_as(offer.cast["buyer"].actor) as buyer:
        found = unmet_search_counts(actor=buyer, host_id=offer.host_id, on=ON)
        assert found == [UnmetSearchCount(SearchTermKind.WORD, "soudure", "18", FEWEST_SHOWN)]
        later = ON + timedelta(days=SHOWN_DAYS)
        assert unmet_search_counts(actor=buyer, host_id=offer.host_id, on=later) == []


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["intruder", "adviser", "visitor"])
def test_others_read_nothing_of_it(offer: Offer, part: str) -> None:
    row = {"organisation_id": offer.host_id, "counted_on": ON, "kind": "word", "term": "soudure", "searches": 50}
    with acting_as(MACHINE):
        UnmetSearch.objects.create(**row)
    with acting_as(offer.cast[part].actor) as actor:
        assert not UnmetSearch.objects.exists()
        with pytest.raises(NotFound):
            unmet_search_counts(actor=actor, host_id=offer.host_id, on=ON)


@pytest.mark.django_db
def test_counts_of_searches_end_after_two_years(offer: Offer) -> None:
    row = {"organisation_id": offer.host_id, "kind": "word", "term": "soudure", "searches": 1}
    with acting_as(MACHINE):
        for days in (0, KEPT_DAYS, KEPT_DAYS + 1):
            UnmetSearch.objects.create(**row, counted_on=ON - timedelta(days=days))
        assert delete_old_unmet_searches(actor=MACHINE, on=ON) == 1
        assert UnmetSearch.objects.count() == 2
    with acting_as(offer.cast["buyer"].actor) as buyer, pytest.raises(PermissionDenied):
        delete_old_unmet_searches(actor=buyer, on=ON)
