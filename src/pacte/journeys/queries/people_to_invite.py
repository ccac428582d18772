"""People who may be invited to the meetings of a session: their group, their last absence, what is known of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from pacte.journeys.models import Barrier, Invitation, Journey, LearnerContact, Step
from pacte.journeys.permissions import may, providers_with_journey_right, referrers_with_journey_right
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import Channel, InvitationMode, InvitationOutcome, JourneyState, StepKind, Theme
from pacte.journeys.rules.inviting import CHOSEN, PREPARED, RECEIVABLE, WAITS, InvitationGroup, invitation_group
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound

# States from which a learner may be invited, or invited again.
INVITABLE = (
    JourneyState.PROPOSED, JourneyState.INVITED, JourneyState.MISSED, JourneyState.SLOT_CHOSEN, JourneyState.RESERVED,
)  # fmt: skip
_UNANSWERED = (InvitationOutcome.NONE_SUITS, InvitationOutcome.LAPSED)
_MOST_KEYS = 100


@dataclass(frozen=True, slots=True)
class LastAbsence:
    """The last meeting that a learner missed. ``mode`` and ``channel`` None: how they were invited is unknown."""

    on: date
    mode: InvitationMode | None
    channel: Channel | None


@dataclass(frozen=True, slots=True)
class InvitableLearner:
    """A learner who may be invited. ``waiting`` is the code of the last invitation that is open or had no answer.

    ``barriers`` are the unsolved ones, for the referrer's own network; empty for a provider.
    """

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
    group: InvitationGroup
    proposed_on: date | None = None
    last_absence: LastAbsence | None = None
    barriers: tuple[tuple[Theme, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SessionToInvite:
    """A session to which people are heading: ``to_invite`` of them wait for an invitation, ``invited`` have one."""

    session_id: int
    to_invite: int
    invited: int


def invitable_learners(*, actor: Actor, session_id: int | None = None, limit: int = 300) -> list[InvitableLearner]:
    """Learners on the way to a session whom the actor's body may invite, longest wait first."""
    journeys = _invitable_journeys(actor).select_related("learner__contact", "session__training_action__training")
    if session_id:
        journeys = journeys.filter(session_id=session_id)
    rows = journeys.prefetch_related(_last_invitations()).order_by("state_on", "pk")[:limit]
    return _invitable_learners(actor, [each for each in rows if may(actor, "journeys.invite", journey_scope(each))])


def people_to_receive(*, actor: Actor, keys: Collection[UUID] = (), limit: int = 300) -> list[InvitableLearner]:
    """People to whom the actor may give an appointment: those of ``keys``, then their own, before any entry."""
    journeys = Journey.objects.filter(
        Q(key__in=keys)
        | Q(learner__referents__person_id=actor.person_id or 0, learner__referents__valid_until__isnull=True),
        referrer_id__in=referrers_with_journey_right(actor, "journeys.orient"),
        state__in=RECEIVABLE,
        learner__contact__isnull=False,
    )
    latest = Journey.objects.filter(pk__in=journeys.values("pk")).order_by("learner_id", "-opened_on", "-pk")
    rows = latest.distinct("learner_id").select_related("learner__contact", "session__training_action__training")
    rows = rows.prefetch_related(_last_invitations(individual=True))[:limit]
    wanted = [each for each in rows if may(actor, "journeys.orient", journey_scope(each))]
    return sorted(_invitable_learners(actor, wanted), key=lambda each: (each.key not in keys, each.name))


def sessions_to_invite(*, actor: Actor) -> list[SessionToInvite]:
    """Sessions to which people whom the actor may invite are heading, with the count of these people."""
    invitations = Invitation.objects.filter(journey=OuterRef("pk"), session__isnull=False)
    is_unanswered = Exists(invitations.filter(outcome__in=_UNANSWERED))
    has_one = Exists(invitations.filter(outcome="")) | (
        Q(state__in=(JourneyState.INVITED, JourneyState.SLOT_CHOSEN)) & ~is_unanswered
    )
    rows = (
        _invitable_journeys(actor)
        .order_by()
        .values("session_id")
        .annotate(people=Count("pk"), invited=Count("pk", filter=has_one))
    )
    return [SessionToInvite(row["session_id"], row["people"] - row["invited"], row["invited"]) for row in rows]


def journeys_to_invite(*, actor: Actor, keys: Collection[UUID]) -> list[Journey]:
    """The journeys of these keys, in any state, with their learner.

    Raises ``NotFound`` for a key that is unknown or that the actor may not invite, and for too many keys.
    """
    if len(keys) > _MOST_KEYS:
        raise NotFound
    journeys = Journey.objects.filter(key__in=keys, learner__purged_at=None).select_related("learner__contact")
    rows = [each for each in journeys.order_by("pk") if may(actor, "journeys.invite", journey_scope(each))]
    if len(rows) != len(set(keys)):
        raise NotFound
    return rows


