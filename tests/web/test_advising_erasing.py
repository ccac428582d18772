"""Erasing a person: rows are counted first, then all erased; the journey stays as a count. The Region may block it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.journeys.models import Journey, Learner, Step
from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.records import StepKind, Theme
from pacte.journeys.services import note_barrier
from pacte.kernel.clock import today
from pacte.workflows.erase_person import preview_person_erasure
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage

pytestmark = pytest.mark.django_db
HOLDS = "/donnees-personnelles/dossiers-gardes/"


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


@pytest.fixture
def journey(stage: Stage) -> Journey:
    """A journey with a barrier, a proposal and an admission: rows in many tables."""
    made = stage.somebody("Inès Benali", StepKind.PROPOSED, StepKind.ADMITTED, partner_number="ML-7", birth_year=1999)
    actor = stage.cast["adviser"].actor
    with acting_as(actor):
        note_barrier(actor=actor, learner=made.learner, body=stage.cast.network, theme=Theme.HOUSING)
    return made


def url(journey: Journey) -> str:
    return f"/mes-personnes/{journey.learner.key}/effacer/"


def rows_by_table() -> dict[str, int]:
    with acting_as(MACHINE):
        return {
            model._meta.db_table: model.objects.count()  # type: ignore[attr-defined]
            for model in apps.get_models()
            if model._meta.app_label in ("journeys", "liaison", "notices")
        }


def test_what_the_page_counts_is_what_goes_and_nothing_else(stage: Stage, journey: Journey) -> None:
    actor = stage.cast["adviser"].actor
    with acting_as(actor):
        told = preview_person_erasure(
            actor=actor, learner=learner_record(actor=actor, key=journey.learner.key, on=today()).learner
        )
    before = rows_by_table()
    page = stage.send(url(journey), why="à sa demande", sure="on")
    assert "Le dossier est effacé." in page
    after = rows_by_table()
    gone = {table: before[table] - after[table] for table in before if before[table] != after[table]}
    assert gone == {table: count for table, count in told.erased.items() if count}
    assert gone["journeys_barrier"] == 1
    with acting_as(MACHINE):
        assert (Journey.objects.count(), Step.objects.count()) == (told.journeys, told.steps)
        remains = Journey.objects.get()
        assert (remains.kept_department, remains.kept_age_band) == (told.department, told.age_bands[0])


def test_the_page_says_the_counts_before_anything_is_signed(stage: Stage, journey: Journey) -> None:
    page = stage.get(url(journey))
    assert "1 parcours et 4 étapes resteront comptés, sans nom ni lien avec elle." in page
    assert "Nom, téléphone, adresses, numéro dans votre outil" in page
    assert "Freins" in page
    with acting_as(MACHINE):
        assert Learner.objects.get().purged_at is None


def test_without_the_box_nothing_is_erased(stage: Stage, journey: Journey) -> None:
    page = stage.refused(url(journey), why="à sa demande")
    assert "Cochez cette case : l’effacement est définitif." in page
    with acting_as(MACHINE):
        assert Learner.objects.get().purged_at is None


def test_a_file_that_the_region_holds_is_not_erased_until_it_is_lifted(stage: Stage, journey: Journey) -> None:
    until = today() + timedelta(days=60)
    key = str(journey.learner.key)
    page = stage.send(
        HOLDS, "pilot", act="hold", dossier=f"https://pacte.example/mes-personnes/{key}/", until=until, kind="dispute",
        why="recours déposé",
    )  # fmt: skip
    assert "litige en cours" in page.lower()
    assert key in page
    assert "Benali" not in page
    with acting_as(MACHINE):
        assert AuditEntry.objects.get(act="journeys.hold").reason == "litige en cours : recours déposé"
    assert "La Région le garde" in stage.get(url(journey), status=409)
    assert "gardé par la Région" in stage.get(f"/mes-personnes/{key}/")
    page = stage.send(HOLDS, "auditor", act="lift", dossier=key, why="recours jugé")
    assert "Aucun dossier n’est gardé." in page
    stage.get(url(journey))


def test_a_number_that_is_nobody_s_and_a_day_that_is_past_are_said(stage: Stage, journey: Journey) -> None:
    asked = {"act": "hold", "until": str(today()), "kind": "control", "why": "contrôle"}
    for said in ("n’importe quoi", "00000000-0000-4000-8000-000000000000"):
        assert "Ce numéro n’est celui d’aucun dossier." in stage.refused(HOLDS, "pilot", dossier=said, **asked)
    past = asked | {"until": str(today() - timedelta(days=1))}
    assert "La date est passée." in stage.refused(HOLDS, "pilot", dossier=str(journey.learner.key), **past)


def test_another_region_finds_no_file_of_ours(stage: Stage, journey: Journey) -> None:
    asked = {"act": "hold", "until": str(today()), "kind": "control", "why": "contrôle"}
    page = stage.refused(HOLDS, "intruder", dossier=str(journey.learner.key), **asked)
    assert "Ce numéro n’est celui d’aucun dossier." in page


@pytest.mark.parametrize("part", ["adviser", "provider", "buyer", "analyst", "administrator"])
def test_who_may_not_hold_a_file_finds_no_page(stage: Stage, part: str) -> None:
    stage.get(HOLDS, part, status=404)
