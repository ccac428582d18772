"""Invitations as their sender follows them, and the people expected at a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from pacte.agenda.models import Meeting
from pacte.journeys.models import Invitation, LearnerContact, LearnerEmail, LearnerText
from pacte.journeys.permissions import may
from pacte.journeys.queries.invitations import inviting_bodies, may_follow
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import (
    Channel,
    InvitationMode,
    InvitationOutcome,
    JourneyState,
    LearnerEmailKind,
    LearnerEmailState,
    LearnerTextKind,
    LearnerTextState,
    UnsentReason,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now

_WITH = ("journey__learner__contact", "session__training_action__training", "session__site", "chosen", "sent_by")
# What the queue did not send in a day is not sent any more.
_LEAVES_WITHIN = timedelta(days=1)
_ON_ITS_WAY = (LearnerTextState.WAITING, LearnerTextState.LEAVING)


@dataclass(frozen=True, slots=True)
class FollowedInvitation:
    """One invitation as its sender follows it. ``sent_at`` None: prepared, it has not left.

    ``is_leaving``: an e-mail or a text of it is in the queue. ``slots_left``: those that may still be chosen.
    """

    invitation_id: int
    key: UUID
    learner_key: UUID
    name: str
    phone: str
    has_email: bool
    refuses_texts: bool
    mode: InvitationMode
    channel: Channel
    prepared_at: datetime
    sent_at: datetime | None
    unsent_reason: UnsentReason | None
    is_leaving: bool
    slots_left: int
    chosen: Meeting | None
    outcome: InvitationOutcome | None
    answered_at: datetime | None
    refusal: str
    refusal_note: str
    session_id: int | None
    session_title: str
    session_starts_on: date | None
    journey_state: JourneyState

    @property
    def is_to_send(self) -> bool:
        return self.sent_at is None and self.outcome is None

    @property
    def is_by_hand(self) -> bool:
        """To send, by its sender: nothing of it is in a queue, and a slot remains."""
        return self.is_to_send and not self.is_leaving and self.slots_left > 0

    @property
    def comes_at(self) -> datetime | None:
        return self.chosen.starts_at if self.chosen else None

    @property
    def waits(self) -> bool:
        """Sent, without an answer; past its last day too, as long as nothing else happened."""
        is_late = self.outcome is InvitationOutcome.LAPSED and self.journey_state is JourneyState.INVITED
        return self.sent_at is not None and self.chosen is None and (self.outcome is None or is_late)

    @property
    def none_suits(self) -> bool:
        return self.outcome is InvitationOutcome.NONE_SUITS

    @property
    def comes(self) -> bool:
        return self.sent_at is not None and self.chosen is not None and self.outcome is None


def followed_invitations(*, actor: Actor, since: datetime, limit: int = 300) -> list[FollowedInvitation]:
    """Invitations of the actor's body and of its learners, prepared since then, latest first."""
    bodies = inviting_bodies(actor=actor)
    own = Q(journey__provider_body_id__in=bodies) | Q(journey__referrer_id__in=bodies)
    invitations = Invitation.objects.filter(own, prepared_at__gte=since, journey__learner__contact__isnull=False)
    rows = _followed(invitations.exclude(outcome=InvitationOutcome.REPLACED)).order_by("-prepared_at", "-pk")[:limit]
    return [_followed_invitation(each) for each in rows if may_follow(each, actor=actor)]


def people_expected_at(*, actor: Actor, meeting: Meeting) -> list[FollowedInvitation]:
    """People who chose this meeting or are summoned to it, by name, when the actor may read the name.

    A summons that has not left is one of them: its seat is taken.
    """
    rows = _followed(Invitation.objects.filter(chosen=meeting, journey__learner__contact__isnull=False))
    lines = [
        _followed_invitation(each) for each in rows if may(actor, "journeys.read_name", journey_scope(each.journey))
    ]
    return sorted(lines, key=lambda line: line.name)


def _followed(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    recent = {"invitation": OuterRef("pk"), "created_at__gt": now() - _LEAVES_WITHIN}
    emails = LearnerEmail.objects.filter(kind=LearnerEmailKind.INVITATION, state=LearnerEmailState.WAITING, **recent)
    texts = LearnerText.objects.filter(kind=LearnerTextKind.INVITATION, state__in=_ON_ITS_WAY, **recent)
    can_be_chosen = Q(meetings__cancelled_at=None, meetings__starts_at__gt=now())
    return invitations.select_related(*_WITH).annotate(
        slots_left=Count("meetings", filter=can_be_chosen, distinct=True), is_leaving=Exists(emails) | Exists(texts)
    )


def _followed_invitation(invitation: Invitation) -> FollowedInvitation:
    journey, session = invitation.journey, invitation.session
    contact: LearnerContact = journey.learner.contact
    return FollowedInvitation(
        invitation_id=invitation.pk,
        key=journey.key,
        learner_key=journey.learner.key,
        name=f"{contact.first_name} {contact.last_name}",
        phone=contact.phone,
        has_email=bool(contact.email),
        refuses_texts=contact.no_texts_on is not None,
        mode=InvitationMode(invitation.mode),
        channel=Channel(invitation.channel),
        prepared_at=invitation.prepared_at,
        sent_at=invitation.sent_at,
        unsent_reason=UnsentReason(invitation.unsent_reason) if invitation.unsent_reason else None,
        is_leaving=getattr(invitation, "is_leaving", False),
        slots_left=getattr(invitation, "slots_left", 0),
        chosen=invitation.chosen,
        outcome=InvitationOutcome(invitation.outcome) if invitation.outcome else None,
        answered_at=invitation.outcome_at or invitation.chosen_at,
        refusal=invitation.refusal,
        refusal_note=invitation.refusal_note,
        session_id=invitation.session_id,
        session_title=session.training.title if session else "Rendez-vous individuel",
        session_starts_on=session.starts_on if session else None,
        journey_state=JourneyState(journey.state),
    )
