"""SMS leave by a gateway where one is set: once, within the ceiling, to the number known then, and never unwanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import LazySettings
from procrastinate.contrib.django.models import ProcrastinateJob

from pacte.accounts.row_context import acting_as
from pacte.infra.texting.records import (
    OutgoingText,
    PhoneUnknownError,
    TextInDoubtError,
    TextReceipt,
    TextRefusedError,
)
from pacte.journeys.models import Invitation, Journey, LearnerContact, LearnerText
from pacte.journeys.queries.followed_invitations import FollowedInvitation, followed_invitations
from pacte.journeys.records import Channel, JourneyState, LearnerInput, LearnerTextState, UnsentReason
from pacte.journeys.services import OpenedLink, learner_texts, make_slot_link, use_link
from pacte.journeys.services.invitation_queue import queue_again
from pacte.journeys.services.invitation_texts import invitation_text
from pacte.journeys.services.learner_texts import TEXT_TRIES, requeue_lost_learner_texts, send_learner_text
from pacte.journeys.services.learner_update import update_learner
from pacte.journeys.services.restore import doubt_waiting_texts
from pacte.journeys.services.sending import record_sending, switch_channel
from pacte.journeys.services.text_choice import choose_texts
from pacte.kernel.clock import PARIS, now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied
from pacte.notifications.models import Notification
from pacte.workflows.choose_slot import choose_slot, leave_slot
from pacte.workflows.remind_invited import remind_invited
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with
from tests.journeys.slots import adviser_of_another_network, invited, opened, proposed, secret_of, slots, soon

pytestmark = pytest.mark.django_db
PHONE = "06 12 34 56 78"
S = LearnerTextState


@dataclass
class Recorder:
    """A gateway that keeps what it gets, and answers what it is told to."""

    texts: list[OutgoingText] = field(default_factory=list)
    error: BaseException | None = None

    def send(self, text: OutgoingText) -> TextReceipt:
        self.texts.append(text)
        if self.error:
            raise self.error
        return TextReceipt(f"recorded-{len(self.texts)}")


@pytest.fixture
def gateway(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    settings.SMS_GATEWAY = "simulator"
    settings.SMS_PART_CENTS, settings.SMS_MONTHLY_CENTS = 8, None
    monkeypatch.setattr(learner_texts, "text_gateway", lambda *, actor: recorder)
    return recorder


def invited_by_text(cast: Cast, *, days: int = 3, number: str = "24_1") -> tuple[Journey, Invitation]:
    session = session_with(cast, opened=9, number=number)
    journey = proposed(cast, session, phone=PHONE)
    result = invited(cast, [journey], slots(cast, session, soon(days), soon(days + 2)), channel=Channel.SMS, sent=False)
    assert not result.refused
    return journey, result.invitations[0]


def send() -> bool:
    """Sends the last text queued."""
    return send_learner_text(actor=MACHINE, text_id=last_text().pk)


def last_text() -> LearnerText:
    with acting_as(MACHINE):
        return LearnerText.objects.latest("pk")


def followed(cast: Cast) -> FollowedInvitation:
    with acting_as(cast["adviser"].actor) as adviser:
        (line,) = followed_invitations(actor=adviser, since=now() - timedelta(days=30))
    return line


def notices(kind: str = "journeys.text_unsent") -> list[Notification]:
    with acting_as(MACHINE):
        return list(Notification.objects.filter(kind=kind).order_by("pk"))


def state_of(journey: Journey) -> str:
    with acting_as(MACHINE):
        return Journey.objects.get(pk=journey.pk).state


def delete_jobs() -> None:
    ProcrastinateJob.objects.filter(task_name="journeys.send_text").update(status="doing", worker=None)


def choose(cast: Cast, gateway: Recorder, *, days: int) -> OpenedLink:
    """Inès, invited by a text of the gateway, takes the first slot. Returns her link."""
    _, invitation = invited_by_text(cast, days=days)
    assert send()
    link = opened(gateway.texts[-1].words.rpartition("/r/")[2].strip("/"))
    with acting_as(link.actor):
        choose_slot(link=link, meeting_id=invitation.meetings.earliest("starts_at").pk)
    return link


def chosen_start() -> datetime:
    with acting_as(MACHINE):
        chosen = Invitation.objects.select_related("chosen").get().chosen
    assert chosen
    return chosen.starts_at


def test_without_a_gateway_texts_are_sent_by_hand(cast: Cast) -> None:
    invited_by_text(cast)
    assert not LearnerText.objects.exists()
    assert (followed(cast).is_to_send, followed(cast).is_leaving) == (True, False)


def test_a_text_leaves_once_and_its_invitation_with_it(cast: Cast, gateway: Recorder) -> None:
    journey, _ = invited_by_text(cast)
    assert (followed(cast).is_leaving, state_of(journey)) == (True, JourneyState.PROPOSED)
    assert send()
    assert not send(), "it leaves once"
    (text,) = gateway.texts
    assert text.phone == "+33612345678"
    assert text.words.startswith("Bonjour Ines, votre conseiller vous propose un rendez-vous.")
    row = last_text()
    assert (row.state, row.parts, row.cost_cents, row.reference) == (S.SENT, 1, 8, "recorded-1")
    assert (followed(cast).waits, state_of(journey)) == (True, JourneyState.INVITED)
    assert opened(text.words.rpartition("/r/")[2].strip("/"))


def test_the_words_of_a_text_are_kept_nowhere(cast: Cast, gateway: Recorder) -> None:
    invited_by_text(cast)
    send()
    secret = gateway.texts[0].words.rpartition("/r/")[2].strip("/")
    with acting_as(MACHINE):
        kept = [str(getattr(last_text(), each.attname)) for each in LearnerText._meta.concrete_fields]
    assert not any(secret in value or "612345678" in value for value in kept)


def test_a_text_goes_to_the_number_known_as_it_leaves_and_old_links_close(cast: Cast, gateway: Recorder) -> None:
    journey, invitation = invited_by_text(cast)
    with acting_as(cast["adviser"].actor) as adviser:
        old = make_slot_link(actor=adviser, invitation=invitation, channel=Channel.SMS)
        on_paper = make_slot_link(actor=adviser, invitation=invitation, channel=Channel.LETTER)
        update_learner(
            actor=adviser, learner=journey.learner, body_id=cast.network.pk,
            learner_input=LearnerInput("Inès", "Distribution", phone="07 00 00 00 09"),
        )  # fmt: skip
    with acting_as(MACHINE):
        assert use_link(actor=MACHINE, secret=old.secret) is None
        assert use_link(actor=MACHINE, secret=on_paper.secret)
    assert send()
    assert gateway.texts[0].phone == "+33700000009"


def test_the_same_number_again_closes_nothing(cast: Cast, gateway: Recorder) -> None:
    journey, invitation = invited_by_text(cast)
    with acting_as(cast["adviser"].actor) as adviser:
        link = make_slot_link(actor=adviser, invitation=invitation, channel=Channel.SMS)
        update_learner(
            actor=adviser, learner=journey.learner, body_id=cast.network.pk,
            learner_input=LearnerInput("Inès", "Autrement", phone=PHONE),
        )  # fmt: skip
    with acting_as(MACHINE):
        assert use_link(actor=MACHINE, secret=link.secret)


def test_an_unknown_number_is_to_check_and_the_sender_is_told_without_a_name(cast: Cast, gateway: Recorder) -> None:
    journey, invitation = invited_by_text(cast)
    gateway.error = PhoneUnknownError("numéro inconnu")
    assert not send()
    with acting_as(MACHINE):
        assert LearnerContact.objects.get(learner=journey.learner).phone_to_check
    assert followed(cast).unsent_reason is UnsentReason.PHONE_UNKNOWN
    assert last_text().cost_cents == 0
    (notice,) = notices()
    assert notice.person == cast["adviser"].person
    assert not any(word in notice.subject + notice.text for word in ("Inès", "612345678", "Distribution"))
    with acting_as(cast["adviser"].actor) as adviser:
        queue_again(actor=adviser, invitation=invitation)
    assert not send()
    assert len(gateway.texts) == 1, "nothing more is given to a number to check"
    with acting_as(cast["adviser"].actor) as adviser:
        update_learner(
            actor=adviser, learner=journey.learner, body_id=cast.network.pk,
            learner_input=LearnerInput("Inès", "Distribution", phone="07 00 00 00 09"),
        )  # fmt: skip
        queue_again(actor=adviser, invitation=invitation)
    gateway.error = None
    assert send()


def test_what_surely_did_not_leave_is_tried_again_then_sent_by_hand(cast: Cast, gateway: Recorder) -> None:
    invited_by_text(cast)
    gateway.error = TextRefusedError("passerelle injoignable")
    assert not send()
    assert (last_text().state, last_text().cost_cents, followed(cast).is_leaving) == (S.WAITING, 0, True)
    for _ in range(TEXT_TRIES - 1):
        assert not send()
    assert last_text().state == S.FAILED
    assert followed(cast).unsent_reason is UnsentReason.TEXT_FAILED
    assert len(notices()) == 1


def test_what_may_have_left_is_never_given_again(cast: Cast, gateway: Recorder) -> None:
    invited_by_text(cast)
    gateway.error = TextInDoubtError("pas de réponse")
    assert not send()
    assert not send()
    assert len(gateway.texts) == 1
    assert (last_text().state, last_text().cost_cents) == (S.FAILED, 8)
    assert followed(cast).unsent_reason is UnsentReason.TEXT_DOUBTFUL


def test_a_process_killed_while_the_gateway_answers_sends_nothing_twice(cast: Cast, gateway: Recorder) -> None:
    invited_by_text(cast)
    gateway.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        send()
    gateway.error = None
    assert last_text().state == S.LEAVING
    with acting_as(MACHINE):
        LearnerText.objects.update(left_at=now() - timedelta(minutes=5))
        delete_jobs()
        assert requeue_lost_learner_texts(actor=MACHINE, older_than=timedelta(0)) == 0
    assert not send()
    assert len(gateway.texts) == 1
    assert followed(cast).unsent_reason is UnsentReason.TEXT_DOUBTFUL


def test_a_text_whose_job_is_lost_is_queued_again_once(cast: Cast, gateway: Recorder) -> None:
    invited_by_text(cast)
    with acting_as(MACHINE):
        delete_jobs()
        assert requeue_lost_learner_texts(actor=MACHINE, older_than=timedelta(0)) == 1
        assert requeue_lost_learner_texts(actor=MACHINE, older_than=timedelta(0)) == 0


def test_the_ceiling_of_the_month_holds_texts_and_tells_once(
    cast: Cast, gateway: Recorder, settings: LazySettings
) -> None:
    settings.SMS_MONTHLY_CENTS = 20
    session = session_with(cast, opened=9)
    people = [proposed(cast, session, first_name=f"P{rank}", phone=PHONE) for rank in range(4)]
    invited(cast, people, slots(cast, session, soon(3), seats=9), channel=Channel.SMS, sent=False)
    with acting_as(MACHINE):
        identifiers = list(LearnerText.objects.order_by("pk").values_list("pk", flat=True))
    done = [send_learner_text(actor=MACHINE, text_id=each) for each in identifiers]
    assert done == [True, True, False, False]
    with acting_as(MACHINE):
        assert LearnerText.objects.filter(state=S.HELD).count() == 2
        held = Invitation.objects.filter(unsent_reason=UnsentReason.TEXT_HELD, sent_at=None)
        assert held.count() == 2
    assert [each.person for each in notices("journeys.texts_ceiling")] == [cast["pilot"].person]
    assert [each.person for each in notices()] == [cast["adviser"].person]
    next_month = (now().astimezone(PARIS).replace(day=1) + timedelta(days=32)).replace(day=1, hour=12)
    with acting_as(cast["adviser"].actor) as adviser, time_machine.travel(next_month, tick=False):
        with acting_as(MACHINE):
            invitation = held.first()
            assert invitation
            soon_there = next_month + timedelta(days=2)
            invitation.meetings.update(starts_at=soon_there, ends_at=soon_there + timedelta(hours=1))
        queue_again(actor=adviser, invitation=invitation)
        assert send(), "a new month pays again"


def test_a_person_who_wants_no_more_texts_gets_none_and_can_change_their_mind(cast: Cast, gateway: Recorder) -> None:
    journey, invitation = invited_by_text(cast)
    link = opened(secret_of(cast, invitation))
    with acting_as(link.actor):
        choose_texts(actor=link.actor, learner=journey.learner, wanted=False)
    assert not send()
    assert (last_text().state, gateway.texts) == (S.NOT_WANTED, [])
    assert followed(cast).unsent_reason is UnsentReason.TEXT_UNWANTED
    with acting_as(cast["adviser"].actor) as adviser:
        contact = LearnerContact.objects.get(learner=journey.learner)
        with pytest.raises(Conflict) as refused:
            invitation_text(actor=adviser, invitation=invitation, contact=contact)
        assert refused.value.code == "texts_unwanted"
        choose_texts(actor=adviser, learner=journey.learner, wanted=True)
        queue_again(actor=adviser, invitation=invitation)
    assert send()


def test_inviting_by_text_who_wants_none_is_to_send_another_way(cast: Cast, gateway: Recorder) -> None:
    session = session_with(cast)
    journey = proposed(cast, session, phone=PHONE)
    with acting_as(cast["adviser"].actor) as adviser:
        choose_texts(actor=adviser, learner=journey.learner, wanted=False)
    invited(cast, [journey], slots(cast, session), channel=Channel.SMS, sent=False)
    assert not LearnerText.objects.exists()
    assert followed(cast).unsent_reason is UnsentReason.TEXT_UNWANTED


def test_only_the_person_and_who_accompanies_them_say_so(cast: Cast) -> None:
    journey, _ = invited_by_text(cast)
    _, second = invited_by_text(cast, number="24_2")
    actors = [adviser_of_another_network(cast), *(cast[part].actor for part in ("pilot", "provider", "intruder"))]
    for actor in actors:
        with acting_as(actor), pytest.raises(NotFound):
            choose_texts(actor=actor, learner=journey.learner, wanted=False)
    neighbour = opened(secret_of(cast, second)).actor
    with acting_as(neighbour), pytest.raises(NotFound):
        choose_texts(actor=neighbour, learner=journey.learner, wanted=False)
    with acting_as(MACHINE):
        assert not LearnerContact.objects.exclude(no_texts_on=None).exists()


def test_what_is_taken_by_hand_no_longer_leaves_by_the_gateway(cast: Cast, gateway: Recorder) -> None:
    _, invitation = invited_by_text(cast)
    with acting_as(cast["adviser"].actor) as adviser:
        switch_channel(actor=adviser, invitation_id=invitation.pk, channel=Channel.SMS)
    assert not send()
    assert gateway.texts == []


def test_what_was_sent_another_way_meanwhile_does_not_arrive_twice(cast: Cast, gateway: Recorder) -> None:
    _, invitation = invited_by_text(cast)
    with acting_as(cast["adviser"].actor) as adviser:
        record_sending(actor=adviser, invitation_id=invitation.pk)
    assert not send()
    assert (gateway.texts, notices(), followed(cast).waits) == ([], [], True)
    with acting_as(cast["adviser"].actor) as adviser:
        queue_again(actor=adviser, invitation=Invitation.objects.get())
    assert send(), "sent again because somebody asked"


def test_a_text_replaced_before_it_left_is_missed_by_nobody(cast: Cast, gateway: Recorder) -> None:
    journey, invitation = invited_by_text(cast)
    first = last_text()
    invited(cast, [journey], list(invitation.meetings.all()), channel=Channel.SMS, sent=False)
    assert not send_learner_text(actor=MACHINE, text_id=first.pk)
    assert (gateway.texts, notices()) == ([], [])
    assert send()


def test_a_restored_base_gives_no_text_again(cast: Cast, gateway: Recorder) -> None:
    invited_by_text(cast)
    with acting_as(MACHINE):
        assert doubt_waiting_texts(actor=MACHINE) == 1
        assert doubt_waiting_texts(actor=MACHINE) == 0
    assert not send()
    assert (gateway.texts, followed(cast).unsent_reason) == ([], UnsentReason.TEXT_DOUBTFUL)
    with acting_as(cast["adviser"].actor) as adviser, pytest.raises(PermissionDenied):
        doubt_waiting_texts(actor=adviser)


def test_two_days_before_a_text_reminds_once(cast: Cast, gateway: Recorder) -> None:
    choose(cast, gateway, days=9)
    slot = chosen_start()
    at = (slot - timedelta(hours=47)).astimezone(PARIS).replace(hour=12)
    with time_machine.travel(at, tick=False), acting_as(MACHINE):
        assert remind_invited(actor=MACHINE, at=at.replace(hour=6))["texted"] == 0, "not at night"
        assert remind_invited(actor=MACHINE, at=at)["texted"] == 1
        assert remind_invited(actor=MACHINE, at=at)["texted"] == 0
        assert remind_invited(actor=MACHINE, at=at + timedelta(days=1))["reminded"] == 0, "reminded already"
    with time_machine.travel(at, tick=False):
        assert send()
    text = gateway.texts[-1]
    assert text.words.startswith("Bonjour Ines, rappel de votre rendez-vous le ")
    assert followed(cast).comes


def test_no_reminder_leaves_for_a_slot_that_was_freed(cast: Cast, gateway: Recorder) -> None:
    link = choose(cast, gateway, days=9)
    slot = chosen_start()
    at = (slot - timedelta(hours=47)).astimezone(PARIS).replace(hour=12)
    with time_machine.travel(at, tick=False):
        with acting_as(MACHINE):
            assert remind_invited(actor=MACHINE, at=at)["texted"] == 1
        with acting_as(link.actor):
            leave_slot(link=link)
        assert not send()
    assert (len(gateway.texts), last_text().state) == (1, S.NOT_WANTED)
    assert notices() == [], "nobody misses it"
