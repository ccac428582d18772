"""An appointment with an adviser moves no journey: it is offered, chosen and noted beside the steps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from pacte.accounts.row_context import acting_as
from pacte.agenda.models import Meeting
from pacte.agenda.queries import (
    individual_meetings,
    meeting_by_id,
    upcoming_meetings,
    upcoming_meetings_of_actions,
)
from pacte.agenda.records import MeetingInput, MeetingKind
from pacte.agenda.services import open_meetings, set_seats
from pacte.journeys.models import Invitation, Journey, Learner, LearnerContact, LearnerEmail, NotebookEntry, Step
from pacte.journeys.queries.followed_invitations import followed_invitations
from pacte.journeys.queries.invitations import invitation_by_id, no_show_counts
from pacte.journeys.queries.learner_portal import learner_portal, offered_slots
from pacte.journeys.queries.people_to_invite import people_to_receive
from pacte.journeys.records import Channel, InvitationOutcome, JourneyState, SlotObstacle, StepKind
from pacte.journeys.services import make_journey_link, send_learner_email
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.services.system_access import as_system
from pacte.workflows.cancel_slots import cancel_slots
from pacte.workflows.choose_slot import choose_slot, leave_slot, refuse_slots
from pacte.workflows.invite_people import invite_people
from pacte.workflows.record_meeting_attendance import record_meeting_attendance
from tests.cast import MACHINE, Cast
from tests.journeys.making import DAY, session_with, somebody, walk
from tests.journeys.slots import given_for, invited, opened, proposed, secret_of, slots, soon

pytestmark = pytest.mark.django_db
GIVEN = MeetingInput(MeetingKind.INDIVIDUAL, "Rendez-vous avec votre conseiller", timedelta(minutes=30), 1, "Agence")


def times(cast: Cast, *days: int, part: str = "adviser") -> list[Meeting]:
    with acting_as(cast[part].actor) as actor:
        return open_meetings(
            actor=actor, host_id=cast.region.pk, body_id=cast[part].organisation.pk, details=GIVEN,
            starts=[soon(day) for day in days],
        )  # fmt: skip


def again(journey: Journey) -> Journey:
    with acting_as(MACHINE):
        return Journey.objects.select_related("learner").get(pk=journey.pk)


def kinds_of(journey: Journey) -> list[str]:
    with acting_as(MACHINE):
        return list(Step.objects.filter(journey=journey).order_by("pk").values_list("kind", flat=True))


def past(meeting: Meeting) -> Meeting:
    with acting_as(MACHINE):
        Meeting.objects.filter(pk=meeting.pk).update(
            starts_at=now() - timedelta(seconds=1), ends_at=now() + timedelta(hours=1)
        )
    meeting.refresh_from_db()
    return meeting


def test_it_is_of_one_person_of_no_training_and_of_the_adviser_who_opens_it(cast: Cast) -> None:
    (meeting,) = times(cast, 3)
    assert (meeting.seats, meeting.session_id, meeting.training_action_id, meeting.provider_id) == (1, None, None, None)
    assert meeting.adviser_id == cast["adviser"].person.pk
    with acting_as(cast["adviser"].actor) as actor:
        assert individual_meetings(actor=actor, after=now()) == [meeting]
        many = MeetingInput(GIVEN.kind, GIVEN.title, GIVEN.duration, 2, GIVEN.place)
        opening = {"actor": actor, "host_id": cast.region.pk, "body_id": cast.network.pk, "starts": [soon(4)]}
        with pytest.raises(ValidationError) as refused:
            open_meetings(**opening, details=many)
        assert refused.value.code == "seats"
        with pytest.raises(ValidationError) as refused:
            open_meetings(**opening, details=GIVEN, session=session_with(cast))
        assert refused.value.code == "session"
        with pytest.raises(ValidationError):
            set_seats(actor=actor, meeting=meeting, seats=2, taken=0)


def test_neither_a_provider_nor_the_region_gives_individual_appointments(cast: Cast) -> None:
    for part in ("provider", "pilot", "buyer"):
        with pytest.raises(PermissionDenied):
            times(cast, 3, part=part)


def test_nobody_outside_the_network_sees_it(cast: Cast) -> None:
    session = session_with(cast)
    (meeting,) = times(cast, 3)
    for part in ("provider", "pilot", "buyer", "intruder", "auditor"):
        with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
            meeting_by_id(actor=actor, identifier=meeting.pk)
    for part in ("provider", "pilot", "buyer"):
        with acting_as(cast[part].actor) as actor:
            assert upcoming_meetings(actor=actor, host_id=cast.region.pk, after=now()) == []
    with acting_as(cast["adviser"].actor) as actor:
        assert upcoming_meetings(actor=actor, host_id=cast.region.pk, after=now()) == [meeting]
        action_ids = [session.training_action_id]
        assert upcoming_meetings_of_actions(actor=actor, action_ids=action_ids, after=now()) == []


@pytest.mark.parametrize("kinds", [(), (StepKind.PROPOSED,), (StepKind.PROPOSED, StepKind.INFORMATION_ATTENDED)])
def test_it_is_offered_in_any_state_before_the_entry_and_changes_none(cast: Cast, kinds: tuple[StepKind, ...]) -> None:
    session = session_with(cast)
    journey = somebody(cast)
    walk(cast["adviser"].actor, journey, session, *kinds)
    before = (again(journey).state, again(journey).state_on, kinds_of(journey))
    first, second = times(cast, 3, 5)
    done = invited(cast, [journey], [first, second])
    assert not done.refused
    (invitation,) = done.invitations
    assert invitation.is_individual
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        with as_system(link.actor):
            assert offered_slots(actor=link.actor, invitation=invitation, after=now()) == [first, second]
        choose_slot(link=link, meeting_id=first.pk)
        choose_slot(link=link, meeting_id=second.pk)
        leave_slot(link=link)
        refuse_slots(link=link, obstacle=SlotObstacle.HOURS)
    assert (again(journey).state, again(journey).state_on, kinds_of(journey)) == before


def test_it_is_not_offered_after_the_entry(cast: Cast) -> None:
    session = session_with(cast)
    journey = somebody(cast)
    walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED)
    walk(cast["provider"].actor, journey, session, StepKind.INFORMATION_ATTENDED, StepKind.ADMITTED, StepKind.ENTERED)
    ((_, why),) = invited(cast, [journey], times(cast, 3)).refused
    assert "avant l’entrée" in why


def test_a_choice_by_the_link_is_a_sign_of_life(cast: Cast) -> None:
    journey = somebody(cast)
    (meeting,) = times(cast, 3)
    (invitation,) = invited(cast, [journey], [meeting]).invitations
    with acting_as(MACHINE):
        Learner.objects.filter(pk=journey.learner_id).update(last_seen_on=DAY)
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=meeting.pk)
    assert again(journey).learner.last_seen_on == today()


@pytest.mark.parametrize("outcome", [InvitationOutcome.ATTENDED, InvitationOutcome.MISSED, InvitationOutcome.EXCUSED])
def test_who_came_is_written_in_the_notebook_and_is_no_step(cast: Cast, outcome: InvitationOutcome) -> None:
    journey = somebody(cast)
    (meeting,) = times(cast, 3)
    (invitation,) = invited(cast, [journey], [meeting]).invitations
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=meeting.pk)
    with acting_as(MACHINE):
        Learner.objects.filter(pk=journey.learner_id).update(last_seen_on=DAY)
    before = kinds_of(journey)
    with acting_as(cast["adviser"].actor) as actor:
        held = past(meeting)
        assert record_meeting_attendance(actor=actor, meeting=held, outcomes={invitation.pk: outcome}).recorded == 1
        assert record_meeting_attendance(actor=actor, meeting=held, outcomes={invitation.pk: outcome}).recorded == 0
    with acting_as(MACHINE):
        entry = NotebookEntry.objects.get()
        assert Invitation.objects.get().outcome == outcome
    came = outcome is InvitationOutcome.ATTENDED
    assert (entry.kind, entry.reached, entry.journey_id) == ("meeting", came, journey.pk)
    assert "Rendez-vous individuel" in entry.text
    assert again(journey).learner.last_seen_on == (today() if came else DAY)
    assert (again(journey).state, kinds_of(journey)) == (JourneyState.OPEN, before)
    with acting_as(cast["adviser"].actor) as actor:
        assert no_show_counts(actor=actor, host_id=cast.region.pk) == []


def test_the_meeting_of_a_session_and_an_appointment_do_not_replace_nor_free_each_other(cast: Cast) -> None:
    session = session_with(cast)
    journey = proposed(cast, session)
    visit, *_ = slots(cast, session)
    (appointment,) = times(cast, 4)
    (of_session,) = invited(cast, [journey], [visit]).invitations
    link = opened(secret_of(cast, of_session))
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=visit.pk)
    (individual,) = invited(cast, [journey], [appointment]).invitations
    other = opened(secret_of(cast, individual))
    with acting_as(other.actor):
        choose_slot(link=other, meeting_id=appointment.pk)
        leave_slot(link=other)
        choose_slot(link=other, meeting_id=appointment.pk)
    with acting_as(cast["adviser"].actor) as actor:
        cancel_slots(actor=actor, meeting=appointment, reason="absente")
    with acting_as(MACHINE):
        assert Invitation.objects.get(pk=of_session.pk).chosen == visit
    assert again(journey).state == JourneyState.SLOT_CHOSEN


def test_it_is_not_mixed_with_the_meetings_of_a_training(cast: Cast) -> None:
    session = session_with(cast)
    journey = proposed(cast, session)
    visit, *_ = slots(cast, session)
    with pytest.raises(ValidationError) as refused:
        invited(cast, [journey], [visit, *times(cast, 4)])
    assert refused.value.code == "meetings"


def test_the_provider_of_the_person_neither_sees_nor_offers_it(cast: Cast) -> None:
    session = session_with(cast)
    journey = proposed(cast, session)
    (meeting,) = times(cast, 3)
    (invitation,) = invited(cast, [journey], [meeting]).invitations
    since = now() - timedelta(days=1)
    with acting_as(cast["adviser"].actor) as actor:
        assert [each.session_title for each in followed_invitations(actor=actor, since=since)] == [
            "Rendez-vous individuel"
        ]
    with acting_as(cast["provider"].actor) as actor:
        assert followed_invitations(actor=actor, since=since) == []
        with pytest.raises(NotFound):
            invitation_by_id(actor=actor, identifier=invitation.pk)
        with pytest.raises(NotFound):
            invite_people(actor=actor, keys=[journey.key], invitation_input=given_for([meeting]))


def test_an_appointment_taken_by_one_person_is_full_for_the_others(cast: Cast) -> None:
    ines, omar = somebody(cast), somebody(cast, first_name="Omar")
    (meeting,) = times(cast, 3)
    (invitation,) = invited(cast, [ines], [meeting]).invitations
    (second,) = invited(cast, [omar], [meeting]).invitations
    link, late = opened(secret_of(cast, invitation)), opened(secret_of(cast, second))
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=meeting.pk)
    with acting_as(late.actor), pytest.raises(Conflict):
        choose_slot(link=late, meeting_id=meeting.pk)


def test_the_e_mail_names_the_adviser_and_no_training(cast: Cast) -> None:
    journey = somebody(cast)
    with acting_as(MACHINE):
        LearnerContact.objects.filter(learner=journey.learner).update(email="ines@exemple.fr")
    invited(cast, [journey], times(cast, 3), channel=Channel.EMAIL)
    with acting_as(MACHINE):
        assert send_learner_email(actor=MACHINE, letter_id=LearnerEmail.objects.get().pk)
    (sent,) = mail.outbox
    assert "Votre conseiller vous propose un rendez-vous" in sent.body
    assert "information collective" not in sent.body


def test_the_person_finds_the_slot_on_their_own_page(cast: Cast) -> None:
    journey = somebody(cast)
    (meeting,) = times(cast, 3)
    (invitation,) = invited(cast, [journey], [meeting]).invitations
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=meeting.pk)
    with acting_as(cast["adviser"].actor) as actor:
        made = make_journey_link(actor=actor, learner=journey.learner, body=cast.network, channel=Channel.SMS)
    whole = opened(made.secret)
    with acting_as(whole.actor):
        (mine,) = learner_portal(actor=whole.actor, on=today()).journeys
    assert [each.chosen for each in mine.live_invitations(at=now())] == [meeting]


def test_people_to_receive_are_those_of_the_adviser_before_any_entry(cast: Cast) -> None:
    session = session_with(cast)
    ines, omar = somebody(cast), somebody(cast, first_name="Omar")
    walk(cast["adviser"].actor, omar, session, StepKind.PROPOSED)
    walk(cast["provider"].actor, omar, session, StepKind.INFORMATION_ATTENDED, StepKind.ADMITTED, StepKind.ENTERED)
    with acting_as(cast["adviser"].actor) as actor:
        assert [each.key for each in people_to_receive(actor=actor, keys={ines.key, omar.key})] == [ines.key]
    for part in ("provider", "pilot", "intruder"):
        with acting_as(cast[part].actor) as actor:
            assert people_to_receive(actor=actor, keys={ines.key}) == []
