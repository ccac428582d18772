"""What is left to a certification is shown to an agency with the person's consent, as long as they want."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, ProgressShare
from pacte.journeys.records import Channel, StepKind
from pacte.journeys.rules.progress_shares import CONSENT_LIFE, ShareState, share_state
from pacte.journeys.services import make_journey_link
from pacte.kernel.clock import now, today
from pacte.offer.models import Session
from pacte.reference.models import CertificationVersion
from pacte.workflows.erase_person import erase_person
from tests.accounts.guests_at_hand import guest_of, secret_for, send_waiting_letters
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.plan_stage import plain
from tests.web.test_advising_people import another_network

K = StepKind
ON = date(2026, 11, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("consent_on", "expires_on", "ended_on", "state"),
    [
        (None, None, None, ShareState.PROPOSED),
        (ON, ON, None, ShareState.OPEN),
        (ON - DAY, ON - DAY, None, ShareState.EXPIRED),
        (ON, ON + DAY, ON, ShareState.ENDED),
        (None, None, ON, ShareState.ENDED),
    ],
)
def test_a_share_is_open_by_consent_until_its_last_day(
    consent_on: date | None, expires_on: date | None, ended_on: date | None, state: ShareState
) -> None:
    assert share_state(consent_on=consent_on, expires_on=expires_on, ended_on=ended_on, on=ON) is state


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


@pytest.fixture
def trained(stage: Stage) -> Journey:
    """Somebody in a training to a certification of two blocks, of which one is certified."""
    journey = stage.somebody("Yanis Ouali", K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED, K.ENTERED, days_ago=20)
    with acting_as(MACHINE):
        CertificationVersion.objects.create(
            code="RNCP34502", edition=date(2021, 1, 1), register="RNCP", title="Soudeur", plain_title="soudeur",
            blocks=[{"code": "BC01", "label": "Lire un plan"}, {"code": "BC02", "label": "Souder à plat"}],
        )  # fmt: skip
        Session.objects.filter(pk=stage.sessions["24_1"]).update(starts_on=today() - timedelta(days=60))
    stage.send(f"{_people(stage)}blocs/", "provider", qui=[str(journey.key)], on=today().isoformat(), things=["BC01"])
    return journey


def _people(stage: Stage) -> str:
    triplet = stage.session().triplet
    return f"/sessions/{triplet.training}/{triplet.training_action}/{triplet.session}/candidats/"


def _proposed(stage: Stage, journey: Journey) -> str:
    """Address of the adviser's page, once an agency is proposed."""
    page = f"/mes-personnes/{journey.learner.key}/montrer-ce-qui-reste/"
    told = stage.send(page, agency="Intérim du Cher", email="agence@exemple.fr")
    assert "verra la demande sur sa page" in told
    return page


def _own_page(stage: Stage, journey: Journey) -> str:
    with acting_as(stage.cast["adviser"].actor) as adviser:
        made = make_journey_link(
            actor=adviser, learner=journey.learner, body=stage.cast.network, channel=Channel.LETTER
        )  # fmt: skip
    return f"/mon-parcours/{made.secret}/"


def _act(page: str, act: str) -> str:
    with acting_as(MACHINE):
        share = ProgressShare.objects.latest("pk")
    answer = Client().post(f"{page}montrer/", {"share": share.pk, "act": act}, follow=True)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def _read(secret: str, status: int = 200) -> str:
    with acting_as(MACHINE):
        share = ProgressShare.objects.latest("pk")
    answer = Client().get(f"/mon-dossier/{secret}/ce-qui-reste/{share.pk}/")
    assert answer.status_code == status
    return plain(answer.content.decode())


@pytest.mark.django_db
def test_nothing_leaves_before_the_person_agrees(stage: Stage, trained: Journey) -> None:
    page = _proposed(stage, trained)
    assert send_waiting_letters() == []
    assert "attend l’accord de la personne" in stage.get(page)
    own = _own_page(stage, trained)
    assert "Montrer ce qui me reste à Intérim du Cher" in plain(Client().get(own).content.decode())
    assert "Le lien ne s’ouvre plus." in _act(own, "end")
    assert send_waiting_letters() == []


@pytest.mark.django_db
def test_the_agency_reads_the_blocks_and_nothing_else_until_it_is_revoked(stage: Stage, trained: Journey) -> None:
    page, own = _proposed(stage, trained), _own_page(stage, trained)
    assert "Un lien part par courriel" in _act(own, "agree")
    (secret,) = send_waiting_letters()
    told = _read(secret)
    assert "Que reste-t-il à Yanis Ouali" in told
    assert "Il reste 1 bloc sur 2" in told
    assert "Souder à plat" in told.split("Ce qui est certifié")[0]
    assert "Lire un plan" in told.split("Ce qui est certifié")[1]
    assert "Mission locale" not in told
    assert "lu 1 fois" in plain(Client().get(f"{own}montrer/").content.decode()), "the person knows that it was read"
    assert "montré avec son accord" in stage.get(page)
    _act(own, "end")
    _read(secret, status=404)
    assert "arrêté" in stage.get(page)


@pytest.mark.django_db
def test_the_consent_has_a_last_day_and_is_asked_again(stage: Stage, trained: Journey) -> None:
    _proposed(stage, trained)
    own = _own_page(stage, trained)
    _act(own, "agree")
    (secret,) = send_waiting_letters()
    with time_machine.travel(now() + CONSENT_LIFE + DAY, tick=False):
        _read(secret, status=404)


@pytest.mark.django_db
def test_the_body_that_proposed_it_sends_the_link_again_and_ends_it(stage: Stage, trained: Journey) -> None:
    page, own = _proposed(stage, trained), _own_page(stage, trained)
    _act(own, "agree")
    (first,) = send_waiting_letters()
    with acting_as(MACHINE):
        share = ProgressShare.objects.latest("pk")
    stage.send(page, act="again", share=share.pk)
    (second,) = send_waiting_letters()
    assert first != second
    stage.send(page, act="end", share=share.pk)
    for secret in (first, second):
        _read(secret, status=404)


@pytest.mark.django_db
def test_another_body_and_another_guest_reach_none_of_it(stage: Stage, trained: Journey) -> None:
    page, own = _proposed(stage, trained), _own_page(stage, trained)
    another_network(stage)
    for part in ("intruder", "lead"):
        stage.get(page, part, status=404)
    _act(own, "agree")
    with acting_as(MACHINE):
        share = ProgressShare.objects.latest("pk")
    other = guest_of(stage.cast.region, "autre@exemple.fr")
    _read(secret_for(other, GuestScope.FOLLOW, share.pk), status=404)
    other_person = stage.somebody("Hugo Exemple")
    answer = Client().post(f"{_own_page(stage, other_person)}montrer/", {"share": share.pk, "act": "end"})
    assert answer.status_code == 404
    with acting_as(MACHINE):
        assert ProgressShare.objects.get(pk=share.pk).ended_on is None


@pytest.mark.django_db
def test_who_is_erased_shows_nothing_any_more(stage: Stage, trained: Journey) -> None:
    _proposed(stage, trained)
    _act(_own_page(stage, trained), "agree")
    (secret,) = send_waiting_letters()
    with acting_as(MACHINE):
        share = ProgressShare.objects.get()
        erase_person(actor=MACHINE, learner=trained.learner, reason="à sa demande")
        assert not ProgressShare.objects.exists()
    assert Client().get(f"/mon-dossier/{secret}/ce-qui-reste/{share.pk}/").status_code == 404
