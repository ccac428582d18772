"""A session with slots, people on their way to it, and the links that they receive: for tests of invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pacte.accounts.row_context import acting_as
from pacte.agenda.models import Meeting
from pacte.agenda.records import MeetingInput, MeetingKind
from pacte.agenda.services import open_meetings
from pacte.journeys.models import Invitation, Journey, LearnerContact
from pacte.journeys.records import Channel, InvitationInput, InvitationMode, StepKind
from pacte.journeys.services import OpenedLink, make_slot_link, use_link
from pacte.kernel.clock import now, today
from pacte.offer.models import Session
from pacte.workflows.invite_people import InvitationResult, invite_people
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with, somebody, walk


def soon(days: int = 3, hour: int = 9) -> datetime:
    return now().replace(hour=hour, minute=30, second=0, microsecond=0) + timedelta(days=days)


def slots(cast: Cast, session: Session, *starts: datetime, seats: int = 2) -> list[Meeting]:
    given = MeetingInput(
        MeetingKind.INFORMATION, "Soudeur : visite", timedelta(minutes=90), seats, "12 rue des Forges, Vierzon"
    )
    with acting_as(cast["provider"].actor) as actor:
        return open_meetings(
            actor=actor, host_id=cast.region.pk, body_id=cast.provider.pk, details=given,
            starts=starts or (soon(3), soon(5)), session=session, synthetic=True,
        )  # fmt: skip


def proposed(cast: Cast, session: Session, *, first_name: str = "Inès", email: str = "", phone: str = "") -> Journey:
    """A person to whom the session is proposed, with this e-mail and telephone."""
    journey = somebody(cast, first_name=first_name)
    with acting_as(MACHINE):
        LearnerContact.objects.filter(learner=journey.learner).update(email=email, phone=phone)
    walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED)
    return journey


def given_for(
    meetings: Sequence[Meeting],
    *,
    mode: InvitationMode = InvitationMode.CHOSEN,
    channel: Channel = Channel.LETTER,
    days: int = 2,
) -> InvitationInput:
    return InvitationInput(tuple(each.pk for each in meetings), mode, channel, today() + timedelta(days=days))


def invited(
    cast: Cast, journeys: Sequence[Journey], meetings: Sequence[Meeting], *, part: str = "adviser",
    mode: InvitationMode = InvitationMode.CHOSEN, channel: Channel = Channel.LETTER,
) -> InvitationResult:  # fmt: skip
    with acting_as(cast[part].actor) as actor:
        return invite_people(
            actor=actor,
            keys=[each.key for each in journeys],
            invitation_input=given_for(meetings, mode=mode, channel=channel),
        )


def secret_of(cast: Cast, invitation: Invitation, *, part: str = "adviser") -> str:
    with acting_as(cast[part].actor) as actor:
        return make_slot_link(actor=actor, invitation=invitation, channel=Channel.LETTER).secret


def opened(secret: str) -> OpenedLink:
    with acting_as(MACHINE):
        link = use_link(actor=MACHINE, secret=secret)
    assert link
    return link


def one_invited(cast: Cast, *, seats: int = 2, **contact: str) -> tuple[Journey, list[Meeting], Invitation]:
    """Inès, invited to two slots of the session."""
    session = session_with(cast)
    meetings = slots(cast, session, seats=seats)
    journey = proposed(cast, session, **contact)
    done = invited(cast, [journey], meetings, channel=Channel.EMAIL if contact.get("email") else Channel.LETTER)
    assert not done.refused
    return journey, meetings, done.invitations[0]
