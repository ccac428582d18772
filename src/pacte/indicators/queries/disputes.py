"""Disputes visible to an actor, the definition of each side, and the differences of definitions and lists."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.accounts.queries import organisation_names
from pacte.indicators.models import Dispute, DisputeRecord, DisputeSide
from pacte.indicators.permissions import can_see_dispute, may
from pacte.indicators.records.definition import TerritoryRule
from pacte.indicators.records.dispute import DisputeCriterion, DisputeSideInput, ListComparison
from pacte.indicators.rules.dispute import compare_definitions, compare_record_lists
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless


@dataclass(frozen=True, slots=True)
class DisputeSideDetails:
    """One side: its latest figure (None before any), number of versions, number of records in its list."""

    body_id: int
    name: str
    side: DisputeSide | None
    versions: int
    lines: int


@dataclass(frozen=True, slots=True)
class DisputeDetails:
    dispute: Dispute
    sides: tuple[DisputeSideDetails, DisputeSideDetails]
    criteria: tuple[DisputeCriterion, ...]
    lists: ListComparison | None

    @property
    def is_late(self) -> bool:
        return self.dispute.settled_on is None and self.dispute.due_on < today()


def visible_disputes(*, actor: Actor, host_id: int) -> list[Dispute]:
    """Open ones first, by deadline. Raises ``NotFound`` when the actor may see none."""
    hide_unless(may(actor, "indicators.see_disputes", host_id))
    rows = [each for each in Dispute.objects.filter(organisation_id=host_id) if _can_see(actor, each)]
    return sorted(rows, key=lambda each: (each.settled_on is not None, each.due_on, each.number))


def dispute_by_number(*, actor: Actor, host_id: int, number: int) -> Dispute:
    dispute = ensure_found(Dispute.objects.filter(organisation_id=host_id, number=number).first())
    hide_unless(_can_see(actor, dispute))
    return dispute


def dispute_details(*, actor: Actor, dispute: Dispute) -> DisputeDetails:
    """Both figures with their definitions, the differences, and the record comparison when both gave a list."""
    names = organisation_names(on=today())
    versions: dict[int, list[DisputeSide]] = {body: [] for body in dispute.body_ids}
    for side in dispute.sides.order_by("version"):
        versions.setdefault(side.body_id, []).append(side)
    lists = _record_lists(dispute)
    first, second = (
        DisputeSideDetails(
            body,
            names.get(body, f"organisme {body}"),
            versions[body][-1] if versions[body] else None,
            len(versions[body]),
            len(lists.get(body, {})),
        )
        for body in dispute.body_ids
    )
    both = first.side is not None and second.side is not None
    return DisputeDetails(
        dispute,
        (first, second),
        compare_definitions(_side_input(first.side), _side_input(second.side))
        if both and first.side and second.side
        else (),
        compare_record_lists(lists[first.body_id], lists[second.body_id]) if len(lists) == 2 else None,
    )


def _can_see(actor: Actor, dispute: Dispute) -> bool:
    return can_see_dispute(actor, dispute.organisation_id, tuple(dispute.body_ids), dispute.arbiter_id)


def _record_lists(dispute: Dispute) -> dict[int, dict[str, dict[str, str]]]:
    by_body: dict[int, dict[str, dict[str, str]]] = {}
    for row in DisputeRecord.objects.filter(dispute=dispute):
        by_body.setdefault(row.body_id, {})[row.key] = row.values
    return by_body


def _side_input(side: DisputeSide) -> DisputeSideInput:
    return DisputeSideInput(
        value=side.value, known_on=side.known_on, source=side.source, counted=side.counted,
        territory_rule=TerritoryRule(side.territory_rule), date_rule=side.date_rule, funders=side.funders,
        status_rule=side.status_rule,
    )  # fmt: skip
