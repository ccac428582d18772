"""Prepared is not sent: no state, no delay and no reminder runs against a person before the invitation leaves."""

from __future__ import annotations

from datetime import date, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from pacte.accounts.row_context import acting_as
from pacte.agenda.models import Meeting
from pacte.journeys.models import Invitation, Journey, Learner, LearnerEmail, Step
from pacte.journeys.queries.followed_invitations import FollowedInvitation, followed_invitations
from pacte.journeys.queries.learner_portal import learner_portal
from pacte.journeys.queries.pending_answers import pending_journeys, silent_learner_counts
from pacte.journeys.records import (
    Channel,
    InvitationMode,
    InvitationOutcome,
    JourneyState,
    SlotObstacle,
    StepKind,
    StepSource,
    UnsentReason,
)
from pacte.journeys.rules.sending import answer_day_once_sent
from pacte.journeys.services import make_journey_link, send_learner_email
from pacte.journeys.services.learner_emails import TRIES
from pacte.journeys.services.sending import record_sending, switch_channel
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.notifications.models import Notification
from pacte.workflows.choose_slot import choose_slot, refuse_slots
from pacte.workflows.invite_people import invite_people
from pacte.workflows.record_meeting_attendance import record_meeting_attendance
from pacte.workflows.record_sendings import record_sendings
from pacte.workflows.remind_invited import remind_invited
from pacte.workflows.remind_people import remind_people
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with
from tests.journeys.slots import (
    adviser_of_another_network,
    given_for,
    invited,
    one_invited,
    opened,
    proposed,
    secret_of,
    slots,
    soon,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


def again(invitation: Invitation) -> Invitation:
    with acting_as(MACHINE):
        return Invitation.objects.select_related("journey").get(pk=invitation.pk)


def state_of(journey: Journey) -> str:
    with acting_as(MACHINE):
        return Journey.objects.get(pk=journey.pk).state


def followed(cast: Cast) -> FollowedInvitation:
    with acting_as(cast["adviser"].actor) as adviser:
        (line,) = followed_invitations(actor=adviser, since=now() - timedelta(days=30))
    return line


def prepared_days_ago(invitation: Invitation, days: int) -> None:
    with acting_as(MACHINE):
        each = Invitation.objects.get(pk=invitation.pk)
        each.prepared_at -= timedelta(days=days)
        each.expires_on -= timedelta(days=days)
        each.save()


@pytest.mark.parametrize(
    ("sent_on", "last", "ends"),
    [
        (DAY, DAY + timedelta(days=30), DAY + timedelta(days=5)),
        (DAY + timedelta(days=4), DAY + timedelta(days=30), DAY + timedelta(days=9)),
        (DAY + timedelta(days=4), DAY + timedelta(days=6), DAY + timedelta(days=6)),
        (DAY + timedelta(days=4), None, DAY + timedelta(days=9)),
    ],
)
def test_the_delay_counts_from_the_sending_and_ends_with_the_last_slot(
    sent_on: date, last: date | None, ends: date
) -> None:
    given = answer_day_once_sent(answer_by=DAY + timedelta(days=5), prepared_on=DAY, sent_on=sent_on, last_slot_on=last)
    assert given == ends


def test_preparing_moves_nothing_and_saying_that_it_left_does(cast: Cast) -> None:
    journey, _, invitation = one_invited(cast, sent=False)
    assert (invitation.sent_at, state_of(journey)) == (None, JourneyState.PROPOSED)
    assert followed(cast).is_to_send
    with acting_as(cast["adviser"].actor) as adviser:
        assert record_sendings(actor=adviser, invitation_ids=[invitation.pk]).sent == 1
        assert record_sendings(actor=adviser, invitation_ids=[invitation.pk]).sent == 1, "again, it changes nothing"
    assert again(invitation).sent_at
    assert state_of(journey) == JourneyState.INVITED
    assert followed(cast).waits
    with acting_as(MACHINE):
        step = Step.objects.get(journey=journey, kind=StepKind.INVITED)
    assert step.detail == {"mode": "chosen", "channel": "letter", "invitation": invitation.pk}
    assert (step.happened_on, step.body_id) == (today(), cast.network.pk)


def test_the_delay_to_answer_runs_from_the_sending(cast: Cast) -> None:
    _, _, invitation = one_invited(cast, sent=False)
    prepared_days_ago(invitation, 9)
    with acting_as(cast["adviser"].actor) as adviser:
        record_sending(actor=adviser, invitation_id=invitation.pk)
    assert again(invitation).expires_on == today() + timedelta(days=2)


def test_neither_lapse_nor_silence_nor_reminder_runs_before_the_sending(cast: Cast) -> None:
    journey, _, invitation = one_invited(cast, sent=False)
    prepared_days_ago(invitation, 20)
    with acting_as(MACHINE):
        Learner.objects.update(last_seen_on=today() - timedelta(days=40))
        Journey.objects.update(state_on=today() - timedelta(days=40))
        assert remind_invited(actor=MACHINE, at=now())["lapsed"] == 0
        assert pending_journeys(actor=MACHINE) == []
        assert not silent_learner_counts(actor=MACHINE, on=today(), silent_days=8)
        assert remind_people(actor=MACHINE).lapsed == 0
    assert again(invitation).outcome == ""
    with acting_as(cast["adviser"].actor) as adviser:
        record_sending(actor=adviser, invitation_id=invitation.pk)
    with acting_as(MACHINE):
        assert [each.pending.journey_id for each in pending_journeys(actor=MACHINE)] == [journey.pk]
        Invitation.objects.update(expires_on=today() - timedelta(days=1))
        assert remind_people(actor=MACHINE).lapsed == 1


def test_the_portal_of_the_person_shows_what_was_sent_and_no_draft(cast: Cast) -> None:
    journey, _, invitation = one_invited(cast, sent=False)
    with acting_as(cast["adviser"].actor) as adviser:
        made = make_journey_link(actor=adviser, learner=journey.learner, body=cast.network, channel=Channel.LETTER)
    person = opened(made.secret).actor

    def shown() -> list[int]:
        with acting_as(person):
            (mine,) = learner_portal(actor=person, on=today()).journeys
            return [each.pk for each in mine.live_invitations(at=now())]

    assert shown() == []
    with acting_as(cast["adviser"].actor) as adviser:
        record_sending(actor=adviser, invitation_id=invitation.pk)
    assert shown() == [invitation.pk]


def test_whoever_chooses_by_the_link_shows_that_it_was_sent(cast: Cast) -> None:
    journey, meetings, invitation = one_invited(cast, sent=False)
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=meetings[0].pk)
    assert again(invitation).sent_at
    assert state_of(journey) == JourneyState.SLOT_CHOSEN
    with acting_as(MACHINE):
        steps = Step.objects.filter(journey=journey, source=StepSource.PERSON).order_by("pk")
        assert [each.kind for each in steps] == [StepKind.INVITED, StepKind.SLOT_CHOSEN]


