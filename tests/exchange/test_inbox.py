"""Messages from partners are stored first, applied once and in order, and never lost when a person must decide."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.exchange.inbox.messages import dismiss_message, resolve_message
from pacte.exchange.outbox.sending import send_to_partners
from pacte.interop.models import Delivery, InboundMessage, Partner
from pacte.interop.records import InboundState, SessionInput
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer
from pacte.interop.rules.signatures import SIGNATURE_HEADER, sign_message
from pacte.interop.services.partners import partner_secret
from pacte.journeys.models import Journey, Step
from pacte.journeys.records import JourneyState, StepKind, StepSource
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from tests.cast import MACHINE, Cast
from tests.effort import tries_all
from tests.interop.making import lives, partner
from tests.journeys.making import session_with

pytestmark = pytest.mark.django_db
S = InboundState
# A full run applies a thousand messages.
DOSSIERS = 250 if tries_all() else 12
LIFE = (("positionne", 5), ("convoque_ic", 6), ("retenu", 8), ("entre", 11))


@pytest.fixture
def tool(cast: Cast) -> Partner:
    session_with(cast, opened=1000)
    return partner(cast, "ouiform")


def post(tool: Partner, body: object, *, door: str = "messages", secret: str = "", at: int = 0) -> Any:
    data = json.dumps(body).encode()
    with acting_as(MACHINE):
        known = partner_secret(actor=MACHINE, partner=tool)
    sign = sign_message(secret or known, tool.slug, data, at or int(time.time()))
    return Client().post(
        f"/echanges/portes/{tool.slug}/{door}/", data, content_type="application/json", headers={SIGNATURE_HEADER: sign}
    )


def prescription(dossier: str, rank: int, status: str, day: int, **more: object) -> dict[str, object]:
    corps = {
        "statut": status, "date": f"2021-01-{day:02}", "personne": f"ML-{dossier}", "nom": "Exemple",
        "prenom": "Camille", "numero_session": "24_1", **more,
    }  # fmt: skip
    return {"cle": f"{dossier}/{rank}", "dossier": dossier, "numero": rank, "corps": corps}


def states() -> list[str]:
    with acting_as(MACHINE):
        return list(InboundMessage.objects.order_by("dossier", "rank").values_list("state", flat=True))


def test_a_prescription_opens_a_journey_and_what_follows_moves_it(cast: Cast, tool: Partner) -> None:
    for rank, (status, day) in enumerate(LIFE, start=1):
        answer = post(tool, prescription("P1", rank, status, day))
        assert (answer.status_code, answer.json()["statut"]) == (200, "accepte"), answer.json()
    with acting_as(MACHINE):
        journey = Journey.objects.get()
        assert (journey.state, journey.referrer_id) == (JourneyState.IN_TRAINING, cast.network.pk)
        assert set(Step.objects.values_list("source", "origin")) == {(StepSource.MESSAGE, "ouiform")}
        assert list(InboundMessage.objects.values_list("body", flat=True)) == [{}] * 4, (
            "no name is kept with the message"
        )


def test_messages_lost_doubled_delayed_and_mixed_are_applied_once_each(cast: Cast, tool: Partner) -> None:
    chance = random.Random(11)
    waiting = [
        prescription(f"D{number}", rank, status, day)
        for number in range(DOSSIERS)
        for rank, (status, day) in enumerate(LIFE, start=1)
    ]
    sent = len(waiting)
    while waiting:
        chance.shuffle(waiting)
        left = []
        for message in waiting:
            fate = chance.random()
            if fate < 0.15:
                left.append(message)  # lost on the way: it is sent again
                continue
            answers = [post(tool, message) for _ in range(1 + (fate > 0.85))]
            if fate < 0.3 or answers[-1].json()["statut"] != "accepte":
                left.append(message)  # the answer was lost, or the message waits for an earlier one
        waiting = left
    assert states() == [S.APPLIED] * sent
    with acting_as(MACHINE):
        assert Journey.objects.filter(state=JourneyState.IN_TRAINING).count() == DOSSIERS
        # Need, proposal, invitation, information, admission, entry: each once per dossier.
        assert Step.objects.count() == DOSSIERS * 6
        assert Step.objects.values("journey", "kind").distinct().count() == DOSSIERS * 6
        assert sum(InboundMessage.objects.values_list("times", flat=True)) > sent


def test_a_message_that_comes_too_early_waits_for_its_turn(cast: Cast, tool: Partner) -> None:
    assert post(tool, prescription("P1", 2, "convoque_ic", 6)).json()["statut"] == "recu"
    assert states() == [S.WAITING]
    assert post(tool, prescription("P1", 1, "positionne", 5)).json()["statut"] == "accepte"
    assert states() == [S.APPLIED, S.APPLIED]


def test_an_unknown_session_waits_for_somebody_who_chooses_and_the_rest_follows(cast: Cast, tool: Partner) -> None:
    answer = post(tool, prescription("P1", 1, "positionne", 5, numero_session="24_999"))
    assert (answer.json()["statut"], answer.json()["code"]) == ("recu", "session_unknown")
    post(tool, prescription("P1", 2, "convoque_ic", 6))
    assert states() == [S.TO_SETTLE, S.WAITING]
    with acting_as(MACHINE):
        kept = InboundMessage.objects.get(rank=1).pk
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(Conflict, match="24_998"):
        resolve_message(actor=pilot, identifier=kept, session=SessionInput("24_998"))
    with acting_as(cast["pilot"].actor) as pilot:
        resolve_message(actor=pilot, identifier=kept, session=SessionInput("24_1"))
    assert states() == [S.APPLIED, S.APPLIED]


def test_a_dismissed_message_lets_the_following_ones_pass_and_keeps_no_name(cast: Cast, tool: Partner) -> None:
    post(tool, prescription("P1", 1, "positionne", 5, numero_session="24_999"))
    post(tool, prescription("P1", 2, "positionne", 6))
    with acting_as(MACHINE):
        kept = InboundMessage.objects.get(rank=1).pk
    for part, error in (("analyst", PermissionDenied), ("intruder", NotFound), ("adviser", NotFound)):
        with acting_as(cast[part].actor) as actor, pytest.raises(error):
            dismiss_message(actor=actor, identifier=kept, reason="x")
    with acting_as(cast["pilot"].actor) as pilot:
        with pytest.raises(ValidationError):
            dismiss_message(actor=pilot, identifier=kept, reason=" ")
        dismiss_message(actor=pilot, identifier=kept, reason="Session d’une autre Région")
    assert states() == [S.DISMISSED, S.APPLIED]
    with acting_as(MACHINE):
        assert InboundMessage.objects.get(pk=kept).body == {}
    assert post(tool, prescription("P1", 1, "positionne", 5)).json()["statut"] == "rejete"


@pytest.mark.parametrize(
    ("corps", "code"),
    [
        ({"statut": "inconnu"}, "status_unknown"), ({"statut": "positionne", "personne": ""}, "person_missing"),
        ({"statut": "positionne", "date": "hier"}, "date"), ({"statut": "positionne", "nom": ""}, "person_unknown"),
        ({"statut": "positionne", "nom": {"a": 1}}, "shape"), ({"statut": "abandon"}, "no_way"),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_is_kept_and_says_why(tool: Partner, corps: dict[str, object], code: str) -> None:
    message = prescription("P1", 1, "positionne", 5)
    message["corps"] = {**message["corps"], **corps}  # type: ignore[dict-item]
    answer = post(tool, message)
    assert (answer.json()["statut"], answer.json()["code"]) == ("recu", code)
    assert states() == [S.TO_SETTLE]


def test_the_code_whose_meaning_nobody_published_is_never_guessed(cast: Cast) -> None:
    kairos = partner(cast, "kairos")
    corps = {"codeStatutInscription": "PFR", "date": "2021-01-05", "idRegionalDE": "1", "numeroSession": "24_1"}
    answer = post(kairos, {"cle": "a", "dossier": "b", "corps": corps})
    assert answer.json()["code"] == "status_unclear"


def test_without_the_right_signature_every_door_gives_one_and_the_same_answer(cast: Cast, tool: Partner) -> None:
    message = prescription("P1", 1, "positionne", 5)
    wrong = [
        post(tool, message, secret="autre"),
        post(tool, message, at=int(time.time()) - 400),
        Client().post(f"/echanges/portes/{tool.slug}/messages/", message, content_type="application/json"),
        Client().post("/echanges/portes/personne/messages/", message, content_type="application/json"),
    ]
    assert {(answer.status_code, answer.content) for answer in wrong} == {(401, wrong[0].content)}
    assert states() == []
    other = partner(cast, "imilo")
    with acting_as(MACHINE):
        theirs = partner_secret(actor=MACHINE, partner=other)
    assert post(tool, message, secret=theirs).status_code == 401


@pytest.mark.parametrize("told", [[], {}, {"cle": "a"}, {"cle": "a", "dossier": "b", "numero": True, "corps": {}}, "x"])
def test_a_message_that_is_no_message_is_refused_at_once(tool: Partner, told: object) -> None:
    assert post(tool, told).status_code == 422
    assert states() == []


def test_a_receipt_comes_through_its_door(cast: Cast) -> None:
    ours = partner(cast)
    lives(cast, session_with(cast), 1)
    later = PartnerAnswer(AnswerStatus.RECEIVED)
    send_to_partners(actor=MACHINE, poster=lambda partner, secret: lambda delivery, body: later)
    with acting_as(MACHINE):
        key = Delivery.objects.get(rank=1).key
    receipt = {"cle": key, "revision": 1, "statut": "rejete", "code": "x", "motif": "Champ absent", "champ": "rncp"}
    assert post(ours, receipt, door="accuses").json()["statut"] == "pris"
    assert post(ours, receipt, door="accuses").json()["statut"] == "deja"
    assert post(ours, {**receipt, "cle": "inconnue"}, door="accuses").status_code == 404
    assert post(ours, {"cle": key}, door="accuses").status_code == 422
    with acting_as(MACHINE):
        assert Delivery.objects.get(rank=1).reason == "Champ absent"


def test_a_partner_asks_where_the_people_it_sent_stand_and_sees_no_one_else(cast: Cast, tool: Partner) -> None:
    other = partner(cast, "imilo")
    post(tool, prescription("P1", 1, "retenu", 8))
    post(other, prescription("Q1", 1, "positionne", 8))

    def listed(asked: Partner) -> Any:
        path = f"/echanges/portes/{asked.slug}/sessions/24_1/"
        with acting_as(MACHINE):
            secret = partner_secret(actor=MACHINE, partner=asked)
        sign = sign_message(secret, asked.slug, path.encode(), int(time.time()))
        return Client().get(path, headers={SIGNATURE_HEADER: sign}).json()["inscriptions"]

    assert listed(tool) == [{"dossier": "P1", "personne": "ML-P1", "statut": "admitted", "depuis": "2021-01-08"}]
    assert [row["dossier"] for row in listed(other)] == ["Q1"]


def test_what_a_partner_told_us_is_not_told_back_to_it_and_others_hear_of_it(cast: Cast, tool: Partner) -> None:
    partner(cast, "kairos")
    post(tool, prescription("P1", 1, "retenu", 8))
    send_to_partners(
        actor=MACHINE, poster=lambda partner, secret: lambda delivery, body: PartnerAnswer(AnswerStatus.ACKNOWLEDGED)
    )
    with acting_as(MACHINE):
        assert list(Delivery.objects.values_list("partner__slug", "event")) == [("kairos", "DECISION")]
        assert Step.objects.filter(kind=StepKind.ADMITTED).count() == 1
