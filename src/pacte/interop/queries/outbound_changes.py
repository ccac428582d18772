"""Changes about the people of a network, to be entered in its own tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from pacte.interop.models import DossierReference, PersonReference
from pacte.interop.permissions import InteropScope, may
from pacte.interop.records import ActStatus
from pacte.interop.rules.implied_steps import act_status_of_step
from pacte.journeys.models import LearnerContact, Step
from pacte.journeys.records import EndKind, StepKind
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.errors import hide_unless
from pacte.notifications.services.system_access import as_system

MAX_CHANGES = 20_000
# Prescription tools have no place for the adviser's notes on barriers.
_OWN_NOTES = (StepKind.BARRIER_NOTED, StepKind.BARRIER_SOLVED)


@dataclass(frozen=True, slots=True)
class OutboundChange:
    """``number``: of the person in the tool, else the one noted in the record; ``status`` None: no pivot status exists.

    ``is_correction``: replaces an earlier change. ``is_withdrawn``: withdraws it.
    """

    number: str
    first_name: str
    last_name: str
    session: str
    action: str
    training: str
    title: str
    kind: StepKind
    status: ActStatus | None
    on: date
    recorded_at: datetime
    dossier: str
    origin: str
    is_correction: bool
    is_withdrawn: bool


def outbound_changes(
    *, actor: Actor, host_id: int, body_id: int, source: str, since: datetime, until: datetime
) -> list[OutboundChange]:
    """Steps recorded in [since, until[ in the journeys oriented by the body, in order.

    Steps that came from the tool itself are excluded; at most ``MAX_CHANGES``. Five queries. Raises ``NotFound`` for
    the people of other networks.
    """
    hide_unless(may(actor, "liaison.import_acts", InteropScope(host_id, body_id)))
    # Steps typed here have no origin: without a tool, nothing is excluded.
    from_the_tool = Q(origin=source) if source else Q(pk__in=())
    rows = list(
        Step.objects.filter(
            journey__organisation_id=host_id, journey__referrer_id=body_id, recorded_at__gte=since,
            recorded_at__lt=until,
        )
        .exclude(from_the_tool)
        .exclude(kind__in=_OWN_NOTES)
        .select_related("journey", "session__training_action__training")
        .order_by("recorded_at", "pk")[:MAX_CHANGES]
    )  # fmt: skip
    learners = {row.journey.learner_id for row in rows}
    contacts = {each.learner_id: each for each in LearnerContact.objects.filter(learner_id__in=learners)}
    service_actor = system_actor(actor.name)
    with as_system(actor):
        numbers, dossiers = _tool_references(service_actor, host_id, source, rows)
    return [_change(row, contacts.get(row.journey.learner_id), numbers, dossiers) for row in rows]


def _tool_references(
    service_actor: Actor, host_id: int, source: str, rows: list[Step]
) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Numbers of the tool, by learner and by journey. The rows must come from a checked query."""
    assert service_actor.is_system
    people = PersonReference.objects.filter(
        organisation_id=host_id, source=source, learner_id__in={row.journey.learner_id for row in rows}
    )
    dossiers = DossierReference.objects.filter(
        organisation_id=host_id, source=source, journey_id__in={row.journey_id for row in rows}
    )
    return dict(people.values_list("learner_id", "reference")), dict(dossiers.values_list("journey_id", "reference"))


def _change(
    row: Step, contact: LearnerContact | None, numbers: Mapping[int, str], dossiers: Mapping[int, str]
) -> OutboundChange:
    session = row.session
    action = session.training_action if session else None
    end_kind = str(row.detail.get("end_kind", ""))
    return OutboundChange(
        number=numbers.get(row.journey.learner_id) or (contact.partner_number if contact else ""),
        first_name=contact.first_name if contact else "",
        last_name=contact.last_name if contact else "",
        session=session.number if session else "",
        action=action.number if action else "",
        training=action.training.number if action else "",
        title=action.training.title if action else "",
        kind=StepKind(row.kind),
        status=act_status_of_step(StepKind(row.kind), EndKind(end_kind) if end_kind else None),
        on=row.happened_on,
        recorded_at=row.recorded_at,
        dossier=dossiers.get(row.journey_id, ""),
        origin=row.origin,
        is_correction=row.corrects_id is not None,
        is_withdrawn=row.is_withdrawn,
    )
