"""Action 16: a winner counts those whom it meets without any name; an adviser says whom it brought, and corrects it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, JourneyOrigin
from pacte.journeys.queries.origins import origins_of
from pacte.journeys.records import StepKind as K
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.procedures.models import Case, OutreachRound
from pacte.procedures.queries import reference_names
from pacte.procedures.queries.outreach import case_outreach, outreach_winners, own_outreach
from pacte.procedures.queries.public_register import public_register
from pacte.procedures.records.outreach import OutreachInput, OutreachPlace
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.services import move_case, open_case, update_case_fields
from pacte.procedures.services.applications import begin_application, save_section, send_application
from pacte.procedures.services.outreach import record_outreach
from pacte.workflows.say_who_brought import say_who_brought
from tests.accounts.guests_at_hand import guest_of
from tests.cast import MACHINE
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.procedures.trial_procedure import as_guest
from tests.procedures.walks import whole_form
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
CODE, NUMBER = "invisible_people_entered", ActionCode(16)
PROCEDURE = procedure_by_code("outreach_mirror")
WON, CAME = date(2021, 2, 1), date(2021, 3, 1)
ROUND = OutreachInput(date(2021, 2, 10), "18033", OutreachPlace.STREET, 12, 7)
kept_stage = kept_for_module(
    lambda: staged(small_plan(row("A16", NUMBER, figures=(target(CODE, 80, indicator_code=CODE),))))
)


def followed(stage: Stage, title: str = "Rue du Cher") -> Case:
    """A consortium whose case waits for the State."""
    decided = {"sent_to_state_on": "2020-10-01", "decided_on": "2021-01-15", "convention_from": "2021-02-01"}
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=NUMBER, procedure_code=PROCEDURE.code, title=title,
            on=date(2020, 9, 1), values={**whole_form(PROCEDURE), "consortium": title, **decided},
        )  # fmt: skip
        move_case(actor=MACHINE, case=case, transition="follow", on=date(2020, 10, 1))
    return case


def won(stage: Stage, title: str = "Rue du Cher") -> Case:
    case = followed(stage, title)
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="win", on=WON, reason="retenu")
    return case


def counted(actor: Actor, case: Case, outreach: OutreachInput | None = ROUND, corrects: int | None = None) -> int:
    with acting_as(actor):
        return record_outreach(actor=actor, case=case, outreach=outreach, corrects_id=corrects).pk


def totals(case: Case) -> tuple[int, int]:
    with acting_as(MACHINE):
        outreach = case_outreach(actor=MACHINE, case=case)
    return (outreach.people, outreach.first_time) if outreach else (-1, -1)


@pytest.mark.parametrize("broken", [{"public_from": ""}, {"is_sensitive": True}])
def test_winners_are_public_or_the_description_does_not_hold(broken: dict[str, object]) -> None:
    assert any("who won" in each for each in description_defects(replace(PROCEDURE, **broken)))  # type: ignore[arg-type]


def test_nothing_is_asked_until_the_state_decides_and_the_register_says_who_won(stage: Stage) -> None:
    waiting, winner = followed(stage, "En attente"), won(stage)
    with acting_as(MACHINE):
        assert waiting.next_due_on is None, "« en attente » is a state, not a lateness"
        assert [each.number for each in outreach_winners(actor=MACHINE, host_id=stage.cast.region.pk)] == [
            winner.number
        ]
    register = public_register(actor=MACHINE, plan=stage.plan, procedure=PROCEDURE)
    assert [each.answers["consortium"] for each in register] == ["Rue du Cher"]
    assert not {"asked", "email", "siret"} & register[0].answers.keys()
    with pytest.raises(Conflict, match="lauréat"):
        counted(MACHINE, waiting)


def test_contacts_are_counted_corrected_and_taken_back_without_rewriting(stage: Stage) -> None:
    case = won(stage)
    pilot, adviser = stage.cast["pilot"].actor, stage.cast["adviser"].actor
    first = counted(pilot, case)
    second = counted(pilot, case, replace(ROUND, people=9), corrects=first)
    assert totals(case) == (9, 7)
    with pytest.raises(NotFound):
        counted(pilot, case, ROUND, corrects=first)
    counted(pilot, case, None, corrects=second)
    assert totals(case) == (0, 0)
    for wrong in ({"first_time": 13}, {"people": 0, "first_time": 0}, {"commune": "75056"}, {"on": date(2021, 1, 31)}):
        with pytest.raises(ValidationError):
            counted(pilot, case, replace(ROUND, **wrong))  # type: ignore[arg-type]
    with pytest.raises((NotFound, PermissionDenied)):
        counted(adviser, case)
    with acting_as(MACHINE):
        assert OutreachRound.objects.filter(case=case).count() == 3
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            OutreachRound.objects.filter(pk=first).update(people=1)


def test_a_winner_counts_its_own_contacts_by_its_link_and_another_guest_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bourges = SimpleNamespace(name="Bourges")
    monkeypatch.setattr(reference_names, "communes_by_code", lambda codes: dict.fromkeys(codes, bourges))
    guest = as_guest(guest_of(stage.cast.region))
    other = as_guest(guest_of(stage.cast.region, "autre@exemple.fr"))
    with acting_as(guest):
        draft = begin_application(
            actor=guest, plan=stage.plan, number=NUMBER, procedure_code=PROCEDURE.code, key=uuid4()
        )
        answers = whole_form(PROCEDURE)
        for section in PROCEDURE.form[:2]:
            own = {each.code: answers[each.code] for each in section.fields}
            draft = save_section(actor=guest, application=draft, section=section, values=own, title="Maraude")
        case = send_application(actor=guest, application=draft, arrived_at=now())
        draft.refresh_from_db()
    decided = {each: case.opened_on.isoformat() for each in ("sent_to_state_on", "decided_on", "convention_from")}
    with acting_as(MACHINE):
        update_case_fields(actor=MACHINE, case=case, title="", values=decided, on=case.opened_on)
        move_case(actor=MACHINE, case=case, transition="follow", on=case.opened_on)
        move_case(actor=MACHINE, case=case, transition="win", on=case.opened_on, reason="retenu")
    counted(guest, case, replace(ROUND, on=case.opened_on))
    assert totals(case) == (12, 7)
    with acting_as(guest):
        outreach = own_outreach(actor=guest, application=draft)
        assert outreach is not None
        assert [(each.label, each.people) for each in outreach.by_month] == [(f"{case.opened_on:%Y-%m}", 12)]
    with acting_as(other):
        assert not OutreachRound.objects.exists()
        with pytest.raises(NotFound):
            own_outreach(actor=other, application=draft)
    with pytest.raises(NotFound):
        counted(other, case)


def test_an_adviser_says_who_brought_a_person_corrects_it_and_takes_it_back(stage: Stage) -> None:
    case, other = won(stage), won(stage, "Maraude du Loiret")
    journey, adviser = somebody(stage.cast, on=CAME), stage.cast["adviser"].actor

    def say(case_id: int | None, on: date | None = None) -> list[tuple[str, date, bool]]:
        with acting_as(adviser):
            say_who_brought(actor=adviser, key=journey.key, case_id=case_id, brought_on=on)
            rows = JourneyOrigin.objects.order_by("pk")
            return list(rows.values_list("winner_name", "brought_on", "is_withdrawn"))

    first = say(case.pk)
    assert first == [("Rue du Cher", CAME, False)]
    assert say(case.pk) == first, "the same again adds nothing"
    earlier = date(2021, 2, 20)
    assert say(other.pk, earlier)[1:] == [("Maraude du Loiret", earlier, False)]
    assert say(None)[2:] == [("Maraude du Loiret", earlier, True)]
    with acting_as(adviser):
        assert not origins_of(actor=adviser, journeys=[journey])
    for late, code in ((date(2021, 3, 2), "origin_late"), (date(2021, 1, 31), "origin_before_winner")):
        with pytest.raises(ValidationError) as refusal:
            say(case.pk, late)
        assert refusal.value.code == code
    with pytest.raises(NotFound):
        say(followed(stage, "En attente").pk)


def test_who_brought_a_person_is_read_by_their_network_and_by_them_alone(stage: Stage) -> None:
    case, journey = won(stage), somebody(stage.cast, on=CAME)
    walk(
        stage.cast["adviser"].actor, journey, session_with(stage.cast), K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED,
        on=CAME,
    )  # fmt: skip
    with acting_as(stage.cast["adviser"].actor) as adviser:
        say_who_brought(actor=adviser, key=journey.key, case_id=case.pk, brought_on=None)
        assert JourneyOrigin.objects.count() == 1
    for part in ("intruder", "provider", "pilot"):
        with acting_as(stage.cast[part].actor) as reader:
            assert not JourneyOrigin.objects.exists(), part
            assert not origins_of(actor=reader, journeys=list(Journey.objects.filter(pk=journey.pk))), part
            with pytest.raises(NotFound):
                say_who_brought(actor=reader, key=journey.key, case_id=case.pk, brought_on=None)


def test_the_pages_count_contacts_say_what_series_lacks_and_who_brought_a_person(
    stage: Stage, settings: LazySettings
) -> None:
    settings.TOTP_REQUIRED = False
    case, journey = won(stage), somebody(stage.cast, on=CAME)
    pilot, adviser = stage.client("pilot"), stage.client("adviser")
    contacts = {"on": "2021-02-10", "commune": "18033", "place": "street", "people": 12, "first_time": 7}
    assert pilot.post(stage.address(f"dossiers/{case.number}/contacts/"), contacts).status_code == 302
    page = stage.get(f"dossiers/{case.number}/", "pilot")
    assert "12 personnes rencontrées en 1 passage, dont 7 pour la première fois." in page
    assert "Il manque la série des jeunes" in stage.get(f"dossiers/procedure/{PROCEDURE.code}/", "pilot")
    origin = reverse("advisers:origin", args=[journey.key])
    assert "Rue du Cher" in adviser.get(origin).content.decode()
    assert adviser.post(origin, {"brought_by": case.pk, "brought_on": "2021-03-02"}).status_code == 422
    assert adviser.post(origin, {"brought_by": case.pk, "brought_on": ""}).status_code == 302
    person = reverse("advisers:person", args=[journey.learner.key])
    assert "Amenée par" in adviser.get(person).content.decode()
    need = reverse("advisers:need", args=[journey.learner.key])
    assert "Rue du Cher" in adviser.get(need).content.decode()
    sent = {"on": today().isoformat(), "brought_by": case.pk}
    assert adviser.post(need, sent).status_code == 302
    with acting_as(MACHINE):
        assert JourneyOrigin.objects.filter(is_current=True).count() == 2
