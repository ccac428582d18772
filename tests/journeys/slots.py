"""A session with slots, people on their way to it, and the links that they receive: for tests of invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pacte.accounts.queries import actor_of
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_organisation
from pacte.agenda.models import Meeting
from pacte.agenda.records import MeetingInput, MeetingKind
from pacte.agenda.services import open_meetings
from pacte.journeys.models import Invitation, Journey, LearnerContact
from pacte.journeys.records import Channel, InvitationInput, InvitationMode, StepKind
from pacte.journeys.services import OpenedLink, make_slot_link, use_link
from pacte.journeys.services.sending import record_sending
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now, today
from pacte.offer.models import Session
from pacte.workflows.invite_people import InvitationResult, invite_people
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with, somebody, walk


def adviser_of_another_network(cast: Cast) -> Actor:
    """The lead of the cast, who becomes an adviser of a second network."""
    with acting_as(MACHINE):
        other = create_organisation(
            actor=MACHINE, name="Cap emploi du Cher", kind=OrganisationKind.NETWORK, synthetic=True
        )
        post = cast["lead"].person.memberships.get()
        post.role, post.organisation = Role.ADVISER, other
        post.save()
    return actor_of(cast["lead"].person, on=today())


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
    mode: InvitationMode = InvitationMode.CHOSEN, channel: Channel = Channel.LETTER, sent: bool = True,
) -> InvitationResult:  # fmt: skip
    """Invitations prepared, and sent by hand unless ``sent`` is False; an e-mail leaves by its queue."""
    with acting_as(cast[part].actor) as actor:
        result = invite_people(
            actor=actor,
            keys=[each.key for each in journeys],
            invitation_input=given_for(meetings, mode=mode, channel=channel),
        )
        for each in result.invitations if sent and channel is not Channel.EMAIL else ():
            record_sending(actor=actor, invitation_id=each.pk)
            each.refresh_from_db()
        return result


def secret_of(cast: Cast, invitation: Invitation, *, part: str = "adviser") -> str:
    with acting_as(cast[part].actor) as actor:
        return make_slot_link(actor=actor, invitation=invitation, channel=Channel.LETTER).secret


def opened(secret: str) -> OpenedLink:
    with acting_as(MACHINE):
        link = use_link(actor=MACHINE, secret=secret)
    assert link
    return link


def one_invited(
    cast: Cast, *, seats: int = 2, sent: bool = True, **contact: str
) -> tuple[Journey, list[Meeting], Invitation]:
    """Inès, invited to two slots of the session."""
    session = session_with(cast)
    meetings = slots(cast, session, seats=seats)
    journey = proposed(cast, session, **contact)
    done = invited(
        cast, [journey], meetings, channel=Channel.EMAIL if contact.get("email") else Channel.LETTER, sent=sent
    )
    assert not done.refused
    return journey, meetings, done.invitations[0]
