"""An adviser searches for somebody: the person stays in sight, and a session is proposed from where it was found."""

from __future__ import annotations

import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.offer.services.search import refresh_search
from pacte.reference.services import load_shipped_territory
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.test_advising_people import another_network

pytestmark = pytest.mark.django_db
SESSION = "24_00/24_01/24_1/"

kept_stage = kept_for_module(advising_stage)


def test_the_person_is_carried_from_their_orientation_to_the_proposal(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    with acting_as(MACHINE):
        refresh_search(actor=MACHINE, host_id=journey.organisation_id)
    assert f'pour={journey.key}">Chercher librement' in stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    propose = f"/mes-personnes/parcours/{journey.key}/proposer/{SESSION}"
    for url in (
        f"/formations/?q=soudeur&pour={journey.key}",
        f"/formations/24_00/?pour={journey.key}",
        f"/sessions/{SESSION}?pour={journey.key}",
    ):
        told = stage.get(url)
        assert f'href="{propose}"' in told, url
        assert "Proposer à Inès Benali" in told, url
    found = stage.get(f"/formations/?q=soudeur&pour={journey.key}")
    assert "Vous cherchez pour <strong>Inès Benali</strong>" in found
    assert f"/formations/24_00/?pour={journey.key}#session-24_1" in found
    assert f"pour={journey.key}" in stage.get(f"/formations/24_00/?pour={journey.key}")


def test_somebody_of_another_network_is_not_found_nor_for_nobody(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    for url in ("/formations/?pour=", "/formations/24_00/?pour=", f"/sessions/{SESSION}?pour="):
        assert Client().get(f"{url}{journey.key}").status_code == 404
        stage.get(f"{url}{journey.key}", part="provider", status=404)
        assert Client().get(f"{url}n-importe-quoi").status_code == 200


def test_an_adviser_chooses_to_whom_a_session_is_proposed(stage: Stage) -> None:
    ines, hugo = stage.somebody("Inès Benali"), stage.somebody("Hugo Exemple")
    choose = f"/mes-personnes/proposer/{SESSION}"
    for url in ("/formations/24_00/", f"/sessions/{SESSION}"):
        assert f'href="{choose}"' in stage.get(url), url
        assert choose not in Client().get(url).content.decode(), url
    told = stage.get(choose)
    for journey in (ines, hugo):
        assert f"/mes-personnes/parcours/{journey.key}/proposer/{SESSION}" in told
    assert "Hugo Exemple" not in stage.get(f"{choose}?q=benali")
    stage.get(choose, part="provider", status=404)


def test_an_adviser_of_another_network_sees_her_own_people_and_not_ours(stage: Stage) -> None:
    ines = stage.somebody("Inès Benali")
    theirs = stage.somebody("Maria Costa", part="lead", body=another_network(stage))
    choose = f"/mes-personnes/proposer/{SESSION}"
    ours_told, theirs_told = stage.get(choose), stage.get(choose, part="lead")
    assert str(ines.key) in ours_told
    assert str(theirs.key) not in ours_told
    assert str(theirs.key) in theirs_told
    assert str(ines.key) not in theirs_told
    stage.get(f"/formations/?pour={ines.key}", part="lead", status=404)
    stage.get(f"/formations/?pour={theirs.key}", status=404)


def test_the_whole_region_stays_one_link_away_for_somebody_who_lives_somewhere(stage: Stage) -> None:
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    journey = stage.somebody("Inès Benali")
    orientation = stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    assert f"/formations/?lieu=Vierzon+%2818100%29&pour={journey.key}" in orientation.replace("&amp;", "&")
    assert "autour de" in stage.get(f"/formations/?lieu=Vierzon+(18100)&pour={journey.key}")
    everywhere = stage.get(f"/formations/?pour={journey.key}")
    assert "autour de" not in everywhere
    assert "Vous cherchez pour <strong>Inès Benali</strong>, Vierzon" in everywhere
