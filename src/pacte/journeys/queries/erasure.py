"""Preview of an erasure: what it deletes and what it leaves; the learners whose erasure is on hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from pacte.accounts.queries import organisation_names
from pacte.audit.models import AuditEntry
from pacte.infra.erasure_ledger import ErasureRecord as ErasedMark
from pacte.infra.erasure_ledger import erasure_mark
from pacte.journeys.models import (
    AttendanceWeek,
    Barrier,
    CampaignContact,
    CountedContact,
    CustodyDate,
    Invitation,
    Journey,
    JourneyOrigin,
    Learner,
    LearnerContact,
    LearnerEmail,
    LearnerLink,
    LearnerRequest,
    LearnerText,
    ModulePlan,
    NotebookEntry,
    NotebookReading,
    Obligation,
    PlannedHandover,
    Postponement,
    ProgressShare,
    Recommendation,
    Referent,
    Release,
    SensitiveFact,
    SituationSurvey,
    Step,
    ThreePartyReview,
    TrainingReferent,
)
from pacte.journeys.permissions import JourneyScope, hosts_with_journey_right, may
from pacte.journeys.rules.retention import NOTICE_BEFORE, ErasureHold, age_band
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ensure_found, hide_unless
from pacte.notifications.models import Notification
from pacte.notifications.services.system_access import as_system
from pacte.offer.rules.nature import department_of

ERASE_ACT = "journeys.erase"  # name of the act in the audit log
# Tables whose rows are deleted, by their foreign key: learner or journey.
LEARNER_TABLES = (
    LearnerContact, LearnerLink, LearnerEmail, LearnerText, LearnerRequest, SensitiveFact, CustodyDate, Barrier,
    NotebookEntry, NotebookReading, Recommendation, Referent, PlannedHandover, CountedContact, CampaignContact,
    ProgressShare, ModulePlan, Release, JourneyOrigin,
)  # fmt: skip
JOURNEY_TABLES = (Invitation, SituationSurvey, Postponement, TrainingReferent, ThreePartyReview)


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """``erased``: rows deleted, by table. The rest stays, linked to nobody.

    ``department`` and ``age_bands`` (one a journey) replace the commune and the year of birth; ``minutes`` of
    attendance are those signed.
    """

    erased: Mapping[str, int]
    journeys: int
    steps: int
    weeks: int
    minutes: int
    department: str
    age_bands: tuple[str, ...]
    journey_ids: tuple[int, ...] = field(default=())
    keys: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class LearnerOnHold:
    """A learner who is not erased before the end of ``until``. No name: setting a hold does not require it."""

    key: UUID
    body: str
    until: date
    why: ErasureHold
    last_seen_on: date


@dataclass(frozen=True, slots=True)
class LearnerIdentity:
    """What says who a learner is in any text: names, keys, numbers, addresses; and who knows them."""

    first_name: str
    last_name: str
    identifiers: frozenset[str]
    organisation_ids: frozenset[int]
    journey_ids: tuple[int, ...]


def identity_before_erasure(*, actor: Actor, learner: Learner) -> LearnerIdentity:
    """For an actor who may erase that learner. Raises ``NotFound``."""
    _refuse_unless_eraser(actor, learner)
    with as_system(actor):
        contact = LearnerContact.objects.filter(learner=learner).first()
        journeys = list(
            Journey.objects.filter(learner=learner).values_list(
                "pk", "key", "session__training_action__training__provider__body_id"
            )
        )
        body_ids = Referent.objects.filter(learner=learner).values_list("body_id", flat=True)
        texts = (contact.email, contact.phone, contact.partner_number) if contact else ()
        return LearnerIdentity(
            first_name=contact.first_name if contact else "",
            last_name=contact.last_name if contact else "",
            identifiers=frozenset({str(learner.key), *(str(key) for _, key, _ in journeys), *filter(None, texts)}),
            organisation_ids=frozenset({*body_ids, *(body_id for *_, body_id in journeys if body_id)}),
            journey_ids=tuple(pk for pk, *_ in journeys),
        )


def preview_erasure(*, actor: Actor, learner: Learner) -> ErasurePreview:
    """For an actor who may erase that learner. Raises ``NotFound``. One query a table."""
    _refuse_unless_eraser(actor, learner)
    with as_system(actor):
        journeys = list(Journey.objects.filter(learner=learner).order_by("pk"))
        keys = (str(learner.key), *(str(each.key) for each in journeys))
        erased = {
            **{model._meta.db_table: model.objects.filter(learner=learner).count() for model in LEARNER_TABLES},
            **{model._meta.db_table: model.objects.filter(journey__in=journeys).count() for model in JOURNEY_TABLES},
            Obligation._meta.db_table: Obligation.objects.filter(journey__in=journeys, settled_on=None).count(),
            Notification._meta.db_table: Notification.objects.filter(
                notices_about(keys), organisation_id=learner.organisation_id
            ).count(),
        }
        weeks = AttendanceWeek.objects.filter(journey__in=journeys)
        return ErasurePreview(
            erased=erased,
            journeys=len(journeys),
            steps=Step.objects.filter(journey__in=journeys).count(),
            weeks=weeks.count(),
            minutes=weeks.aggregate(total=Sum("minutes"))["total"] or 0,
            department=department_of(learner.commune_code),
            age_bands=tuple(age_band(learner.birth_year, each.entered_on or each.opened_on) for each in journeys),
            journey_ids=tuple(each.pk for each in journeys),
            keys=tuple(str(each.key) for each in journeys),
        )


def _refuse_unless_eraser(actor: Actor, learner: Learner) -> None:
    present = Referent.objects.filter(learner=learner, valid_until=None).values_list("body_id", flat=True).first()
    if learner.purged_at or not may(actor, "journeys.erase", JourneyScope(learner.organisation_id, present)):
        raise NotFound


def erasure_marks(*, actor: Actor) -> list[ErasedMark]:
    """The marks of all erased learners, from the audit log. For the machine: raises ``NotFound``."""
    actor.require_system()
    rows = AuditEntry.objects.filter(act=ERASE_ACT, detail__has_key="mark").values_list(
        "at", "detail__identifier", "detail__mark"
    )
    return [ErasedMark(at, identifier, mark) for at, identifier, mark in rows]


def learners_matching_marks(*, actor: Actor, erasures: Iterable[ErasedMark]) -> list[Learner]:
    """Learners of this database who match these marks and are not erased. Raises ``NotFound``."""
    actor.require_system()
    by_identifier: dict[str, set[str]] = {}
    for each in erasures:
        by_identifier.setdefault(each.identifier, set()).add(each.mark)
    keys = Learner.objects.filter(purged_at=None).values_list("pk", "key") if by_identifier else []
    learner_ids = [
        pk
        for pk, key in keys
        if any(erasure_mark(identifier, key) in marks for identifier, marks in by_identifier.items())
    ]
    return list(Learner.objects.filter(pk__in=learner_ids).order_by("pk"))


def notices_about(keys: Iterable[str]) -> Q:
    """Condition on the notices that refer to a learner."""
    leads = Q()
    for key in keys:
        leads |= Q(address__contains=key) | Q(key__contains=key) | Q(text__contains=key)
    return leads


def may_hold(actor: Actor) -> bool:
    return bool(hosts_with_journey_right(actor, "journeys.hold"))


def learners_on_hold(*, actor: Actor, on: date) -> list[LearnerOnHold]:
    """Learners on hold that day in the Regions where the actor may set holds, earliest end first. Raises
    ``NotFound``.
    """
    hosts = hosts_with_journey_right(actor, "journeys.hold")
    hide_unless(hosts)
    learners = Learner.objects.filter(organisation_id__in=hosts, held_until__gte=on, purged_at=None)
    rows = list(learners.order_by("held_until", "pk"))
    names = organisation_names(on=on)
    bodies = dict(Referent.objects.filter(learner__in=rows, valid_until=None).values_list("learner_id", "body_id"))
    return [
        LearnerOnHold(
            row.key, names.get(bodies.get(row.pk, 0), ""), row.held_until, ErasureHold(row.held_for), row.last_seen_on
        )
        for row in rows
        if row.held_until
    ]


def count_ending_soon(*, actor: Actor, on: date) -> int:
    """Number of announced purges in the next thirty days. Raises ``NotFound``."""
    hosts = hosts_with_journey_right(actor, "journeys.hold")
    hide_unless(hosts)
    return Learner.objects.filter(
        organisation_id__in=hosts, purged_at=None, purge_on__range=(on, on + NOTICE_BEFORE)
    ).count()


def learner_to_hold(*, actor: Actor, key: UUID | str) -> Learner:
    """Raises ``NotFound`` for a learner of another Region, or one that does not exist."""
    learner = ensure_found(Learner.objects.filter(key=key, purged_at=None).first())
    hide_unless(may(actor, "journeys.hold", JourneyScope(learner.organisation_id)))
    return learner
