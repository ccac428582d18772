"""« Qui suit la personne pendant la formation ? »: the pilot decides, the provider names, three say what they held."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import ThreePartyReview
from pacte.journeys.records import Channel, StepKind
from pacte.journeys.services import make_journey_link
from pacte.kernel.clock import today
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage, body

pytestmark = pytest.mark.django_db
K = StepKind
SESSION = ("24_00", "24_01", "24_1")
DESK = "/sessions/stagiaires/"

kept_stage = kept_for_module(advising_stage)


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def test_from_the_choice_of_the_region_to_a_review_that_the_three_confirm(stage: Stage) -> None:
    day = today().isoformat()
    early = {"mode": "provider_led", "valid_from": "2021-01-01", "reason": "Conclusion de l’étude."}
    assert "Organisme pilote" in stage.send("/referents/decider/", "pilot", **early)
    journey = stage.somebody("Inès Benali", K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    with acting_as(MACHINE):
        from_session = stage.again(journey).session
    assert from_session
    stage.send(
        reverse("attendance:act", args=[*SESSION, "entree"]) + f"?qui={journey.key}",
        "provider",
        qui=journey.key,
        on=day,
    )
    follow = reverse("relations:follow", args=[journey.key])
    assert "Dire qui la suit" in stage.get(DESK, "provider")
    assert "dites qui la suit chez vous" in stage.get(
        reverse("attendance:person", args=[*SESSION, journey.key]), "provider"
    )
    provider = stage.cast["provider"].person
    stage.send(reverse("relations:name", args=[journey.key]), "provider", person=provider.pk)
    assert "Dire qui la suit" not in stage.get(DESK, "provider")
    seen = stage.get(follow)
    assert "L’organisme mène le suivi" in seen
    assert str(provider) in seen
    assert follow in stage.get(reverse("advisers:person", args=[journey.learner.key]))

    stage.send(reverse("relations:plan_review", args=[journey.key]), planned_on=day)
    with acting_as(MACHINE):
        review = ThreePartyReview.objects.get(journey=journey)
    say = reverse("relations:review", args=[journey.key, review.pk])
    stage.send(say, word="present", conclusion="continue")
    stage.send(say, "provider", word="present")
    adviser = stage.cast["adviser"].actor
    with acting_as(adviser):
        link = make_journey_link(
            actor=adviser, learner=journey.learner, body=stage.cast.network, channel=Channel.LETTER
        )
    mine = f"/mon-parcours/{link.secret}/"
    home = body(Client().get(mine))
    assert str(provider) in home
    assert re.search(r"Dites si vous y étiez", home)
    answer = Client().post(f"{mine}bilan/{review.pk}/", {"word": "present"}, follow=True)
    assert "tenu à trois" in body(answer)
    own = reverse("relations:provider", args=[stage.cast.provider.pk])
    assert "Aucun bilan n’est dû" in stage.get(own, "provider"), "she entered today"
    assert "Bilan à trois, personne jointe" in stage.get(reverse("advisers:notebook", args=[journey.key]))
    assert "Organisme pilote" in stage.get("/referents/", "auditor")
