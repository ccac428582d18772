"""Choosing a slot by a link: only offered slots, never more people than seats, and everybody concerned is notified."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from pacte.accounts.row_context import acting_as
from pacte.accounts.rules.rate_limits import PERSONAL_LINK
from pacte.agenda.models import Meeting
from pacte.journeys.models import Invitation, Journey, LearnerContact, LearnerEmail, LearnerLink, Step
from pacte.journeys.queries.followed_invitations import followed_invitations, people_expected_at
from pacte.journeys.queries.invitations import (
    attendance_by_mode,
    no_show_counts,
    taken_by_meeting,
)
from pacte.journeys.queries.people_to_invite import invitable_learners
from pacte.journeys.records import (
    Channel,
    InvitationMode,
    InvitationOutcome,
    JourneyState,
    SlotObstacle,
    StepKind,
    StepSource,
)
from pacte.journeys.rules.links import LINKS_A_DAY
from pacte.journeys.rules.messages import SMS_SIGNS, choose_sms, reminder_sms, summoned_sms
from pacte.journeys.services import (
    StepInput,
    make_journey_link,
    record_step,
    revoke_links,
    send_learner_email,
    use_link,
)
from pacte.journeys.services.invitation_texts import invitation_text
from pacte.journeys.services.learner_emails import requeue_lost_learner_emails
from pacte.kernel.clock import PARIS, now, today
from pacte.kernel.errors import Conflict, NotFound, TooManyRequests, ValidationError
from pacte.notifications.models import Notification
from pacte.notifications.services import requeue_lost_emails
from pacte.workflows.cancel_slots import cancel_slots
from pacte.workflows.choose_slot import ask_for_help, choose_slot, leave_slot, refuse_slots
from pacte.workflows.invite_people import invite_people
from pacte.workflows.record_meeting_attendance import record_meeting_attendance
from pacte.workflows.remind_invited import remind_invited
from tests.cast import MACHINE, Cast
from tests.journeys.making import DAY, session_with, walk
from tests.journeys.slots import given_for, invited, one_invited, opened, proposed, secret_of, slots, soon

pytestmark = pytest.mark.django_db


def state_of(journey: Journey) -> str:
    with acting_as(MACHINE):
        return Journey.objects.get(pk=journey.pk).state


def told(kind: str) -> int:
    with acting_as(MACHINE):
        return Notification.objects.filter(kind=kind).count()


def test_a_person_chooses_changes_and_frees_a_slot_by_their_link(cast: Cast) -> None:
    journey, (first, second), invitation = one_invited(cast)
    assert state_of(journey) == JourneyState.INVITED
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        assert choose_slot(link=link, meeting_id=first.pk) == first
        assert choose_slot(link=link, meeting_id=first.pk) == first
        assert choose_slot(link=link, meeting_id=second.pk) == second
        assert taken_by_meeting(actor=link.actor, meeting_ids=[first.pk, second.pk]) == {second.pk: 1}
    assert state_of(journey) == JourneyState.SLOT_CHOSEN
    with acting_as(link.actor):
        leave_slot(link=link)
        assert taken_by_meeting(actor=link.actor, meeting_ids=[first.pk, second.pk]) == {}
    assert state_of(journey) == JourneyState.INVITED
    with acting_as(MACHINE):
        said = list(Step.objects.filter(journey=journey, source=StepSource.PERSON).order_by("pk"))
    assert [step.kind for step in said] == [
        StepKind.SLOT_CHOSEN, StepKind.SLOT_CHOSEN, StepKind.INFORMATION_EXCUSED
    ]  # fmt: skip
    assert said[0].detail == {"mode": "chosen", "channel": "letter", "meeting": first.pk}
    assert told("journeys.slot_chosen") == 2
    assert told("journeys.slot_left") == 1


def test_no_slot_suits_and_the_adviser_is_told_why(cast: Cast) -> None:
    journey, meetings, invitation = one_invited(cast)
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        refuse_slots(link=link, obstacle=SlotObstacle.CHILDCARE, note="le mercredi")
    with acting_as(MACHINE):
        kept = Invitation.objects.get()
        notice = Notification.objects.get(kind="journeys.none_suits")
    assert (kept.outcome, kept.refusal, kept.refusal_note) == (
        InvitationOutcome.NONE_SUITS,
        SlotObstacle.CHILDCARE,
        "le mercredi",
    )
    assert notice.person == cast["adviser"].person
    assert "Inès" not in notice.text, "a notice leaves by mail: it names nobody"
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=meetings[0].pk)
    assert state_of(journey) == JourneyState.SLOT_CHOSEN


def test_a_word_of_help_is_asked_once(cast: Cast) -> None:
    _, _, invitation = one_invited(cast)
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        assert ask_for_help(link=link, obstacle=SlotObstacle.TRAVEL) == ask_for_help(
            link=link, obstacle=SlotObstacle.TRAVEL
        )


def test_only_what_was_offered_can_be_chosen(cast: Cast) -> None:
    _, _, invitation = one_invited(cast)
    (other,) = slots(cast, session_with(cast, number="24_2"), soon(4))
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor), pytest.raises(NotFound):
        choose_slot(link=link, meeting_id=other.pk)


def test_a_full_slot_is_refused_and_says_what_to_do(cast: Cast) -> None:
    session = session_with(cast, opened=5)
    meetings = slots(cast, session, seats=1)
    people = [proposed(cast, session, first_name=name) for name in ("Inès", "Omar")]
    first, second = invited(cast, people, meetings).invitations
    links = [opened(secret_of(cast, each)) for each in (first, second)]
    with acting_as(links[0].actor):
        choose_slot(link=links[0], meeting_id=meetings[0].pk)
    with acting_as(links[1].actor), pytest.raises(Conflict) as refused:
        choose_slot(link=links[1], meeting_id=meetings[0].pk)
    assert refused.value.code == "slot_full"
    assert refused.value.hint


def test_only_the_digest_of_a_secret_is_kept(cast: Cast) -> None:
    _, _, invitation = one_invited(cast)
    secret = secret_of(cast, invitation)
    with acting_as(MACHINE), connection.cursor() as cursor:
        for table in ("journeys_learnerlink", "journeys_learneremail", "audit_auditentry", "procrastinate_jobs"):
            cursor.execute(f"select count(*) from {table} t where t::text like %s", [f"%{secret}%"])
            assert cursor.fetchone() == (0,), table


def test_a_link_ends_is_revoked_and_has_a_pace(cast: Cast) -> None:
    journey, _, invitation = one_invited(cast)
    secret = secret_of(cast, invitation)
    with acting_as(MACHINE):
        assert use_link(actor=MACHINE, secret="n" * 32) is None
        with time_machine.travel(now(), tick=False) as clock:
            for _ in range(PERSONAL_LINK.capacity):
                assert use_link(actor=MACHINE, secret=secret)
            with pytest.raises(TooManyRequests) as refused:
                use_link(actor=MACHINE, secret=secret)
            assert refused.value.code == "link_too_fast"
            clock.shift(refused.value.wait)
            assert use_link(actor=MACHINE, secret=secret)
        LearnerLink.objects.update(expires_at=now() - timedelta(seconds=1))
        assert use_link(actor=MACHINE, secret=secret) is None
    with acting_as(cast["adviser"].actor) as adviser:
        made = make_journey_link(actor=adviser, learner=journey.learner, body=cast.network, channel=Channel.SMS)
        assert revoke_links(actor=adviser, learner=journey.learner, body=cast.network) == 1
    with acting_as(MACHINE):
        assert use_link(actor=MACHINE, secret=made.secret) is None


def test_a_link_is_made_by_the_referent_alone_and_not_without_end(cast: Cast) -> None:
    journey, _, _ = one_invited(cast)
    for part in ("provider", "pilot", "intruder", "auditor"):
        with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
            make_journey_link(actor=actor, learner=journey.learner, body=cast[part].organisation, channel=Channel.SMS)
    with acting_as(cast["adviser"].actor) as adviser, pytest.raises(Conflict):
        for _ in range(LINKS_A_DAY + 1):
            make_journey_link(actor=adviser, learner=journey.learner, body=cast.network, channel=Channel.SMS)


def test_an_e_mail_leaves_by_the_queue_with_a_link_made_as_it_leaves(cast: Cast) -> None:
    _, meetings, _ = one_invited(cast, email="ines@exemple.fr")
    with acting_as(MACHINE):
        letter = LearnerEmail.objects.get()
        assert LearnerLink.objects.count() == 0
        assert send_learner_email(actor=MACHINE, letter_id=letter.pk)
        assert not send_learner_email(actor=MACHINE, letter_id=letter.pk), "it leaves once"
    (sent,) = mail.outbox
    assert sent.to == ["ines@exemple.fr"]
    assert sent.body.startswith("Données fictives")
    found = re.search(r"/r/([\w-]+)/", sent.body)
    assert found
    link = opened(found[1])
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=meetings[0].pk)


def test_an_e_mail_to_a_learner_whose_worker_died_is_queued_again(cast: Cast) -> None:
    one_invited(cast, email="ines@exemple.fr")
    letter = LearnerEmail.objects.get()
    with acting_as(MACHINE), connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = null")
        # Regression: the clean-up of notification jobs also deleted the dead jobs of learners' e-mails.
        requeue_lost_emails(actor=MACHINE, older_than=timedelta(0))
        assert requeue_lost_learner_emails(actor=MACHINE, older_than=timedelta(0)) == 1
        assert requeue_lost_learner_emails(actor=MACHINE, older_than=timedelta(0)) == 0, "it waits in the queue"
    jobs = ProcrastinateJob.objects.filter(task_name="journeys.send_letter")
    assert [(each.status, each.args) for each in jobs] == [("todo", {"letter_id": letter.pk})]


def test_a_link_lost_for_days_is_not_sent_late(cast: Cast) -> None:
    one_invited(cast, email="ines@exemple.fr")
    with acting_as(MACHINE), connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
        LearnerEmail.objects.update(created_at=now() - timedelta(days=2))
        assert requeue_lost_learner_emails(actor=MACHINE) == 0


def test_who_cannot_be_reached_that_way_is_told_and_the_others_are_invited(cast: Cast) -> None:
    session = session_with(cast, opened=5)
    meetings = slots(cast, session)
    people = [proposed(cast, session, first_name="Inès", email="ines@exemple.fr"), proposed(cast, session)]
    done = invited(cast, people, meetings, channel=Channel.EMAIL)
    assert [each.journey_id for each in done.invitations] == [people[0].pk]
    assert [key for key, _ in done.refused] == [people[1].key]
    assert "Aucune adresse électronique" in done.refused[0][1]


def test_a_summons_takes_its_seat_at_once_and_names_one_slot(cast: Cast) -> None:
    session = session_with(cast, opened=5)
    meetings = slots(cast, session, seats=1)
    people = [proposed(cast, session, first_name=name) for name in ("Inès", "Omar")]
    with pytest.raises(ValidationError):
        invited(cast, people, meetings, mode=InvitationMode.SUMMONED)
    done = invited(cast, people, meetings[:1], mode=InvitationMode.SUMMONED, part="provider")
    assert [each.chosen for each in done.invitations] == [meetings[0]]
    assert len(done.refused) == 1
    assert state_of(people[0]) == JourneyState.SLOT_CHOSEN
    assert state_of(people[1]) == JourneyState.PROPOSED


def test_more_people_than_seats_is_told_to_who_invites(cast: Cast) -> None:
    session = session_with(cast, opened=9)
    meetings = slots(cast, session, soon(3), seats=2)
    people = [proposed(cast, session, first_name=f"P{rank}") for rank in range(4)]
    done = invited(cast, people, meetings)
    assert [(each.waiting, each.left, each.lacks) for each in done.shortages] == [(4, 2, 2)]
    assert told("agenda.short") == 1


def test_a_new_invitation_replaces_the_one_that_waits_and_frees_its_slot(cast: Cast) -> None:
    journey, meetings, invitation = one_invited(cast)
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=meetings[0].pk)
    again = invited(cast, [journey], meetings[1:])
    assert not again.refused
    with acting_as(MACHINE):
        assert Invitation.objects.get(pk=invitation.pk).outcome == InvitationOutcome.REPLACED
    with acting_as(link.actor), pytest.raises(Conflict) as refused:
        choose_slot(link=link, meeting_id=meetings[0].pk)
    assert refused.value.code == "invitation_closed"


def past(meeting: Meeting) -> Meeting:
    with acting_as(MACHINE):
        Meeting.objects.filter(pk=meeting.pk).update(
            starts_at=now() - timedelta(seconds=1), ends_at=now() + timedelta(hours=1)
        )
    meeting.refresh_from_db()
    return meeting


def test_attendance_is_recorded_on_one_page_and_absences_are_counted_by_mode_and_channel(cast: Cast) -> None:
    session = session_with(cast, opened=9)
    meetings = slots(cast, session, soon(3), seats=5)
    people = [proposed(cast, session, first_name=name, phone="06") for name in ("Ali", "Inès", "Omar")]
    chosen, missed = invited(cast, people[:2], meetings, channel=Channel.SMS).invitations
    (summoned,) = invited(cast, people[2:], meetings, mode=InvitationMode.SUMMONED).invitations
    for each in (chosen, missed):
        link = opened(secret_of(cast, each))
        with acting_as(link.actor):
            choose_slot(link=link, meeting_id=meetings[0].pk)
    outcomes = {
        chosen.pk: InvitationOutcome.ATTENDED,
        missed.pk: InvitationOutcome.MISSED,
        summoned.pk: InvitationOutcome.ATTENDED,
    }
    with acting_as(cast["provider"].actor) as actor:
        assert [line.name for line in people_expected_at(actor=actor, meeting=meetings[0])] == [
            "Ali Distribution", "Inès Distribution", "Omar Distribution"
        ]  # fmt: skip
        with pytest.raises(ValidationError):
            record_meeting_attendance(actor=actor, meeting=meetings[0], outcomes=outcomes)
        meeting = past(meetings[0])
        assert record_meeting_attendance(actor=actor, meeting=meeting, outcomes=outcomes).recorded == 3
        assert record_meeting_attendance(actor=actor, meeting=meeting, outcomes=outcomes).recorded == 0
        again = record_meeting_attendance(
            actor=actor, meeting=meeting, outcomes={missed.pk: InvitationOutcome.ATTENDED}
        )
        assert [identifier for identifier, _ in again.refused] == [missed.pk]
    assert [state_of(each) for each in people] == ["informed", "missed", "informed"]
    with acting_as(cast["analyst"].actor) as actor:
        found = {(each.mode, each.channel): (each.missed, each.expected) for each in
                 no_show_counts(actor=actor, host_id=cast.region.pk)}  # fmt: skip
        noted = attendance_by_mode(actor=actor, host_id=cast.region.pk, since=today() - timedelta(days=30))
    assert found == {(InvitationMode.CHOSEN, Channel.SMS): (1, 2), (InvitationMode.SUMMONED, Channel.LETTER): (0, 1)}
    assert {each.mode: (each.missed, each.expected) for each in noted} == {
        InvitationMode.CHOSEN: (1, 2),
        InvitationMode.SUMMONED: (0, 1),
    }


def test_an_absence_noted_elsewhere_keeps_the_mode_of_the_invitation(cast: Cast) -> None:
    session = session_with(cast)
    invited_, unknown = (proposed(cast, session, first_name=name) for name in ("Ali", "Omar"))
    with acting_as(cast["adviser"].actor) as actor:
        given = StepInput(
            StepKind.INVITED, DAY, session_id=session.pk, detail={"mode": "summoned", "channel": "letter"}
        )
        record_step(actor=actor, key=invited_.key, step_input=given)
    walk(cast["adviser"].actor, unknown, session, StepKind.INVITED)
    for journey in (invited_, unknown):
        walk(cast["provider"].actor, journey, session, StepKind.INFORMATION_MISSED)
    with acting_as(cast["adviser"].actor) as actor:
        missed = Step.objects.get(journey=invited_, kind=StepKind.INFORMATION_MISSED)
        noted = attendance_by_mode(actor=actor, host_id=cast.region.pk, since=DAY)
    assert missed.detail == {"mode": "summoned", "channel": "letter"}
    assert [(each.mode, each.missed) for each in noted] == [(InvitationMode.SUMMONED, 1), (None, 1)]


def test_others_see_neither_the_people_nor_their_invitations(cast: Cast) -> None:
    _, meetings, _ = one_invited(cast)
    with acting_as(cast["adviser"].actor) as actor:
        assert len(followed_invitations(actor=actor, since=now() - timedelta(days=1))) == 1
        assert len(invitable_learners(actor=actor)) == 1
    for part in ("pilot", "buyer", "intruder", "lead"):
        with acting_as(cast[part].actor) as actor:
            assert followed_invitations(actor=actor, since=now() - timedelta(days=1)) == []
            assert invitable_learners(actor=actor) == []
            assert people_expected_at(actor=actor, meeting=meetings[0]) == []
    with acting_as(cast["intruder"].actor) as actor:
        assert taken_by_meeting(actor=actor, meeting_ids=[meetings[0].pk]) == {}


def test_a_cancelled_meeting_frees_everybody_and_tells_them(cast: Cast) -> None:
    journey, meetings, invitation = one_invited(cast, email="ines@exemple.fr")
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=meetings[0].pk)
    with acting_as(cast["provider"].actor) as actor:
        done = cancel_slots(actor=actor, meeting=meetings[0], reason="Formatrice absente")
    assert (done.freed, done.emailed) == (1, 1)
    assert state_of(journey) == JourneyState.INVITED
    assert told("agenda.cancelled") >= 1
    with acting_as(link.actor):
        with pytest.raises(Conflict):
            choose_slot(link=link, meeting_id=meetings[0].pk)
        choose_slot(link=link, meeting_id=meetings[1].pk)


def test_the_day_before_each_one_is_reminded_once(cast: Cast) -> None:
    session = session_with(cast, opened=9)
    meetings = slots(cast, session, soon(1), seats=5)
    people = [proposed(cast, session, first_name="Ali", email="ali@exemple.fr"), proposed(cast, session, phone="06")]
    (first,) = invited(cast, people[:1], meetings, channel=Channel.EMAIL).invitations
    (second,) = invited(cast, people[1:], meetings, channel=Channel.SMS).invitations
    for each in (first, second):
        link = opened(secret_of(cast, each))
        with acting_as(link.actor):
            choose_slot(link=link, meeting_id=meetings[0].pk)
    at = now().replace(hour=15)
    with acting_as(MACHINE):
        assert remind_invited(actor=MACHINE, at=at.replace(hour=6))["reminded"] == 0
        assert remind_invited(actor=MACHINE, at=at)["reminded"] == 2
        assert remind_invited(actor=MACHINE, at=at)["reminded"] == 0
        assert LearnerEmail.objects.filter(kind="reminder").count() == 1
    assert told("agenda.remind") == 1


def test_silence_closes_nothing_and_the_adviser_is_told(cast: Cast) -> None:
    journey, _, _ = one_invited(cast)
    with acting_as(MACHINE):
        Invitation.objects.update(expires_on=now().date() - timedelta(days=1))
        assert remind_invited(actor=MACHINE, at=now())["lapsed"] == 1
        assert remind_invited(actor=MACHINE, at=now())["lapsed"] == 0
        assert Invitation.objects.get().outcome == InvitationOutcome.LAPSED
    assert state_of(journey) == JourneyState.INVITED
    assert told("journeys.no_answer") == 1


FIRST_NAMES = st.text("abcdeéèçœ -’", min_size=1, max_size=80).map(str.title)
HOSTS = st.sampled_from(["https://pacte.fr", "https://pacte.une-region-au-nom-assez-long.fr"])


@given(first_name=FIRST_NAMES, host=HOSTS, days=st.integers(0, 400))
def test_a_text_fits_in_one_sms_whatever_the_name(first_name: str, host: str, days: int) -> None:
    address = f"{host}/r/" + "s" * 32 + "/"
    at = soon(days)
    for text in (
        choose_sms(first_name=first_name, answer_by=at.date(), address=address),
        summoned_sms(first_name=first_name, starts_at=at, address=address),
        reminder_sms(first_name=first_name, starts_at=at, address=address),
    ):
        assert len(text) <= SMS_SIGNS
        assert text.isascii()
        assert text.endswith(address)
        assert f"{at.astimezone(PARIS):%d/%m}" in text


def test_a_text_says_a_first_name_a_day_and_a_link_and_nothing_else(cast: Cast) -> None:
    _, meetings, invitation = one_invited(cast, phone="06 12 34 56 78", sent=False)
    with acting_as(cast["adviser"].actor) as adviser:
        contact = LearnerContact.objects.get(learner=invitation.journey.learner)
        text = invitation_text(actor=adviser, invitation=invitation, contact=contact)
    words = text.partition("http")[0]
    assert words == (
        f"Bonjour Ines, votre conseiller vous propose un rendez-vous. Choisissez le jour avant le "
        f"{invitation.expires_on:%d/%m} : "
    )
    session = meetings[0].session
    assert session
    for word in (session.training.title, meetings[0].title, meetings[0].place, "Mission locale", "formation"):
        assert word.casefold() not in text.casefold()


def test_the_slots_of_an_invitation_are_those_that_the_sender_may_see(cast: Cast) -> None:
    session = session_with(cast)
    meetings = slots(cast, session)
    journey = proposed(cast, session)
    with acting_as(cast["intruder"].actor) as actor, pytest.raises(NotFound):
        invite_people(actor=actor, keys=[journey.key], invitation_input=given_for(meetings))
