"""Hands over the assignments of a person in rounds: pending answers and open milestones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.accounts.models import Person
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import deny_unless
from pacte.kernel.responsibility import Assignment
from pacte.steering.models import Milestone, RoundAnswer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.assignments import ANSWER, MILESTONE
from pacte.steering.records import RoundState


def hand_over_rounds(
    *, actor: Actor, giver: Person, taker: Person, holdings: Sequence[Assignment], on: date, reason: str
) -> None:
    """Transfers the assignments still open; closed or frozen ones keep their author. Raises ``PermissionDenied``."""
    answers = RoundAnswer.objects.filter(
        pk__in=_identifiers(holdings, ANSWER), person=giver, round__state=RoundState.OPEN
    )
    milestones = Milestone.objects.filter(
        pk__in=_identifiers(holdings, MILESTONE), owner=giver, done_on__isnull=True, dropped_on__isnull=True
    )
    hosts = {*answers.values_list("organisation_id", flat=True), *milestones.values_list("organisation_id", flat=True)}
    deny_unless(
        all(may(actor, "round.review", SteeringScope(host_id=host)) for host in hosts),
        "hand_over",
        "Seul le pilote du pacte confie à un autre ce qu’une personne porte.",
    )
    with audit_event(
        actor=actor, name="round.hand_over", subject_kind="person", subject_id=giver.pk, subject_label=str(giver),
        organisation_id=min(hosts, default=None), reason=reason,
    ) as entry:  # fmt: skip
        moved_count = answers.update(person=taker) + milestones.update(owner=taker)
        entry.detail.update(moved=moved_count, taker=str(taker), on=on.isoformat())


def _identifiers(holdings: Sequence[Assignment], kind: str) -> list[int]:
    return [int(each.identifier) for each in holdings if each.kind == kind]
