"""Public pages of the offer: every filter of the search, and the sheet of a training."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.agenda.models import Meeting
from pacte.journeys.models import PublicResult
from pacte.kernel.clock import PARIS, now
from pacte.offer.models import Provider, Session, TrainingAction, UnmetSearch
from pacte.offer.records import AccessInput, Modality
from pacte.offer.records.inputs import CompetenceItem
from pacte.offer.services import save_access_information, set_competences, store_trainings
from pacte.offer.services.search import refresh_search
from pacte.reference.models import Edition, Zone
from pacte.reference.services import load_shipped_territory, load_starter_nomenclature
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.world import READING, WELDING, Offer, gather_offer
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
ON = date(2020, 12, 1)
SHEET = "/formations/24_118402/"


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests share one index, and some add occupations to it that the others do not have.
    monkeypatch.setattr("pacte.offer.queries.search_lexicon.SearchLexiconCache.stamp", None)
    for page in ("search_page", "training_page"):
        monkeypatch.setattr(f"pacte.web.pages.search.{page}.today", lambda: ON)


def made_offer() -> Offer:
    """Welding in Vierzon, Bourges and Tours by day; reading in Bourges in the evening, partly at a distance."""
    made = gather_offer()
    welding = replace(
        WELDING.actions[0], funders=(("2", 15, "PRIC"), ("4", None, "")), public_codes=("81024",),
        information_dates=("20201110", "20201210", "20210000"),
    )  # fmt: skip
    reading = replace(
        READING.actions[0], pace="Le soir, deux fois par semaine", modality=Modality.MIXED, hours_total=120
    )
    with acting_as(MACHINE):
        given = [replace(WELDING, level_out=13, actions=(welding,)), replace(READING, actions=(reading,))]
        store_trainings(actor=MACHINE, host_id=made.host_id, provider=made.provider, trainings=given)
        action = TrainingAction.objects.get(number="24_1530117")
        words = AccessInput(
            licence_required=True, reached_without_car=True, wheelchair=True, way="Navette depuis la gare"
        )
        save_access_information(actor=MACHINE, training_action=action, words=words)
        refresh_search(actor=MACHINE, host_id=made.host_id)
    return made


kept_offer = kept_for_module(made_offer)


def read(url: str) -> str:
    answer = Client().get(url)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def choices(query: str) -> int:
    return counted(query)[0]


def counted(query: str) -> tuple[int, int]:
    """Choices, and titles, that the list says it has."""
    said = re.search(r'id="resultats" tabindex="-1">(\d+) choix(?: : (\d+) formation)?', read(f"/formations/?{query}"))
    assert said
    return int(said[1]), int(said[2] or 0)


@pytest.mark.usefixtures("offer")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("q=souder", 3),
        ("q=soudur", 3),
        ("q=lire", 1),
        ("metier=H2913", 2),
        ("niveau=3", 2),
        ("heures=210", 1),
        ("public=81024", 2),
        ("du=2021-02-01", 4),
        ("b=toute-annee", 1),
        ("b=diplome", 3),
        ("b=soir", 1),
        ("b=distance", 1),
        ("b=fauteuil", 2),
        ("b=sans-permis", 2),
        ("b=sans-voiture", 2),
        ("b=region", 2),
        ("b=france-travail", 2),
        ("b=lire", 1),
        ("b=places", 1),
    ],
)
def test_each_way_of_narrowing_finds_its_choices(query: str, count: int) -> None:
    assert choices(query) == count


@pytest.mark.usefixtures("offer")
def test_a_program_narrows_as_the_page_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.web.pages.feeds.api.today", lambda: ON)
    with acting_as(MACHINE):
        load_starter_nomenclature(actor=MACHINE)
    asked = {
        "": "",
        "occupation=soudeuse": "metier=soudeuse",
        "occupation=H2913": "metier=H2913",
        "competence=souder": "savoir=souder",
        "q=soudur&exact=true": "q=soudur&exact=oui",
        "hours=210": "heures=210",
        "starts_from=2021-02-01": "du=2021-02-01",
        "starts_before=2021-02-01": "avant=2021-02-01",
        "public=81024": "public=81024",
        "level=3": "niveau=3",
    }
    told = {query: Client().get(f"/api/formations?{query}").json() for query in asked}
    assert {query: each["trainings"] for query, each in told.items()} == {
        query: counted(page)[1] for query, page in asked.items()
    }
    assert told[""]["total"] == 5
    assert told["occupation=soudeuse"]["occupation"] == {"code": "H2913", "label": "Soudeur / Soudeuse"}
    assert told["level=3"]["occupation"] is None


@pytest.mark.usefixtures("offer")
def test_an_occupation_is_read_as_people_say_it_kept_in_the_address_and_taken_off() -> None:
    with acting_as(MACHINE):
        load_starter_nomenclature(actor=MACHINE)
    told = read("/formations/?q=souder&metier=soudeuse&savoir=chariot")
    assert 'name="metier" value="Soudeur / Soudeuse (H2913)"' in told
    assert 'href="?q=souder&amp;savoir=chariot"' in told
    assert 'href="?q=souder&amp;metier=H2913"' in told
    assert choices("metier=Soudeur+/+Soudeuse+(H2913)") == choices("metier=soudeuse") == 2
    assert "Aucun métier du ROME ne s’appelle « xyzzy »" in read("/formations/?metier=xyzzy")


@pytest.mark.usefixtures("offer")
def test_a_situation_ticks_its_box_and_says_what_is_known_and_no_more() -> None:
    told = read("/formations/?b=sans-permis")
    assert "pas les cars, ni votre façon de vous déplacer" in told
    assert re.search(r'aria-current="true">\s*Sans permis', told)


@pytest.mark.usefixtures("offer")
def test_no_result_leads_somewhere() -> None:
    told = read("/formations/?q=soudeur&b=soir")
    assert "Aucune formation à venir pour « soudeur » avec ces filtres." in told
    assert re.search(r'<a href="\?q=soudeur">Enlever les filtres : \d+ choix</a>', told)


@pytest.mark.usefixtures("offer")
def test_a_word_mended_is_said_with_the_way_back() -> None:
    told = read("/formations/?q=soudurr")
    assert "Nous cherchons <strong>soudage (soudure)</strong>" in told
    assert re.search(r'href="\?q=soudurr&amp;exact=oui">Chercher « soudurr » tel quel', told)


@pytest.mark.usefixtures("offer")
def test_a_page_that_anybody_mistypes_is_still_a_page() -> None:
    for query in ("km=abc&lieu=nullepart", "b=rien&tri=rien", "niveau=99", "p=9999", "du=hier", "public=x"):
        assert Client().get(f"/formations/?{query}").status_code == 200


@pytest.mark.usefixtures("offer")
def test_a_place_where_nothing_is_found_may_be_left_for_the_whole_region() -> None:
    edition = Edition.objects.create(year=2020, loaded_at=now())
    Zone.objects.create(
        kind="commune", code="28134", edition=edition.year, name="Dreux", plain_name="dreux", department_code="28",
        latitude=48.73, longitude=1.37,
    )  # fmt: skip
    page = read("/formations/?q=souder&lieu=Dreux")
    assert "Aucune formation à venir pour « souder » à 50 km de Dreux." in page
    assert re.search(r'href="\?q=souder">Chercher dans toute la région : 3 choix', page)
    assert "La commune « nullepart » n’est pas connue ici" in read("/formations/?q=zzzz&lieu=nullepart")


def test_the_largest_commune_that_begins_so_is_meant_and_the_others_are_a_link_away() -> None:
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    told = read("/formations/?lieu=Tour")
    assert "autour de <strong>Tours (37)</strong>" in told
    assert re.search(r"commune=41262[^>]*>Tour-en-Sologne \(41\)|commune=37\d{3}", told)
    # A homonym out of the region is chosen by its code.
    near = read("/formations/?lieu=Nevers")
    assert "autour de <strong>Nevers (58)</strong>" in near


# The sheet of a training.


@pytest.mark.usefixtures("offer")
def test_the_sheet_says_what_one_pays_how_to_come_and_where_there_is_room() -> None:
    told = read(SHEET)
    for words in ("Vous saurez", "Pour entrer", "La Région paie la formation. Vous n’avancez rien.",
                  "Navette depuis la gare", "Permis", "Vierzon",
                  "24_118402 / 24_1530117 / 24_407731", "la Région, France Travail", "73282932000074"):  # fmt: skip
        assert words in told, words
    assert "10 décembre 2020" in told
    assert "10 novembre 2020" not in told


def a_meeting(offer: Offer, seats: int, days: int) -> Meeting:
    action = offer.session().training_action
    starts = datetime.combine(ON + timedelta(days=days), time(9, 30), tzinfo=PARIS)
    with acting_as(MACHINE):
        return Meeting.objects.create(
            organisation_id=offer.host_id, training_action=action, kind="information", title="Atelier ouvert",
            starts_at=starts, ends_at=starts + timedelta(hours=1), place="12 rue des Forges", seats=seats,
        )  # fmt: skip


def test_the_sheet_says_in_one_sentence_what_one_learns_where_and_for_how_much(offer: Offer) -> None:
    lines = [CompetenceItem("Se servir d’un poste."), CompetenceItem("Contrôler une soudure")]
    with acting_as(MACHINE):
        set_competences(actor=MACHINE, training=offer.session().training, items=lines)
    told = read(SHEET)
    assert re.search(r"vous apprenez à vous servir d’un poste et à contrôler une soudure, à [^.]*Vierzon[^.]*\.", told)
    assert "À la fin, vous pouvez avoir un diplôme ou un titre, niveau CAP. Vous ne payez rien." in told


def test_the_sheet_shows_the_slots_that_have_seats_left(offer: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.web.pages.search.how_to_enter.now", lambda: datetime.combine(ON, time(8), tzinfo=PARIS))
    assert "Réunion pour découvrir la formation : 10 décembre 2020" in read(SHEET)
    a_meeting(offer, seats=5, days=6)
    a_meeting(offer, seats=0, days=7)
    a_meeting(offer, seats=3, days=-2)
    told = read(SHEET)
    assert "<strong>lundi 7 décembre, 9 h 30</strong> <span>5 places</span>" in told
    assert "Réunion pour découvrir la formation, 12 rue des Forges :" in told
    assert told.count("9 h 30") == 1


def test_the_sheet_dials_the_number_of_the_session_else_of_the_provider(offer: Offer) -> None:
    Provider.objects.update(phone="02 61 91 00 00", email="")
    assert 'href="tel:0261910000">Appeler</a>' in read(SHEET)
    Session.objects.filter(pk=offer.session().pk).update(contact={"name": "Mme Colin", "phone": "+33 2 48 00 00 01"})
    told = read(SHEET)
    assert 'href="tel:+33248000001"' in told
    assert "Mme Colin" in told


@pytest.mark.usefixtures("offer")
def test_results_that_nobody_measured_are_a_sentence() -> None:
    told = read(SHEET)
    assert "Et après" in told
    assert "Aucune session de cette formation n’est encore finie" in told


def measured(offer: Offer, hidden: list[str], **values: int) -> None:
    with acting_as(MACHINE):
        key = f"attendance:{offer.session().training.pk}"
        PublicResult.objects.create(
            organisation_id=offer.host_id, key=key, trainings=1, sessions=3, first_on=date(2019, 1, 7),
            last_on=date(2019, 9, 2), values=values, hidden=hidden, counted_at=now(),
        )  # fmt: skip


def test_results_come_with_their_denominators_their_period_and_the_rate_of_answers(offer: Offer) -> None:
    measured(
        offer, [], entered=38, ended=38, completed=32, certifiable=38, certified=27, in_part=11, due_6=38, answered=31,
        in_job=21,
    )  # fmt: skip
    told = read(SHEET)
    for words in (
        "27 sur 38", "ont eu le titre entier", "11 autres ont eu une partie des blocs", "21 sur 31",
        "31 réponses pour 38 personnes sorties depuis 6 mois, 82 %", "3 sessions finies",
        "Sessions commencées du 7 janvier 2019 au 2 septembre 2019",
    ):  # fmt: skip
        assert words in told, words
    assert told.count('class="dot-full"') == 32 + 27 + 21


def test_few_people_are_not_shown_and_the_page_says_why(offer: Offer) -> None:
    measured(offer, ["entered", "ended", "completed", "certifiable", "certified", "due_6", "answered", "in_job"])
    told = read(SHEET)
    assert "Moins de 11 personnes l’ont finie : le dire les désignerait." in told
    assert "dot-full" not in told


def test_few_answers_hide_the_job_and_nothing_else(offer: Offer) -> None:
    measured(
        offer, ["answered", "in_job"], entered=38, ended=38, completed=32, certifiable=38, certified=27, in_part=0,
        due_6=38,
    )  # fmt: skip
    told = read(SHEET)
    assert "27 sur 38" in told
    assert "combien avaient un emploi à 6 mois" in told
    assert "sur 31" not in told


@pytest.mark.usefixtures("offer")
def test_the_sheet_costs_the_same_whatever_its_sessions(offer: Offer) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            read(SHEET)
        return len(seen)

    count()
    before = count()
    action = replace(WELDING.actions[0], public_codes=("81024",))
    more = tuple(replace(action.sessions[0], number=f"24_70000{rank}") for rank in range(6))
    with acting_as(MACHINE):
        given = replace(WELDING, actions=(replace(action, sessions=(*action.sessions, *more)),))
        store_trainings(actor=MACHINE, host_id=offer.host_id, provider=offer.provider, trainings=[given])
    assert count() == before


def unmet() -> list[tuple[str, str, str, int]]:
    """What is kept of the searches of the day without an answer."""
    with acting_as(MACHINE):
        rows = UnmetSearch.objects.filter(counted_on=ON).order_by("kind", "term", "department_code")
        return list(rows.values_list("kind", "term", "department_code", "searches"))


def test_a_search_without_answer_is_kept_by_word_and_departement(offer: Offer) -> None:
    edition = Edition.objects.create(year=2020, loaded_at=now())
    Zone.objects.create(
        kind="commune", code="37261", edition=edition.year, name="Tours", plain_name="tours", department_code="37",
        latitude=47.3941, longitude=0.6848,
    )  # fmt: skip
    read("/formations/?q=soudeur&heures=70")
    read("/formations/?q=Soudur&heures=70")
    read("/formations/?q=lire&lieu=Tours&km=10")
    read("/formations/?q=soudeur&heures=70&p=2")
    assert unmet() == [("word", "lire", "37", 1), ("word", "soudeur", "", 2)]


@pytest.mark.parametrize(
    ("agent", "kept"),
    [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 0),
        ("SomeCrawler/1.0", 0),
        ("Baiduspider/2.0", 0),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", 1),
        ("", 1),
    ],
)
def test_a_robot_is_answered_and_not_counted(offer: Offer, agent: str, kept: int) -> None:
    answer = Client(headers={"User-Agent": agent}).get("/formations/?q=soudeur&heures=70")
    assert answer.status_code == 200
    assert sum(searches for *_, searches in unmet()) == kept


@pytest.mark.parametrize("query", ["", "?q=soudeur", "?lieu=Vierzon&km=10", "?heures=70"])
def test_a_search_that_finds_or_that_names_nothing_is_not_kept(offer: Offer, query: str) -> None:
    read(f"/formations/{query}")
    assert unmet() == []


@pytest.mark.parametrize("typed", ["Camille Durand", "06 12 34 56 78", "camille@exemple.fr"])
def test_nothing_of_what_people_type_of_themselves_is_kept(offer: Offer, typed: str) -> None:
    read(f"/formations/?q={quote(typed)}")
    assert unmet() == [("unknown", "", "", 1)]
