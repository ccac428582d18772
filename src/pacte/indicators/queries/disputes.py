"""Disputes visible to an actor, the definition of each side, and the differences of definitions and lists."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.accounts.queries import organisation_names
from pacte.indicators.models import Dispute, DisputeRecord, DisputeSide
from pacte.indicators.permissions import may, sees_dispute
from pacte.indicators.records.definition import TerritoryRule
from pacte.indicators.records.dispute import Criterion, ListsCompared, SideGiven
from pacte.indicators.rules.dispute import criteria, lists_compared
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class SideRead:
    """One side: its latest figure (None before any), number of versions, number of records in its list."""

    body_id: int
    name: str
    side: DisputeSide | None
    versions: int
    lines: int


@dataclass(frozen=True, slots=True)
class DisputeRead:
    dispute: Dispute
    sides: tuple[SideRead, SideRead]
    criteria: tuple[Criterion, ...]
    lists: ListsCompared | None

    @property
    def is_late(self) -> bool:
        return self.dispute.settled_on is None and self.dispute.due_on < today()


def disputes(*, actor: Actor, host_id: int) -> list[Dispute]:
    """Open ones first, by deadline. Raises ``Unseen`` when the actor may see none."""
    if not may(actor, "indicators.see_disputes", host_id):
        raise NotFound
    found = [each for each in Dispute.objects.filter(organisation_id=host_id) if _sees(actor, each)]
    return sorted(found, key=lambda each: (each.settled_on is not None, each.due_on, each.number))


def dispute_by_number(*, actor: Actor, host_id: int, number: int) -> Dispute:
    found = Dispute.objects.filter(organisation_id=host_id, number=number).first()
    if found is None or not _sees(actor, found):
        raise NotFound
    return found


def dispute_read(*, actor: Actor, dispute: Dispute) -> DisputeRead:
    """Both figures with their definitions, the differences, and the record comparison when both gave a list."""
    names = organisation_names(on=today())
    told: dict[int, list[DisputeSide]] = {body: [] for body in dispute.body_ids}
    for side in dispute.sides.order_by("version"):
        told.setdefault(side.body_id, []).append(side)
    lists = _lists(dispute)
    first, second = (
        SideRead(
            body, names.get(body, f"organisme {body}"), told[body][-1] if told[body] else None, len(told[body]),
            len(lists.get(body, {})),
        )
        for body in dispute.body_ids
    )  # fmt: skip
    both = first.side is not None and second.side is not None
    return DisputeRead(
        dispute,
        (first, second),
        criteria(_given(first.side), _given(second.side)) if both and first.side and second.side else (),
        lists_compared(lists[first.body_id], lists[second.body_id]) if len(lists) == 2 else None,
    )


def _sees(actor: Actor, dispute: Dispute) -> bool:
    return sees_dispute(actor, dispute.organisation_id, tuple(dispute.body_ids), dispute.arbiter_id)


def _lists(dispute: Dispute) -> dict[int, dict[str, dict[str, str]]]:
    found: dict[int, dict[str, dict[str, str]]] = {}
    for row in DisputeRecord.objects.filter(dispute=dispute):
        found.setdefault(row.body_id, {})[row.key] = row.values
    return found


def _given(side: DisputeSide) -> SideGiven:
    return SideGiven(
        value=side.value, known_on=side.known_on, source=side.source, counted=side.counted,
        territory_rule=TerritoryRule(side.territory_rule), date_rule=side.date_rule, funders=side.funders,
        status_rule=side.status_rule,
    )  # fmt: skip
