"""Pilot and leads, for a past day: their desk of today is a page of its own."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.finance.records import MoneyStage
from pacte.journeys.queries.place_requests import may_count_place_requests
from pacte.kernel.actor import Role
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_euros
from pacte.steering.queries.tracking import milestones_by_action
from pacte.steering.records import MilestoneState
from pacte.web.desk_panels import DeskEntry
from pacte.web.page_links import PageLink
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import RoleDesk

_MAX_MILESTONES = 5


def _waiting(reader: DeskReader) -> Iterator[DeskEntry]:
    """Milestones that were late, the longest first, then accounting lines without an action."""
    by_action = milestones_by_action(actor=reader.actor, plan=reader.plan, on=reader.on)
    late = [each for lines in by_action.values() for each in lines if each.state is MilestoneState.LATE]
    for each in sorted(late, key=lambda milestone: -milestone.days_late)[:_MAX_MILESTONES]:
        yield DeskEntry(
            f"{each.number} · {each.title}", each.owner or f"dû le {format_day(each.due_on)}",
            f"dépassé de {pluralise(each.days_late, 'jour')}", "bad", "Voir l’action",
            reader.url("plan:action", each.number),
        )  # fmt: skip
    loose = reader.money.unallocated if reader.money else None
    if loose and loose.count:
        yield DeskEntry(
            pluralise(loose.count, "ligne comptable à affecter", "lignes comptables à affecter"),
            f"{format_euros(loose.of(MoneyStage.COMMITTED))} engagés, hors de tous les chiffres",
            verb="Voir l’argent", url=reader.url("money:overview"),
        )  # fmt: skip


DESK = RoleDesk(
    "steering",
    frozenset({Role.REGION_PILOT, Role.ACTION_LEAD}),
    5,
    waiting=_waiting,
    links=(
        PageLink(
            "Demandes de place, en nombres",
            "place_requests:counts",
            lambda actor: may_count_place_requests(actor=actor),
        ),
    ),
)