def test_whoever_declines_by_the_link_shows_it_too(cast: Cast) -> None:
    journey, _, invitation = one_invited(cast, sent=False)
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        refuse_slots(link=link, obstacle=SlotObstacle.HOURS)
    assert again(invitation).sent_at
    assert state_of(journey) == JourneyState.INVITED


def test_a_summons_holds_its_seat_before_it_leaves(cast: Cast) -> None:
    session = session_with(cast)
    meetings = slots(cast, session, seats=1)
    journey = proposed(cast, session)
    (summons,) = invited(cast, [journey], meetings[:1], mode=InvitationMode.SUMMONED, sent=False).invitations
    assert (summons.chosen, state_of(journey)) == (meetings[0], JourneyState.PROPOSED)
    assert followed(cast).is_to_send
    with acting_as(cast["adviser"].actor) as adviser:
        record_sending(actor=adviser, invitation_id=summons.pk)
    assert state_of(journey) == JourneyState.SLOT_CHOSEN
    assert followed(cast).comes


def test_a_summons_that_never_left_is_no_absence(cast: Cast) -> None:
    session = session_with(cast)
    meetings = slots(cast, session, seats=2)
    people = [proposed(cast, session, first_name=name) for name in ("Inès", "Omar")]
    ines, omar = invited(cast, people, meetings[:1], mode=InvitationMode.SUMMONED, sent=False).invitations
    with acting_as(MACHINE):
        Meeting.objects.filter(pk=meetings[0].pk).update(starts_at=now() - timedelta(hours=1))
        meeting = Meeting.objects.get(pk=meetings[0].pk)
    outcomes = {ines.pk: InvitationOutcome.MISSED, omar.pk: InvitationOutcome.ATTENDED}
    with acting_as(cast["provider"].actor) as actor:
        done = record_meeting_attendance(actor=actor, meeting=meeting, outcomes=outcomes)
    assert (done.recorded, [identifier for identifier, _ in done.refused]) == (1, [ines.pk])
    assert [state_of(each) for each in people] == [JourneyState.PROPOSED, JourneyState.INFORMED]
    assert not invited(cast, people[:1], meetings[1:]).refused, "she is invited again, without an absence"


def test_what_was_replaced_before_it_left_never_leaves(cast: Cast) -> None:
    journey, meetings, first = one_invited(cast, sent=False)
    invited(cast, [journey], meetings[1:], sent=False)
    assert again(first).outcome == InvitationOutcome.REPLACED
    with acting_as(cast["adviser"].actor) as adviser:
        done = record_sendings(actor=adviser, invitation_ids=[first.pk])
    assert (done.sent, [identifier for identifier, _ in done.refused]) == (0, [first.pk])
    assert again(first).sent_at is None


def test_an_e_mail_replaced_before_it_left_does_not_leave(cast: Cast) -> None:
    journey, meetings, first = one_invited(cast, email="ines@exemple.fr")
    invited(cast, [journey], meetings[1:])
    with acting_as(MACHINE):
        assert not send_learner_email(actor=MACHINE, letter_id=LearnerEmail.objects.get(invitation=first).pk)
    assert (mail.outbox, again(first).sent_at) == ([], None)


