"""People to invite, shortages of slots, attendance by mode; seats taken in each meeting, over all networks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from pacte.agenda.models import Meeting
from pacte.journeys.models import Invitation, Step
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import Channel, InvitationMode, InvitationOutcome, NoShowCount, StepKind
from pacte.journeys.records.outreach import ModeCount
from pacte.journeys.rules.invitation_mode import AT_INFORMATION
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import ensure_found, hide_unless

_WITH = ("journey__learner__contact", "journey__session__training_action__training", "chosen", "sent_by")


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
    with connection.cursor() as cursor:
        cursor.execute("select meeting_id, taken from journeys_seats_taken(%s)", [list(meeting_ids)])
        return dict(cursor.fetchall())


def invitation_by_id(*, actor: Actor, identifier: int) -> Invitation:
    """An invitation that the actor may act on. Raises ``NotFound``."""
    invitations = Invitation.objects.select_related(*_WITH, "session__training_action__training").filter(pk=identifier)
    invitation = ensure_found(invitations.first())
    hide_unless(may_follow(invitation, actor=actor))
    return invitation


def may_follow(invitation: Invitation, *, actor: Actor) -> bool:
    """True for who may invite the learner; an individual appointment concerns the body that orients, and no other."""
    act = "journeys.orient" if invitation.is_individual else "journeys.invite"
    return may(actor, act, journey_scope(invitation.journey))


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
            session__isnull=False,
            sent_at__isnull=False,
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
    """Chosen slots of these meetings without a reminder yet, of sent invitations. For the machine."""
    actor.require_system()
    invitations = Invitation.objects.filter(
        chosen_id__in=meeting_ids, outcome="", reminded_at=None, sent_at__isnull=False
    )
    return list(invitations.select_related("journey__learner", "chosen", "sender", "session").order_by("pk"))


def unsent_counts(*, actor: Actor, before: datetime) -> Counter[tuple[int, int]]:
    """Invitations prepared before that instant and not sent, by (Region, sender). For the machine."""
    actor.require_system()
    unsent = Invitation.objects.filter(sent_at=None, outcome="", prepared_at__lt=before, sender__is_active=True)
    return Counter(unsent.values_list("organisation_id", "sender_id"))


def inviting_bodies(*, actor: Actor) -> set[int]:
    """Organisations of the actor that may have people to invite."""
    return {post.organisation_id for post in actor.memberships if post.role in (Role.PROVIDER, Role.ADVISER)}
