"""Obligations of the Region after the steps of journeys: start, stop or check pay. Without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from pacte.journeys.models import Due, LearnerContact
from pacte.journeys.permissions import hosts_where
from pacte.journeys.records import STEP_LABELS, StepKind
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer
from pacte.journeys.rules.masking import initial
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.notifications.services.system_access import as_system
from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class RegionDue:
    """``after``: the step that created it, on ``since``. ``person`` is an initial; ``session`` None: it has none."""

    identifier: int
    what: Consequence
    after: str
    since: date
    due_on: date
    person: str
    session: Session | None

    @property
    def label(self) -> str:
        return LABELS[self.what]


@dataclass(frozen=True, slots=True)
class RegionDueCount:
    """``late`` is included in ``waiting``."""

    waiting: int = 0
    late: int = 0


def region_due_counts(*, actor: Actor, on: date) -> dict[Consequence, RegionDueCount]:
    """Open obligations by kind on that day. Raises ``Unseen`` for an actor who reads no journey of a Region."""
    late = Count("pk", filter=Q(due_on__lt=on))
    rows = _owed(actor).order_by().values("what").annotate(count=Count("pk"), late=late)
    return {Consequence(row["what"]): RegionDueCount(row["count"], row["late"]) for row in rows}


def region_dues(*, actor: Actor, what: Consequence | None = None, after: int = 0, limit: int = 200) -> list[RegionDue]:
    """Most urgent first, after the first ``after`` ones. Three queries. Raises ``Unseen``."""
    found = _owed(actor) if what is None else _owed(actor).filter(what=what)
    rows = list(
        found.select_related("step", "journey__session__training_action__training__provider").order_by("due_on", "pk")[
            after : after + limit
        ]
    )
    letters = _letters(actor, {row.journey.learner_id for row in rows})
    return [
        RegionDue(
            row.pk, Consequence(row.what), STEP_LABELS[StepKind(row.step.kind)], row.step.happened_on, row.due_on,
            initial(letters.get(row.journey.learner_id, "")), row.journey.session,
        )
        for row in rows
    ]  # fmt: skip


def may_settle(*, actor: Actor) -> bool:
    """True for an actor who may close an obligation of the Region."""
    return bool(hosts_where(actor, "journeys.settle"))


def reads_region_dues(*, actor: Actor, session: Session) -> bool:
    """True for the staff of the session's Region: a link then leads to its list of obligations."""
    return session.training.host_id in hosts_where(actor, "journeys.read")


def _owed(actor: Actor) -> QuerySet[Due]:
    hosts = hosts_where(actor, "journeys.read")
    if not hosts:
        raise NotFound
    return Due.objects.filter(body_id__in=hosts, doer=Doer.REGION, settled_on=None)


def _letters(actor: Actor, learners: set[int]) -> dict[int, str]:
    """The database returns only the first letter."""
    with as_system(actor):
        rows = LearnerContact.objects.filter(learner_id__in=learners).annotate(letter=Left("first_name", 1))
        return dict(rows.values_list("learner_id", "letter"))
