"""Desk items from other rooms: decisions to follow, money to allocate, vacancies, messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.finance.queries import unallocated_count
from pacte.kernel.french import format_day, pluralise
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.decisions import decisions_due_by_plan
from pacte.web.pages.rounds.desk_columns import PilotDeskItem, PilotDeskItemFactory

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan, PlanVersion
    from pacte.steering.queries.leads import LedAction, LedActions
    from pacte.steering.records.meetings import DueDecision


def decision_items(actor: Actor, plans: Sequence[Plan], on: date) -> list[PilotDeskItemFactory]:
    """Decisions late or to check: all of them for a pilot, one's own for the others."""
    items: list[PilotDeskItemFactory] = []
    due_in = decisions_due_by_plan(actor=actor, plans=plans, on=on)
    for plan in plans:
        may_follow = may(actor, "decision.take", SteeringScope(host_id=plan.organisation_id))
        due = due_in[plan.pk]
        for kind, lines in (("en retard", due.late), ("à vérifier", due.to_check)):
            items += [
                partial(_decision_item, plan, line, kind)
                for line in lines
                if may_follow or line.owner_id == actor.person_id
            ]
    return items


def _decision_item(plan: Plan, line: DueDecision, kind: str) -> PilotDeskItem:
    late = kind == "en retard"
    by = line.status.due_on if late else line.status.check_on
    return PilotDeskItem(
        title=f"Décision {line.number} : {line.text}" if len(line.text) < 90 else f"Décision {line.number}",
        note=line.owner or line.owner_body or "sans responsable",
        when=f"{kind}{f', {format_day(by)}' if by else ''}",
        tone="bad" if late else "watch",
        verb="Dire où elle en est" if late else "Vérifier l’effet",
        url=reverse("committees:decision", args=[plan.code, line.number]),
    )


def unallocated_money_items(actor: Actor, plans: Sequence[Plan]) -> list[PilotDeskItemFactory]:
    """Accounting lines without a place in the plan. They belong to the Region, so each Region counts once."""
    counted_hosts: set[int] = set()
    items: list[PilotDeskItemFactory] = []
    for plan in plans:
        if plan.organisation_id in counted_hosts:
            continue
        counted_hosts.add(plan.organisation_id)
        count = unallocated_count(actor=actor, plan=plan)
        if count:
            items.append(partial(_unallocated_item, plan, count))
    return items


def _unallocated_item(plan: Plan, count: int) -> PilotDeskItem:
    return PilotDeskItem(
        title=pluralise(count, "ligne comptable attend une affectation", "lignes comptables à affecter"),
        note="lues dans un extrait, rattachées à rien",
        verb="Les affecter",
        url=reverse("money:waiting", args=[plan.code]),
    )


def vacant_action_items(
    actor: Actor, versions: Sequence[PlanVersion], led: Mapping[int, LedActions]
) -> list[PilotDeskItemFactory]:
    """Running actions without anybody acting, for actors who may appoint someone."""
    steered_versions = [each for each in versions if may(actor, "round.open", SteeringScope(each.organisation_id))]
    return [
        partial(_vacant_action_item, version, action)
        for version in steered_versions
        for action in led[version.pk].values()
        if action.is_running and not action.people
    ]


def _vacant_action_item(version: PlanVersion, action: LedAction) -> PilotDeskItem:
    return PilotDeskItem(
        title=f"{action.number} · {action.name}",
        note=f"{action.lead_name or 'porteur à désigner'} : personne n’agit",
        verb="Désigner",
        url=reverse("amend:appoint", args=[version.plan.code, action.number]),
    )


def unread_message_items(count: int) -> list[PilotDeskItemFactory]:
    return [partial(_unread_item, count)] if count else []


def _unread_item(count: int) -> PilotDeskItem:
    return PilotDeskItem(
        title=pluralise(count, "message à lire", "messages à lire"), verb="Les lire", url=reverse("notices:list")
    )
