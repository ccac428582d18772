"""What a person answers: yes, thinking until a day, something else; or a slot chosen on the telephone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.agenda.models import Meeting
from pacte.agenda.records import MeetingInput, MeetingKind
from pacte.agenda.services import open_meetings
from pacte.journeys.models import Invitation, Journey, Obligation, Step
from pacte.journeys.queries.pending_answers import pending_journeys
from pacte.journeys.records import Channel, InvitationInput, InvitationMode, StepKind
from pacte.journeys.rules.consequences import Consequence
from pacte.kernel.clock import now, today
from pacte.kernel.french import format_day
from pacte.workflows.invite_people import invite_people
from pacte.workflows.remind_people import remind_people
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.plan_stage import plain
from tests.web.test_advising_desk import column
from tests.web.test_advising_people import another_network, of

pytestmark = pytest.mark.django_db
K = StepKind
DESK = "/mes-personnes/bureau/"


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def day_text(on: date) -> str:
    """A day as the text of a page has it."""
    return plain(format_day(on))


def owed(stage: Stage, journey: Journey) -> list[str]:
    with acting_as(MACHINE):
        return list(Obligation.objects.filter(journey=journey, settled_on=None).values_list("what", flat=True))


def test_yes_makes_an_invitation_due_and_leads_to_it(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    assert of(journey, "reponse/") in stage.get(DESK)
    answer = stage.client().post(of(journey, "reponse/"), {"answer": "yes"})
    assert answer.headers["Location"] == f"/rendez-vous/inviter/?qui={journey.key}"
    assert owed(stage, journey) == [Consequence.INVITATION_DUE]
    told = column(stage.get(DESK), "a-faire")
    assert "Est d’accord, à inviter" in told
    assert f'href="/rendez-vous/inviter/?qui={journey.key}"' in told


def test_an_invitation_settles_what_was_due(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED, K.AGREED, K.INVITED)
    assert owed(stage, journey) == []


def test_who_thinks_is_called_on_the_day_agreed_and_is_not_silent_before(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED, days_ago=12)
    assert "Inès Benali" in column(stage.get(DESK), "sans-nouvelles")
    later = today() + timedelta(days=5)
    told = stage.send(of(journey, "reponse/"), answer="thinking", call_on=later.isoformat())
    assert f"vous la rappelez le {day_text(later)}" in told
    told = column(stage.get(DESK), "en-attente")
    assert f"Réfléchit, à rappeler le {day_text(later)}" in told
    stage.send(of(journey, "reponse/"), answer="thinking", call_on=today().isoformat())
    told = column(stage.get(DESK), "a-faire")
    assert "Rappeler" in told
    assert owed(stage, journey) == [Consequence.CALL_BACK]


def test_who_said_yes_or_thinks_does_not_lapse(stage: Stage) -> None:
    agreed = stage.somebody("Inès Benali", K.PROPOSED, K.AGREED, days_ago=40)
    thinking = stage.somebody("Hugo Exemple", K.PROPOSED, K.THINKING, days_ago=40)
    silent = stage.somebody("Rose Canevas", K.PROPOSED, days_ago=40)
    with acting_as(MACHINE):
        assert [each.key for each in pending_journeys(actor=MACHINE)] == [silent.key]
        remind_people(actor=MACHINE, on=today())
    assert [stage.again(each).state for each in (agreed, thinking, silent)] == ["proposed", "proposed", "open"]


def test_something_else_declines_with_its_reason_and_leads_to_other_trainings(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    told = stage.send(of(journey, "reponse/"), answer="other", reason="distance")
    assert "Quelle formation proposer à Inès Benali ?" in told
    with acting_as(MACHINE):
        step = Step.objects.get(journey=journey, kind=K.DECLINED)
    assert step.detail == {"reason": "distance"}
    assert Consequence.NEXT_PROPOSAL in owed(stage, journey)


def test_without_an_answer_or_a_day_the_page_says_what_is_missing(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    url = of(journey, "reponse/")
    assert "Choisissez une des réponses." in stage.refused(url)
    assert "Écrivez le jour où la rappeler." in stage.refused(url, answer="thinking")
    far = today() + timedelta(days=90)
    assert "dans deux mois" in stage.refused(url, answer="thinking", call_on=far.isoformat())
    assert owed(stage, journey) == []


def test_no_answer_is_awaited_from_who_was_proposed_nothing_or_of_another_network(stage: Stage) -> None:
    stage.get(of(stage.somebody("Inès Benali"), "reponse/"), status=409)
    theirs = stage.somebody(
        "Maria Costa", K.PROPOSED, part="lead", body=another_network(stage, OrganisationKind.DEPARTMENT)
    )
    stage.get(of(theirs, "reponse/"), status=404)
    assert stage.client().post(of(theirs, "reponse/"), {"answer": "yes"}).status_code == 404
    stage.get(of(theirs, "reponse/"), "lead")


def prepared(stage: Stage, journey: Journey) -> list[Meeting]:
    """An invitation by SMS, not sent yet, to two slots of one seat. Returns the slots."""
    provider = stage.cast["provider"]
    with acting_as(provider.actor) as actor:
        slots = open_meetings(
            actor=actor, host_id=stage.cast.region.pk, body_id=provider.organisation.pk, session=stage.session(),
            starts=[now() + timedelta(days=days) for days in (6, 7)],
            details=MeetingInput(MeetingKind.VISIT, "Visite", timedelta(hours=1), 1, "12 rue des Forges"),
        )  # fmt: skip
    with acting_as(stage.cast["adviser"].actor) as actor:
        invite_people(
            actor=actor, keys=[journey.key],
            invitation_input=InvitationInput(
                tuple(each.pk for each in slots), InvitationMode.CHOSEN, Channel.SMS, today() + timedelta(days=3)
            ),
        )  # fmt: skip
    return slots


def test_an_invitation_that_has_not_left_is_on_the_desk_of_its_sender(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED, days_ago=12, phone="0612345678")
    prepared(stage, journey)
    told = column(stage.get(DESK), "a-faire")
    assert "Invitation écrite, pas encore partie" in told
    assert 'href="/rendez-vous/invitations/"' in told
    assert stage.again(journey).state == "proposed"


def test_a_slot_is_chosen_with_the_person_on_the_telephone(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED, phone="0612345678")
    first, _ = prepared(stage, journey)
    url = of(journey, "reponse/")
    told = stage.get(url)
    assert "1 place libre" in told
    assert 'name="answer" value="yes"' not in told
    assert "Rendez-vous pris" in stage.send(url, slot=first.pk)
    with acting_as(MACHINE):
        invitation = Invitation.objects.get(journey=journey)
    assert invitation.chosen_id == first.pk
    assert invitation.sent_at is not None
    assert stage.again(journey).state == "slot_chosen"
