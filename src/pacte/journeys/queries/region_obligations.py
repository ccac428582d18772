"""Obligations of the Region after the steps of journeys: start, stop or check pay. Without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from pacte.infra.lazy_rows import LazyRows
from pacte.journeys.models import LearnerContact, Obligation
from pacte.journeys.permissions import hosts_with_journey_right
from pacte.journeys.records import STEP_LABELS, StepKind
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer
from pacte.journeys.rules.masking import name_initial
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.notifications.services.system_access import as_system
from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class RegionObligation:
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
class RegionObligationCount:
    """``late`` is included in ``waiting``."""

    waiting: int = 0
    late: int = 0


def region_obligation_counts(*, actor: Actor, on: date) -> dict[Consequence, RegionObligationCount]:
    """Open obligations by kind on that day. Raises ``NotFound`` for an actor who reads no journey of a Region."""
    late = Count("pk", filter=Q(due_on__lt=on))
    rows = _open_obligations(actor).order_by().values("what").annotate(count=Count("pk"), late=late)
    return {Consequence(row["what"]): RegionObligationCount(row["count"], row["late"]) for row in rows}


def region_obligations(*, actor: Actor, what: Consequence | None = None) -> LazyRows[Obligation, RegionObligation]:
    """Most urgent first; two queries a slice. Raises ``NotFound``."""
    obligations = _open_obligations(actor) if what is None else _open_obligations(actor).filter(what=what)
    rows = obligations.select_related("step", "journey__session__training_action__training__provider")
    return LazyRows(rows.order_by("due_on", "pk"), lambda part: _as_obligations(actor, part))


def _as_obligations(actor: Actor, rows: list[Obligation]) -> list[RegionObligation]:
    letters = _letters(actor, {row.journey.learner_id for row in rows})
    return [
        RegionObligation(
            row.pk, Consequence(row.what), STEP_LABELS[StepKind(row.step.kind)], row.step.happened_on, row.due_on,
            name_initial(letters.get(row.journey.learner_id, "")), row.journey.session,
        )
        for row in rows
    ]  # fmt: skip


def may_settle_obligations(*, actor: Actor) -> bool:
    """True for an actor who may close an obligation of the Region."""
    return bool(hosts_with_journey_right(actor, "journeys.settle"))


def can_read_region_obligations(*, actor: Actor, session: Session) -> bool:
    """True for the staff of the session's Region: a link then leads to its list of obligations."""
    return session.training.host_id in hosts_with_journey_right(actor, "journeys.read")


def _open_obligations(actor: Actor) -> QuerySet[Obligation]:
    hosts = hosts_with_journey_right(actor, "journeys.read")
    hide_unless(hosts)
    return Obligation.objects.filter(body_id__in=hosts, doer=Doer.REGION, settled_on=None)


def _letters(actor: Actor, learners: set[int]) -> dict[int, str]:
    """The database returns only the first letter."""
    with as_system(actor):
        rows = LearnerContact.objects.filter(learner_id__in=learners).annotate(letter=Left("first_name", 1))
        return dict(rows.values_list("learner_id", "letter"))
