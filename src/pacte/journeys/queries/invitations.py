"""Invitations and slots for the sender and for the receiver; seats taken in each meeting, over all networks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Prefetch

from pacte.agenda.models import Meeting
from pacte.journeys.models import Invitation, Journey, LearnerContact, Step
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import Channel, InvitationMode, InvitationOutcome, JourneyState, NoShowCount, StepKind
from pacte.journeys.records.outreach import ModeCount
from pacte.journeys.rules.invitation_mode import AT_INFORMATION
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import NotFound

# States from which a learner may be invited, or invited again.
INVITABLE = (JourneyState.PROPOSED, JourneyState.INVITED, JourneyState.MISSED, JourneyState.SLOT_CHOSEN)
_WITH = ("journey__learner__contact", "journey__session__training_action__training", "chosen", "sent_by")


@dataclass(frozen=True, slots=True)
class InvitableLearner:
    """A learner who may be invited. ``waiting`` is the code of the invitation that has no answer yet."""

    key: UUID
    name: str
    commune_code: str
    has_email: bool
    has_phone: bool
    state: JourneyState
    state_on: date
    session_id: int | None
    session_title: str
    waiting: str


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """One invitation as its sender follows it."""

    invitation_id: int
    key: UUID
    learner_key: UUID
    name: str
    phone: str
    mode: InvitationMode
    channel: Channel
    sent_at: datetime
    expires_on: date
    offered: int
    chosen: Meeting | None
    outcome: InvitationOutcome | None
    refusal: str
    refusal_note: str
    reminded_at: datetime | None
    title: str

    @property
    def waits(self) -> bool:
        return self.outcome is None and self.chosen is None


@dataclass(frozen=True, slots=True)
class SlotShortage:
    """``waiting`` people were offered slots and have chosen none; ``left`` seats remain in the future slots."""

    session_id: int | None
    title: str
    waiting: int
    left: int

    @property
    def lacks(self) -> int:
        return max(0, self.waiting - self.left)


def taken_by_meeting(*, actor: Actor, meeting_ids: Iterable[int]) -> dict[int, int]:
    """Seats taken, over all networks. Public: a number discloses nothing about anybody."""
    del actor
    with connection.cursor() as cursor:
        cursor.execute("select meeting_id, taken from journeys_seats_taken(%s)", [list(meeting_ids)])
        return dict(cursor.fetchall())


def invitable_learners(*, actor: Actor, session_id: int | None = None, limit: int = 300) -> list[InvitableLearner]:
    """Learners on the way to a session whom the actor's body may invite, longest wait first."""
    journeys = Journey.objects.filter(state__in=INVITABLE, learner__contact__isnull=False).select_related(
        "learner__contact", "session__training_action__training"
    )
    journeys = journeys.filter(session_id=session_id) if session_id else journeys.exclude(session=None)
    bodies = _own_bodies(actor)
    journeys = journeys.filter(provider_body_id__in=bodies) | journeys.filter(referrer_id__in=bodies)
    waiting = Invitation.objects.filter(outcome__in=("", InvitationOutcome.NONE_SUITS)).order_by("-sent_at")
    journeys = journeys.prefetch_related(Prefetch("invitations", queryset=waiting, to_attr="waiting_ones"))
    rows = journeys.order_by("state_on", "pk").distinct()[:limit]
    return [_invitable_learner(each) for each in rows if may(actor, "journeys.invite", journey_scope(each))]


def invitation_by_id(*, actor: Actor, identifier: int) -> Invitation:
    """An invitation that the actor may act on. Raises ``NotFound``."""
    invitations = Invitation.objects.select_related(*_WITH, "session__training_action__training").filter(pk=identifier)
    invitation = invitations.first()
    if invitation is None or not may(actor, "journeys.invite", journey_scope(invitation.journey)):
        raise NotFound
    return invitation


def sent_invitations(*, actor: Actor, since: datetime, limit: int = 300) -> list[SentInvitation]:
    """Invitations of the actor's body and of its learners, latest first."""
    bodies = _own_bodies(actor)
    invitations = Invitation.objects.filter(sent_at__gte=since).exclude(outcome=InvitationOutcome.REPLACED)
    invitations = invitations.filter(journey__provider_body_id__in=bodies) | invitations.filter(
        journey__referrer_id__in=bodies
    )
    counted = invitations.select_related(*_WITH).annotate(offered=Count("meetings", distinct=True))
    rows = counted.order_by("-sent_at", "-pk")[:limit]
    return [_sent_invitation(each) for each in rows if may(actor, "journeys.invite", journey_scope(each.journey))]


def people_expected_at(*, actor: Actor, meeting: Meeting) -> list[SentInvitation]:
    """People who chose this meeting or were summoned to it, by name, when the actor may read the name."""
    rows = Invitation.objects.filter(chosen=meeting, journey__learner__contact__isnull=False).select_related(*_WITH)
    lines = [_sent_invitation(each) for each in rows.annotate(offered=Count("meetings")) if _may_read_name(actor, each)]
    return sorted(lines, key=lambda line: line.name)


