"""The public list counts choices: a training in a town, its dates inside; by title, what is about the words first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import NOBODY
from pacte.offer.models import Session, Site, Training
from pacte.offer.queries.search import search_hit_rows, search_sessions
from pacte.offer.queries.search_choices import count_choices, search_choices
from pacte.offer.queries.search_near import occupations_near, occupations_read
from pacte.offer.queries.search_places import communes_named, place_in_words
from pacte.offer.records.search import (
    SearchArea,
    SearchChoices,
    SearchFacet,
    SearchHit,
    SearchParams,
    SearchSort,
    SearchTier,
)
from pacte.offer.services import store_trainings
from pacte.offer.services.search import refresh_search
from pacte.reference.services import load_shipped_territory, load_starter_nomenclature
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.world import READING, WELDING, Offer, gather_offer

pytestmark = pytest.mark.django_db
ON = date(2020, 10, 1)
VIERZON = SearchArea(47.2222, 2.0686, 50)
# Not certifying, before the occupation: « Essayer la soudure ».
TRIAL = replace(
    WELDING, number="T1", title="Essayer la soudure", is_certifying=False, general_objective=8, certifications=(),
    actions=(replace(WELDING.actions[0], number="TA1", sessions=(replace(WELDING.actions[0].sessions[0],
             number="TS1"),)),),
)  # fmt: skip


def made_offer() -> Offer:
    made = gather_offer()
    with acting_as(MACHINE):
        load_starter_nomenclature(actor=MACHINE)
        store_trainings(
            actor=MACHINE, host_id=made.host_id, provider=made.provider, trainings=[WELDING, READING, TRIAL]
        )
        refresh_search(actor=MACHINE, host_id=made.host_id)
    return made


kept_offer = kept_for_module(made_offer)


@pytest.fixture(autouse=True)
def _a_catalogue(offer: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.offer.queries.search_lexicon.SearchLexiconCache.stamp", None)


def choose(words: str = "", **more: object) -> SearchChoices:
    return search_choices(actor=NOBODY, params=SearchParams(words=words, **more), on=ON)  # type: ignore[arg-type]


def titles(choices: SearchChoices, tier: SearchTier) -> list[str]:
    hits = [card.choices[0].hits[0] for card in choices.cards if card.tier is tier]
    return [row.training.title for row in search_hit_rows(actor=NOBODY, hits=hits)]


def hits_of(choices: SearchChoices) -> Sequence[SearchHit]:
    return [hit for card in choices.cards for choice in card.choices for hit in choice.hits]


def test_two_dates_of_a_training_in_a_town_are_one_choice() -> None:
    choices, sessions = choose(), search_sessions(actor=NOBODY, params=SearchParams(), on=ON)
    places = {
        (session.training_action.training_id, (session.site or session.training_action.site).commune_code)  # type: ignore[union-attr]
        for session in Session.objects.filter(pk__in=[hit.session_id for hit in sessions.hits])
    }
    assert choices.total == len(places) < sessions.total
    assert sum(choice.sessions for card in choices.cards for choice in card.choices) == sessions.total
    assert {hit.session_id for hit in hits_of(choices)} == {hit.session_id for hit in sessions.hits}


@pytest.mark.parametrize("sort", list(SearchSort))
def test_the_dates_of_a_choice_are_in_order_and_the_first_is_the_soonest(offer: Offer, sort: SearchSort) -> None:
    first = offer.session()
    action, days = first.training_action, (90, 20, 55, 40)
    for rank, day in enumerate(days):
        Session.objects.create(
            training_action=action, number=f"DATE{rank}", starts_on=ON + timedelta(days=day), state="confirmed",
            recorded_at=first.recorded_at, changed_at=first.changed_at,
        )  # fmt: skip
    with acting_as(MACHINE):
        refresh_search(actor=MACHINE, host_id=offer.host_id)
    starts = dict(Session.objects.values_list("pk", "starts_on"))
    dated = [
        [starts[hit.session_id] or date.max for hit in choice.hits]
        for card in choose("soudeur", sort=sort).cards
        for choice in card.choices
    ]
    assert max(map(len, dated)) >= 3
    assert all(dates == sorted(dates) for dates in dated)


def test_near_a_subject_are_the_occupations_near_those_of_its_trainings() -> None:
    near = occupations_near(actor=NOBODY, params=SearchParams(words="souder"), on=ON)
    assert "H2902" not in {each.code for each in near}, "no training of boilermaking"
    Training.objects.filter(number=READING.number).update(rome_codes=["H2902"])
    with acting_as(MACHINE):
        refresh_search(actor=MACHINE, host_id=Training.objects.get(number=READING.number).host_id)
    near = occupations_near(actor=NOBODY, params=SearchParams(words="souder"), on=ON)
    assert "H2902" in {each.code for each in near}


def test_the_map_the_boxes_and_the_total_count_choices() -> None:
    choices = choose("soudeur")
    assert sum(count for _, _, count in choices.map_points) == choices.total
    assert choices.counts[SearchFacet.NO_LICENCE] == choices.total
    assert choices.total == count_choices(actor=NOBODY, params=SearchParams(words="soudeur"), on=ON)


def test_trainings_of_one_title_are_one_card_and_lead_to_all_their_towns() -> None:
    Training.objects.filter(number=READING.number).update(title=WELDING.title.upper())
    with acting_as(MACHINE):
        refresh_search(actor=MACHINE, host_id=Training.objects.get(number=READING.number).host_id)
    together = choose(same_title_as=WELDING.number)
    assert (together.trainings, together.total) == (1, choose("soudeur assembleur").total)
    assert {hit.training_id for hit in hits_of(together)} == set(
        Training.objects.filter(number__in=[WELDING.number, READING.number]).values_list("pk", flat=True)
    )


def test_what_is_tried_first_is_a_tier_of_its_own_unless_one_looks_for_it() -> None:
    choices = choose("soudeur")
    assert "Essayer la soudure" in titles(choices, SearchTier.TRY_FIRST)
    assert "Essayer la soudure" not in titles(choices, SearchTier.MAIN)
    assert "Essayer la soudure" in titles(choose("essayer un métier"), SearchTier.MAIN)


def test_what_only_mentions_the_words_is_left_to_a_link() -> None:
    reading = Training.objects.get(number=READING.number)
    reading.content = "Un peu de soudure le vendredi."
    reading.save()
    with acting_as(MACHINE):
        refresh_search(actor=MACHINE, host_id=reading.host_id)
    choices = choose("soudure")
    assert reading.pk not in {hit.training_id for hit in hits_of(choices)}
    assert choices.mentions == 1
    wide = choose("soudure", is_wide=True)
    assert wide.total == choices.total + 1
    assert reading.pk in {hit.training_id for hit in hits_of(wide)}


def test_a_subject_finds_its_trainings_whatever_their_words() -> None:
    assert titles(choose("illettrisme"), SearchTier.MAIN) == [READING.title]
    assert choose("illettrisme", exact=True).total == 0


@pytest.mark.parametrize("sort", list(SearchSort))
def test_every_order_has_the_same_choices_and_the_nearest_is_first_by_distance(sort: SearchSort) -> None:
    choices = choose("soudeur", around=VIERZON, sort=sort)
    assert choices.total == choose("soudeur", around=VIERZON).total > 0
    if choices.sort is SearchSort.DISTANCE:
        main = [card.choices[0].hits[0].kilometres or 0 for card in choices.cards if card.tier is SearchTier.MAIN]
        assert main == sorted(main)


def test_near_occupations_are_those_of_the_rome_and_have_choices() -> None:
    # Boilermaking is near welding: nobody looks for it here, and welding answers.
    near = occupations_near(actor=NOBODY, params=SearchParams(words="chaudronnier", around=VIERZON), on=ON)
    assert [each.code for each in near] == ["H2913"]
    welding = SearchParams(romes=("H2913",), around=VIERZON)
    assert near[0].choices == count_choices(actor=NOBODY, params=welding, on=ON)
    assert near[0].kilometres == 0
    assert occupations_near(actor=NOBODY, params=SearchParams(words="illettrisme"), on=ON) == []


def test_a_word_with_several_meanings_shows_those_that_have_choices() -> None:
    assert occupations_read(actor=NOBODY, params=SearchParams(words="soudeur"), on=ON) == []
    Training.objects.filter(number=READING.number).update(rome_codes=["N4103"])
    Training.objects.filter(number=WELDING.number).update(rome_codes=["N1101"])
    with acting_as(MACHINE):
        refresh_search(actor=MACHINE, host_id=Training.objects.get(number=READING.number).host_id)
    meanings = occupations_read(actor=NOBODY, params=SearchParams(words="conducteur"), on=ON)
    assert {each.code for each in meanings} == {"N1101", "N4103"}
    assert all(each.label.casefold().startswith("conducteur") and each.choices for each in meanings)


def test_a_commune_is_read_in_the_region_then_around_it() -> None:
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    read = place_in_words(actor=NOBODY, words="soudeur bourges")
    assert read
    assert (read.words, read.communes[0].code) == ("soudeur", "18033")
    around = place_in_words(actor=NOBODY, words="soudeur nevers")
    assert around
    assert around.communes[0].department_code == "58"
    assert place_in_words(actor=NOBODY, words="démarches en ligne") is None
    assert [each.code for each in communes_named(actor=NOBODY, name="st pierre des corps")] == ["37233"]
    assert communes_named(actor=NOBODY, name="Nevers")[0].latitude


def test_a_site_without_a_commune_is_a_choice_of_its_training() -> None:
    before = choose()
    Site.objects.update(commune_code="")
    with acting_as(MACHINE):
        refresh_search(actor=MACHINE, host_id=Training.objects.get(number=READING.number).host_id)
    assert choose().total == len({hit.training_id for hit in hits_of(before)})
