"""« Commencé, jamais entré »: people whom a body follows, who began and never entered any training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from pacte.journeys.models import CampaignContact, Journey, Learner, LearnerContact, Step
from pacte.journeys.permissions import bodies_with_journey_right
from pacte.journeys.queries.adviser_scope import is_referent_in_scope
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.records.adviser_desk import AdviserScope
from pacte.journeys.records.campaigns import CampaignContactState, StalledLearner
from pacte.journeys.records.population import AGE_CLASSES
from pacte.journeys.rules.campaigns import STALLED_STATES, stop_text
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless

PAGE = 50
# No barrier stops anything by itself: the step before it says where the person was.
_ASIDE = (StepKind.BARRIER_NOTED, StepKind.BARRIER_SOLVED, StepKind.SITUATION)


@dataclass(frozen=True, slots=True)
class StalledFilters:
    """``age``: code of a class, "" for all ages. ``place``: code of a commune, or of a department; "" for all.

    ``days``: stopped for that long at least. ``is_unreached``: no campaign reached them.
    """

    age: str = AGE_CLASSES[0].code
    state: JourneyState | None = None
    place: str = ""
    days: int = 0
    is_unreached: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class StalledPage:
    lines: tuple[StalledLearner, ...]
    total: int


def stalled_learners(
    *, actor: Actor, scope: AdviserScope, filters: StalledFilters, on: date, size: int = PAGE
) -> StalledPage:
    """One page of ``size`` people, who stopped the longest ago first. A constant number of queries.

    Raises ``NotFound`` for a scope that is not the actor's own.
    """
    hide_unless(set(scope.body_ids) <= bodies_with_journey_right(actor, "journeys.orient"))
    learners = _filtered(scope, filters, on)
    start = (max(1, filters.page) - 1) * size
    rows = list(learners.order_by("stopped_on", "pk")[start : start + size])
    total = start + len(rows) if rows and len(rows) < size else learners.count()
    return StalledPage(tuple(_lines(rows, scope.body_ids)), total)


def _filtered(scope: AdviserScope, filters: StalledFilters, on: date) -> QuerySet[Learner]:
    of_learner = Journey.objects.filter(learner=OuterRef("pk"))
    latest = of_learner.order_by("-opened_on", "-pk")
    learners = (
        Learner.objects.filter(is_referent_in_scope(scope, prefix="referents__"), purged_at=None)
        .filter(~Exists(of_learner.filter(entered_on__isnull=False)))
        .annotate(stopped_on=Subquery(latest.values("state_on")[:1]))
        .alias(now=Subquery(latest.values("state")[:1]))
        .filter(now__in=STALLED_STATES if filters.state is None else (filters.state,))
        .filter(**_born_between(filters.age, on))
    )
    if filters.place:
        learners = learners.filter(commune_code__startswith=filters.place)
    if filters.days:
        learners = learners.filter(stopped_on__lte=on - timedelta(days=filters.days))
    if filters.is_unreached:
        counted = CampaignContact.objects.filter(
            learner=OuterRef("pk"), body_id__in=scope.body_ids, consent_on__isnull=False, withdrawn_on=None
        )
        learners = learners.filter(~Exists(counted))
    return learners


def _born_between(age: str, on: date) -> dict[str, int]:
    """Conditions on the year of birth: the age is the one reached in the year of ``on``."""
    rank = next((rank for rank, each in enumerate(AGE_CLASSES) if each.code == age), None)
    if rank is None:
        return {}
    born: dict[str, int] = {}
    if (below := AGE_CLASSES[rank].below) is not None:
        born["birth_year__gt"] = on.year - below
    if rank and (least := AGE_CLASSES[rank - 1].below) is not None:
        born["birth_year__lte"] = on.year - least
    return born


def _lines(rows: Sequence[Learner], body_ids: Sequence[int]) -> list[StalledLearner]:
    keys = [row.pk for row in rows]
    names = {each.learner_id: each for each in LearnerContact.objects.filter(learner_id__in=keys)}
    journeys: dict[int, list[Journey]] = defaultdict(list)
    for each in (
        Journey.objects.filter(learner_id__in=keys)
        .select_related("session__training_action__training")
        .order_by("opened_on", "pk")
    ):
        journeys[each.learner_id].append(each)
    steps = _last_steps([own[-1].pk for own in journeys.values()])
    contacts: dict[int, list[CampaignContact]] = defaultdict(list)
    for contact in CampaignContact.objects.filter(learner_id__in=keys, body_id__in=body_ids).select_related("campaign"):
        contacts[contact.learner_id].append(contact)
    return [_line(row, names.get(row.pk), journeys[row.pk], steps, contacts[row.pk]) for row in rows]


def _line(
    row: Learner,
    name: LearnerContact | None,
    journeys: Sequence[Journey],
    steps: Mapping[int, Step],
    contacts: Sequence[CampaignContact],
) -> StalledLearner:
    latest = journeys[-1]
    state, step = JourneyState(latest.state), steps.get(latest.pk)
    kind = StepKind(step.kind) if step else None
    return StalledLearner(
        learner_key=row.key,
        name=f"{name.last_name} {name.first_name}" if name else "Nom effacé",
        commune_code=row.commune_code,
        birth_year=row.birth_year,
        state=state,
        since=journeys[0].opened_on,
        stopped_on=latest.state_on,
        last_step=kind,
        why=stop_text(state, has_lapsed=kind is StepKind.LAPSED, detail=step.detail if step else {}),
        seen_on=row.last_seen_on,
        training=latest.session.training.title if latest.session else "",
        campaigns=tuple(each.campaign.title for each in contacts),
        is_reached=any(each.state is CampaignContactState.COUNTED for each in contacts),
    )


def _last_steps(journey_ids: Sequence[int]) -> dict[int, Step]:
    """The last step in force of each journey, without those about barriers. One query."""
    replaced = Step.objects.filter(corrects_id=OuterRef("pk"))
    steps = Step.objects.filter(journey_id__in=journey_ids, is_withdrawn=False).exclude(kind__in=_ASIDE)
    return {
        each.journey_id: each for each in steps.exclude(Exists(replaced)).order_by("happened_on", "recorded_at", "pk")
    }