def slot_shortages(*, actor: Actor, meetings: Sequence[Meeting], taken: dict[int, int]) -> list[SlotShortage]:
    """By session, people who have not chosen against seats left; largest shortage first."""
    identifiers = [each.pk for each in meetings]
    waiting = (
        Invitation.objects.filter(outcome="", chosen=None, mode=InvitationMode.CHOSEN, meetings__in=identifiers)
        .values("session_id")
        .annotate(count=Count("pk", distinct=True))
    )
    counts = {row["session_id"]: row["count"] for row in waiting}
    left: dict[int | None, int] = {}
    titles: dict[int | None, str] = {}
    for each in meetings:
        if each.cancelled_at is None:
            left[each.session_id] = left.get(each.session_id, 0) + max(0, each.seats - taken.get(each.pk, 0))
            titles[each.session_id] = each.title
    shortages = [SlotShortage(key, titles.get(key, ""), count, left.get(key, 0)) for key, count in counts.items()]
    return sorted(shortages, key=lambda each: (-each.lacks, each.title))


def no_show_counts(*, actor: Actor, host_id: int) -> list[NoShowCount]:
    """Attendance by mode and channel, over the invitations that the actor may read."""
    rows = (
        Invitation.objects.filter(
            organisation_id=host_id,
            outcome__in=(InvitationOutcome.ATTENDED, InvitationOutcome.MISSED, InvitationOutcome.EXCUSED),
        )
        .values("mode", "channel", "outcome")
        .annotate(count=Count("pk"))
    )
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        counts.setdefault((row["mode"], row["channel"]), {})[row["outcome"]] = row["count"]
    return [
        NoShowCount(
            InvitationMode(mode),
            Channel(channel),
            by_outcome.get(InvitationOutcome.ATTENDED, 0),
            by_outcome.get(InvitationOutcome.MISSED, 0),
            by_outcome.get(InvitationOutcome.EXCUSED, 0),
        )
        for (mode, channel), by_outcome in sorted(counts.items())
    ]


def attendance_by_mode(*, actor: Actor, host_id: int, since: date) -> list[ModeCount]:
    """Attendance recorded at information meetings since a day, over the journeys that the actor reads. One query."""
    replaced = Step.objects.filter(corrects_id=OuterRef("pk"))
    rows = (
        Step.objects.filter(
            organisation_id=host_id, journey__state_on__gte=since, happened_on__gte=since, kind__in=AT_INFORMATION,
            is_withdrawn=False,
        )
        .exclude(Exists(replaced))
        .order_by()
        .values("detail__mode", "kind")
        .annotate(count=Count("pk"))
    )  # fmt: skip
    counts: dict[InvitationMode | None, Counter[str]] = {mode: Counter() for mode in (*InvitationMode, None)}
    for row in rows:
        mode_code = row["detail__mode"]
        counts[InvitationMode(mode_code) if mode_code in set(InvitationMode) else None][row["kind"]] += row["count"]
    return [
        ModeCount(
            mode, by_kind[StepKind.INFORMATION_ATTENDED], by_kind[StepKind.INFORMATION_MISSED],
            by_kind[StepKind.INFORMATION_EXCUSED],
        )
        for mode, by_kind in counts.items() if by_kind
    ]  # fmt: skip


def invitations_to_remind(*, actor: Actor, meeting_ids: Sequence[int]) -> list[Invitation]:
    """Chosen slots of these meetings without a reminder yet. For the machine."""
    if not actor.is_system:
        raise NotFound
    invitations = Invitation.objects.filter(chosen_id__in=meeting_ids, outcome="", reminded_at=None)
    return list(invitations.select_related("journey__learner", "chosen", "sender", "session").order_by("pk"))


def last_invited_at(*, actor: Actor, journeys: Sequence[Journey]) -> dict[int, datetime]:
    """Instant of the last invitation of each journey."""
    rows = Invitation.objects.filter(journey__in=journeys).values("journey_id").annotate(last=Max("sent_at"))
    return {row["journey_id"]: row["last"] for row in rows}


def _own_bodies(actor: Actor) -> set[int]:
    return {post.organisation_id for post in actor.memberships if post.role in (Role.PROVIDER, Role.ADVISER)}


def _may_read_name(actor: Actor, invitation: Invitation) -> bool:
    return may(actor, "journeys.read_name", journey_scope(invitation.journey))


def _invitable_learner(journey: Journey) -> InvitableLearner:
    contact: LearnerContact = journey.learner.contact
    waiting = getattr(journey, "waiting_ones", [])
    return InvitableLearner(
        key=journey.key,
        name=f"{contact.first_name} {contact.last_name}",
        commune_code=journey.learner.commune_code,
        has_email=bool(contact.email),
        has_phone=bool(contact.phone),
        state=JourneyState(journey.state),
        state_on=journey.state_on,
        session_id=journey.session_id,
        session_title=journey.session.training.title if journey.session else "",
        waiting=_waiting_code(waiting[0]) if waiting else "",
    )


def _waiting_code(invitation: Invitation) -> str:
    if invitation.outcome == InvitationOutcome.NONE_SUITS:
        return "none_suits"
    return "chosen" if invitation.chosen_id else "waits"


def _sent_invitation(invitation: Invitation) -> SentInvitation:
    journey = invitation.journey
    contact = getattr(journey.learner, "contact", None)
    return SentInvitation(
        invitation_id=invitation.pk,
        key=journey.key,
        learner_key=journey.learner.key,
        name=f"{contact.first_name} {contact.last_name}" if contact else "",
        phone=contact.phone if contact else "",
        mode=InvitationMode(invitation.mode),
        channel=Channel(invitation.channel),
        sent_at=invitation.sent_at,
        expires_on=invitation.expires_on,
        offered=getattr(invitation, "offered", 0),
        chosen=invitation.chosen,
        outcome=InvitationOutcome(invitation.outcome) if invitation.outcome else None,
        refusal=invitation.refusal,
        refusal_note=invitation.refusal_note,
        reminded_at=invitation.reminded_at,
        title=journey.session.training.title if journey.session else "",
    )
