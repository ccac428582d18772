"""« Dedans, dehors », the release and the sheet for the judge: for the prison service that follows the person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Release
from pacte.journeys.records import StepKind
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.web.templatetags.pacte_format import ordinals
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.canaries import text_of_pdf
from tests.web.test_advising_people import another_network

pytestmark = pytest.mark.django_db
PAGES = ("dedans-dehors/", "sortie/", "fiche-pour-le-juge.pdf")


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def test_the_prison_service_notes_a_release_corrects_it_and_prints_the_sheet(stage: Stage) -> None:
    body = another_network(stage, OrganisationKind.PRISON_SERVICE)
    journey = stage.somebody("Maria Costa", StepKind.PROPOSED, part="lead", body=body)
    person = f"/mes-personnes/{journey.learner.key}/"
    assert "Dedans, dehors" in stage.get(person, "lead")
    assert "Aucune formation suivie, aucune place tenue." in stage.get(f"{person}dedans-dehors/", "lead")
    stage.send(f"{person}sortie/", "lead", left_on=today() - timedelta(days=3))
    stage.refused(f"{person}sortie/", "lead", left_on=today() - timedelta(days=3))
    stage.refused(f"{person}sortie/", "lead", left_on=today() + timedelta(days=3))
    page = stage.get(f"{person}dedans-dehors/", "lead")
    assert ordinals(f"Sortie le {format_day(today() - timedelta(days=3))}").replace("\u00a0", " ") in page.replace(
        "\u00a0", " "
    )
    with acting_as(MACHINE):
        release = Release.objects.get()
    correction = f"{person}sortie/{release.pk}/"
    stage.send(correction, "lead", left_on=today() - timedelta(days=2))
    stage.get(correction, "lead", status=404)  # a row that another one corrected
    with acting_as(MACHINE):
        release = Release.objects.get(is_current=True)
    stage.send(f"{person}sortie/{release.pk}/", "lead", left_on=release.left_on, is_mistake="on")
    assert "Aucune sortie" in stage.get(f"{person}dedans-dehors/", "lead")
    sheet = stage.client("lead").get(f"{person}fiche-pour-le-juge.pdf")
    assert "Costa" in (text := text_of_pdf(sheet.content))
    assert "Aucune place" in text
    assert sheet["Cache-Control"].startswith("max-age=0")


def test_the_desk_owes_a_release_once_its_last_day_has_passed(stage: Stage) -> None:
    body = another_network(stage, OrganisationKind.PRISON_SERVICE)
    journey = stage.somebody("Maria Costa", part="lead", body=body)
    person, due = f"/mes-personnes/{journey.learner.key}/", "Date de sortie passée"
    dates = f"{person}date-de-sortie/"
    stage.send(dates, "lead", earliest_on=today() - timedelta(days=9), latest_on=today() + timedelta(days=1))
    assert due not in stage.get("/mes-personnes/bureau/", "lead")
    stage.send(dates, "lead", earliest_on=today() - timedelta(days=9), latest_on=today() - timedelta(days=1))
    desk = stage.get("/mes-personnes/bureau/", "lead")
    assert due in desk
    assert "1 sortie est à noter." in desk.replace("\u00a0", " ")
    assert format_day(today() - timedelta(days=1)) not in desk  # the page that gives the dates logs the reading
    assert due not in stage.get("/mes-personnes/bureau/")
    stage.send(f"{person}sortie/", "lead", left_on=today() - timedelta(days=2))
    assert due not in stage.get("/mes-personnes/bureau/", "lead")


def test_nobody_else_opens_these_pages(stage: Stage) -> None:
    theirs = stage.somebody(
        "Maria Costa", part="lead", body=another_network(stage, OrganisationKind.PRISON_SERVICE)
    )  # fmt: skip
    ours = stage.somebody("Inès Benali")
    for page in PAGES:
        for part in ("adviser", "provider", "pilot", "intruder"):
            stage.get(f"/mes-personnes/{theirs.learner.key}/{page}", part, status=404)
        stage.get(f"/mes-personnes/{ours.learner.key}/{page}", status=404)
    assert "Dedans, dehors" not in stage.get(f"/mes-personnes/{ours.learner.key}/")
