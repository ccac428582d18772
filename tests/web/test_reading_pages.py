"""Pages of reading, of a call on no shipped procedure: one walk from a reader's declaration to a decision."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.procedures.models import CallRound, CommitteeMeeting, ReaderAssignment
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.procedures.call_stage import FAIR, CallStage, call_plan
from tests.procedures.example_call import with_call
from tests.web.plan_stage import Stage, plain

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(call_plan)


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


@pytest.fixture
def call(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> CallStage:
    with_call(monkeypatch)
    return CallStage(stage)


def url(call: CallStage, name: str, *rest: object) -> str:
    return reverse(f"readings:{name}", args=[call.plan.code, *rest])


def page(call: CallStage, part: str, address: str, status: int = 200) -> str:
    answer = call.stage.client(part).get(address)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return plain(answer.content.decode())


def sent(call: CallStage, part: str, address: str, data: dict[str, object], status: int = 302) -> str:
    answer = call.stage.client(part).post(address, data)
    assert answer.status_code == status, plain(answer.content.decode())[-3000:]
    return plain(answer.content.decode())


def test_a_case_is_read_blind_then_decided_with_its_ranking_and_its_minutes(call: CallStage) -> None:
    sent(
        call, "pilot", url(call, "open_round", "example_call"),
        {"title": "Session 1", "opens_on": "2026-01-01", "closes_on": "2029-01-01", "envelope_cents": "50 000"},
    )  # fmt: skip
    case = call.case("L’atelier", contact="secret@exemple.fr", siret="11000201100044")
    file = reverse("cases:file", args=[call.plan.code, case.number])
    seen = page(call, "pilot", file)
    assert "0 note envoyée sur 2" in seen
    assert "Session 1" in seen
    assert "secret@exemple.fr" in seen
    sent(call, "pilot", url(call, "assign", case.number, "reading"), {"person": call.cast["buyer"].person.pk})
    with acting_as(MACHINE):
        reader = ReaderAssignment.objects.get()
    own = url(call, "reading", reader.pk)
    assert "L’atelier" in page(call, "buyer", url(call, "list"))
    assert "secret@exemple.fr" not in page(call, "buyer", file)
    first = page(call, "buyer", own)
    assert "Un atelier" in first
    assert "110 002" not in first
    assert "11000201100044" not in first
    for stranger in ("analyst", "intruder"):
        page(call, stranger, own, status=404)
    sent(call, "buyer", url(call, "declare", reader.pk), {"has_conflict": "no", "text": ""})
    second = page(call, "buyer", own)
    assert "SIRET" in second
    assert "secret@exemple.fr" not in second
    scores = {"score_reach": 4, "score_trades": 4, "score_cost": 1}
    assert "dites pourquoi" in sent(call, "buyer", url(call, "score", reader.pk), scores, status=422)
    assert "Votre note est envoyée" not in page(call, "buyer", own)
    sent(call, "buyer", url(call, "score", reader.pk), scores | {"words_cost": "cher"})
    assert "65 sur 100" in page(call, "buyer", own)
    call.read(case, finance=FAIR)
    assert "Lu : 62,5 sur 100, de 60 à 65, 2 notes" in page(call, "pilot", file)
    call.at_panel(case)
    _decide(call, case.number, file)


def _decide(call: CallStage, number: int, file: str) -> None:
    with acting_as(MACHINE):
        session = CallRound.objects.get()
    people = {part: call.cast[part].person.pk for part in ("state_reader", "auditor")}
    sent(
        call, "pilot", url(call, "convene", "example_call", "panel"),
        {"on": "2026-11-30", "call_round": session.pk, "chair": people["state_reader"], "members": [people["auditor"]]},
    )  # fmt: skip
    with acting_as(MACHINE):
        meeting = CommitteeMeeting.objects.get()
    address = url(call, "meeting", meeting.pk)
    assert "62,5 sur 100" in page(call, "auditor", f"{address}?tri=-ecart")
    page(call, "analyst", address, status=404)
    page(call, "auditor", url(call, "decide", meeting.pk, number), status=404)
    decision = {"outcome": "kept", "cents": "60 000", "reason": ""}
    told = sent(call, "state_reader", url(call, "decide", meeting.pk, number), decision, status=422)
    assert "il reste 50 000 €" in told
    sent(call, "state_reader", url(call, "decide", meeting.pk, number), decision | {"cents": "20 000"})
    seen = page(call, "auditor", address)
    assert "retenu, 20 000 €, rang 1, devant 2 membres" in seen
    assert "Il reste 30 000 €" in seen
    sent(call, "auditor", url(call, "leave", meeting.pk, number), {"has_conflict": "yes", "text": "Une parente."})
    assert "L’atelier" not in page(call, "auditor", address)
    page(call, "auditor", file, status=404)
    sent(call, "pilot", url(call, "close", meeting.pk), {"minutes": "Rien à redire."})
    assert "Rien à redire." in page(call, "pilot", address)
    page(call, "pilot", url(call, "rounds"))
    assert url(call, "rounds") in page(call, "pilot", reverse("cases:list", args=[call.plan.code]))
    sent(call, "pilot", url(call, "extend_round", session.pk), {"closes_on": "2030-01-01", "reason": "panne"})
    sent(
        call, "pilot", url(call, "let_in", session.pk),
        {"email": "a@exemple.fr", "expires_on": "2030-02-01", "reason": "panne"},
    )  # fmt: skip


def test_without_a_description_that_reads_there_is_no_page(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    call = CallStage(stage)
    monkeypatch.setattr("pacte.procedures.rules.catalogue.procedure_editions", dict)
    for address in (url(call, "list"), url(call, "rounds"), url(call, "convene", "assistance_study", "panel")):
        page(call, "pilot", address, status=404)