def _invitable_journeys(actor: Actor) -> QuerySet[Journey]:
    """Each role invites its own: a provider those whom it trains, an adviser those whom the body orients."""
    act = "journeys.invite"
    own = Q(provider_body_id__in=providers_with_journey_right(actor, act)) | Q(
        referrer_id__in=referrers_with_journey_right(actor, act)
    )
    return Journey.objects.filter(own, state__in=INVITABLE, learner__contact__isnull=False).exclude(session=None)


def _last_invitations(*, individual: bool = False) -> Prefetch[Any, QuerySet[Invitation, Invitation], str]:
    """Those that are open or had no answer: towards a session, or to an ``individual`` appointment."""
    open_ones = Invitation.objects.filter(outcome__in=("", *_UNANSWERED), session__isnull=individual)
    return Prefetch("invitations", queryset=open_ones.order_by("-pk"), to_attr="open_ones")


def _invitable_learners(actor: Actor, journeys: Sequence[Journey]) -> list[InvitableLearner]:
    proposals, absences = _proposals_and_absences(journeys)
    barriers = _barriers(actor, journeys)
    return [
        _invitable_learner(each, proposals.get(each.pk), absences.get(each.pk), barriers.get(each.learner_id, ()))
        for each in journeys
    ]


def _proposals_and_absences(journeys: Iterable[Journey]) -> tuple[dict[int, date], dict[int, LastAbsence]]:
    """Day of the last proposal and last absence, by journey. One query."""
    replaced = Step.objects.filter(corrects_id=OuterRef("pk"))
    steps = Step.objects.filter(
        journey__in=list(journeys), kind__in=(StepKind.PROPOSED, StepKind.INFORMATION_MISSED), is_withdrawn=False
    ).exclude(Exists(replaced))
    proposals: dict[int, date] = {}
    absences: dict[int, LastAbsence] = {}
    for step in steps.order_by("happened_on", "recorded_at", "pk"):
        if step.kind == StepKind.PROPOSED:
            proposals[step.journey_id] = step.happened_on
        else:
            mode, channel = step.detail.get("mode"), step.detail.get("channel")
            absences[step.journey_id] = LastAbsence(
                step.happened_on,
                InvitationMode(mode) if mode in set(InvitationMode) else None,
                Channel(channel) if channel in set(Channel) else None,
            )
    return proposals, absences


def _barriers(actor: Actor, journeys: Iterable[Journey]) -> dict[int, tuple[tuple[Theme, str], ...]]:
    """Unsolved barriers by learner, of the people whom the actor's network orients."""
    bodies = referrers_with_journey_right(actor, "journeys.orient")
    learner_ids = {each.learner_id for each in journeys if each.referrer_id in bodies}
    by_learner: dict[int, list[tuple[Theme, str]]] = defaultdict(list)
    for each in Barrier.objects.filter(learner_id__in=learner_ids, solved_on=None).order_by("noted_on", "pk"):
        by_learner[each.learner_id].append((Theme(each.theme), each.constraint))
    return {learner_id: tuple(rows) for learner_id, rows in by_learner.items()}


def _invitable_learner(
    journey: Journey,
    proposed_on: date | None,
    last_absence: LastAbsence | None,
    barriers: tuple[tuple[Theme, str], ...],
) -> InvitableLearner:
    contact: LearnerContact = journey.learner.contact
    open_ones: list[Invitation] = getattr(journey, "open_ones", [])
    waiting = _waiting_code(open_ones[0]) if open_ones else ""
    state = JourneyState(journey.state)
    return InvitableLearner(
        key=journey.key,
        name=f"{contact.first_name} {contact.last_name}",
        commune_code=journey.learner.commune_code,
        has_email=bool(contact.email),
        has_phone=bool(contact.phone) and contact.no_texts_on is None,
        state=state,
        state_on=journey.state_on,
        session_id=journey.session_id,
        session_title=journey.session.training.title if journey.session else "",
        waiting=waiting,
        group=invitation_group(state, waiting),
        proposed_on=proposed_on,
        last_absence=last_absence,
        barriers=barriers,
    )


def _waiting_code(invitation: Invitation) -> str:
    if invitation.outcome:
        return invitation.outcome
    if invitation.sent_at is None:
        return PREPARED
    return CHOSEN if invitation.chosen_id else WAITS