def test_without_a_slot_to_come_it_cannot_leave(cast: Cast) -> None:
    _, meetings, invitation = one_invited(cast, sent=False)
    with acting_as(MACHINE):
        for each in meetings:
            each.cancelled_at = now()
            each.save()
    with acting_as(cast["adviser"].actor) as adviser, pytest.raises(Conflict) as refused:
        record_sending(actor=adviser, invitation_id=invitation.pk)
    assert refused.value.code == "slots_past"


def test_only_who_invites_says_that_it_left(cast: Cast) -> None:
    _, _, invitation = one_invited(cast, sent=False)
    for actor in (adviser_of_another_network(cast), *(cast[part].actor for part in ("pilot", "buyer", "intruder"))):
        with acting_as(actor), pytest.raises(NotFound):
            record_sendings(actor=actor, invitation_ids=[invitation.pk])
    with acting_as(cast["adviser"].actor) as adviser, pytest.raises(ValidationError):
        record_sendings(actor=adviser, invitation_ids=[])
    assert again(invitation).sent_at is None


def test_an_invitation_by_e_mail_is_sent_when_its_e_mail_leaves(cast: Cast) -> None:
    journey, _, invitation = one_invited(cast, email="ines@exemple.fr")
    assert (again(invitation).sent_at, state_of(journey)) == (None, JourneyState.PROPOSED)
    assert followed(cast).is_leaving
    with acting_as(MACHINE):
        assert send_learner_email(actor=MACHINE, letter_id=LearnerEmail.objects.get().pk)
        step = Step.objects.get(journey=journey, kind=StepKind.INVITED)
    assert again(invitation).sent_at
    assert step.source == StepSource.MACHINE
    assert not followed(cast).is_leaving


def test_an_e_mail_that_fails_leaves_the_invitation_to_send_with_the_reason(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey, _, invitation = one_invited(cast, email="ines@exemple.fr")

    def refuse(message: EmailMessage) -> int:
        raise SMTPException("550 boîte pleine")

    monkeypatch.setattr(EmailMessage, "send", refuse)
    with acting_as(MACHINE):
        letter = LearnerEmail.objects.get()
        assert not send_learner_email(actor=MACHINE, letter_id=letter.pk)
        assert (again(invitation).sent_at, state_of(journey)) == (None, JourneyState.PROPOSED)
        assert followed(cast).is_leaving, "it is tried again later"
        LearnerEmail.objects.update(tries=TRIES - 1)
        assert not send_learner_email(actor=MACHINE, letter_id=letter.pk)
    line = followed(cast)
    assert (line.is_to_send, line.is_leaving) == (True, False)
    assert line.unsent_reason is UnsentReason.EMAIL_FAILED
    assert not Step.objects.filter(kind=StepKind.INVITED).exists()


def test_an_e_mail_of_what_was_sent_meanwhile_does_not_leave(cast: Cast) -> None:
    _, _, invitation = one_invited(cast, email="ines@exemple.fr")
    with acting_as(cast["adviser"].actor) as adviser:
        record_sending(actor=adviser, invitation_id=invitation.pk)
    with acting_as(MACHINE):
        assert not send_learner_email(actor=MACHINE, letter_id=LearnerEmail.objects.get().pk)
    assert mail.outbox == []


def test_what_is_taken_by_hand_no_longer_leaves_by_itself(cast: Cast) -> None:
    _, _, invitation = one_invited(cast, email="ines@exemple.fr")
    with acting_as(cast["adviser"].actor) as adviser:
        switch_channel(actor=adviser, invitation_id=invitation.pk, channel=Channel.LETTER)
    with acting_as(MACHINE):
        assert not send_learner_email(actor=MACHINE, letter_id=LearnerEmail.objects.get().pk)
    assert mail.outbox == []
    assert (followed(cast).channel, followed(cast).is_leaving) == (Channel.LETTER, False)


def test_only_a_journey_to_invite_gets_an_invitation(cast: Cast) -> None:
    session = session_with(cast, opened=5)
    meetings = slots(cast, session, soon(3))
    journey = proposed(cast, session)
    with acting_as(MACHINE):
        Journey.objects.filter(pk=journey.pk).update(state=JourneyState.ADMITTED)
    with acting_as(cast["adviser"].actor) as adviser:
        done = invite_people(actor=adviser, keys=[journey.key], invitation_input=given_for(meetings))
    assert ([key for key, _ in done.refused], done.invitations) == ([journey.key], ())


def test_who_forgot_to_send_is_told_once_a_week_without_a_name(cast: Cast) -> None:
    _, _, invitation = one_invited(cast, sent=False)
    with acting_as(MACHINE):
        assert remind_invited(actor=MACHINE, at=now())["unsent"] == 0
    prepared_days_ago(invitation, 3)
    with acting_as(MACHINE):
        assert remind_invited(actor=MACHINE, at=now())["unsent"] == 1
        assert remind_invited(actor=MACHINE, at=now())["unsent"] == 0
        notice = Notification.objects.get(kind="journeys.unsent")
    assert notice.person == cast["adviser"].person
    assert "Inès" not in notice.subject + notice.text
