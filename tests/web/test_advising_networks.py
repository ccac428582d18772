"""Advisers of Cap emploi, départements and the prison service see their own people; others do not see their network."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.journeys.queries.funnel import funnel
from pacte.journeys.records import StepKind
from pacte.journeys.records.counts import NETWORK_LABELS, OTHER_NETWORKS, CountFilters, Cut
from pacte.journeys.rules.masking import OTHER_NETWORK, shown_network
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.clock import today
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.test_advising_people import another_network

pytestmark = pytest.mark.django_db
KINDS = (OrganisationKind.DISABILITY_NETWORK, OrganisationKind.DEPARTMENT, OrganisationKind.PRISON_SERVICE)


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


@pytest.mark.parametrize("kind", KINDS)
def test_an_adviser_of_each_network_orients_and_sees_their_own_alone(stage: Stage, kind: OrganisationKind) -> None:
    body = another_network(stage, kind)
    theirs = stage.somebody("Maria Costa", part="lead", body=body)
    ours = stage.somebody("Inès Benali")
    assert "Costa" in stage.get("/mes-personnes/", "lead")
    assert "Benali" not in stage.get("/mes-personnes/?qui=agence", "lead")
    assert "Costa" not in stage.get("/mes-personnes/?qui=agence")
    assert "Soudeur" in stage.get(f"/mes-personnes/parcours/{theirs.key}/orienter/", "lead")
    for page in ("", "informations-protegees/", "effacer/", "passer-le-relais/"):
        stage.get(f"/mes-personnes/{theirs.learner.key}/{page}", "lead")
        stage.get(f"/mes-personnes/{theirs.learner.key}/{page}", status=404)
        stage.get(f"/mes-personnes/{ours.learner.key}/{page}", "lead", status=404)
    stage.get("/mes-personnes/actes/", "lead")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not OrganisationKind.PRISON_SERVICE])
def test_a_release_date_is_for_no_other_network_than_the_prison_service(stage: Stage, kind: OrganisationKind) -> None:
    journey = stage.somebody("Maria Costa", part="lead", body=another_network(stage, kind))
    stage.get(f"/mes-personnes/{journey.learner.key}/date-de-sortie/", "lead", status=404)


def test_the_release_date_that_the_prison_service_gives_bounds_the_sessions_proposed(stage: Stage) -> None:
    body = another_network(stage, OrganisationKind.PRISON_SERVICE)
    journey = stage.somebody("Maria Costa", part="lead", body=body)
    url = f"/mes-personnes/{journey.learner.key}/date-de-sortie/"
    first, last = today() + timedelta(days=10), today() + timedelta(days=90)
    stage.send(url, "lead", earliest_on=first, latest_on=last)
    stage.send(url, "lead", earliest_on=first + timedelta(days=5), latest_on=last)
    page = stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/", "lead")
    assert "commence entre les deux dates de sortie" in page
    stage.get(url, "provider", status=404)
    stage.get(url, "pilot", status=404)


def test_few_people_of_a_prison_are_counted_with_all_other_networks_and_hidden(stage: Stage) -> None:
    body = another_network(stage, OrganisationKind.PRISON_SERVICE)
    for rank in range(4):
        stage.somebody(f"Maria{rank} Costa", StepKind.PROPOSED, StepKind.ADMITTED, part="lead", body=body)
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
    reader = stage.cast["state_reader"].actor
    with acting_as(reader):
        table = funnel(actor=reader, host_id=stage.cast.region.pk, filters=CountFilters(), cut=Cut.NETWORK)
    assert {line.key for line in table.lines} <= {OTHER_NETWORKS, "public"}
    assert table.lines
    assert all("proposed" in line.hidden for line in table.lines)
    assert "prison" not in " ".join(NETWORK_LABELS.values())


@pytest.mark.parametrize("name", ["Cap emploi, Cher", "Conseil départemental du Cher", "Service pénitentiaire du Cher"])
def test_a_buyer_never_reads_which_of_these_networks_follows_somebody(name: str) -> None:
    assert shown_network(name) == OTHER_NETWORK
