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
from pacte.web.pages.rounds.lines import Line, Pending

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan, PlanVersion
    from pacte.steering.queries.leads import LedAction, LedActions
    from pacte.steering.records.meetings import DueDecision


def decisions_to_follow(actor: Actor, plans: Sequence[Plan], on: date) -> list[Pending]:
    """Decisions late or to check: all of them for a pilot, one's own for the others."""
    found: list[Pending] = []
    due_in = decisions_due_by_plan(actor=actor, plans=plans, on=on)
    for plan in plans:
        may_follow = may(actor, "decision.take", SteeringScope(host_id=plan.organisation_id))
        due = due_in[plan.pk]
        for kind, lines in (("en retard", due.late), ("à vérifier", due.to_check)):
            found += [
                partial(_decision, plan, line, kind) for line in lines if may_follow or line.owner_id == actor.person_id
            ]
    return found


def _decision(plan: Plan, line: DueDecision, kind: str) -> Line:
    late = kind == "en retard"
    by = line.status.due_on if late else line.status.check_on
    return Line(
        title=f"Décision {line.number} : {line.text}" if len(line.text) < 90 else f"Décision {line.number}",
        note=line.owner or line.owner_body or "sans responsable",
        when=f"{kind}{f', {format_day(by)}' if by else ''}",
        tone="bad" if late else "watch",
        verb="Dire où elle en est" if late else "Vérifier l’effet",
        url=reverse("committees:decision", args=[plan.code, line.number]),
    )


def money_to_allocate(actor: Actor, plans: Sequence[Plan]) -> list[Pending]:
    """Accounting lines without a place in the plan. They belong to the Region, so each Region counts once."""
    seen: set[int] = set()
    found: list[Pending] = []
    for plan in plans:
        if plan.organisation_id in seen:
            continue
        seen.add(plan.organisation_id)
        count = unallocated_count(actor=actor, plan=plan)
        if count:
            found.append(partial(_waiting, plan, count))
    return found


def _waiting(plan: Plan, count: int) -> Line:
    return Line(
        title=pluralise(count, "ligne comptable attend une affectation", "lignes comptables à affecter"),
        note="lues dans un extrait, rattachées à rien",
        verb="Les affecter",
        url=reverse("money:waiting", args=[plan.code]),
    )


def vacancies(actor: Actor, versions: Sequence[PlanVersion], led: Mapping[int, LedActions]) -> list[Pending]:
    """Running actions without anybody acting, for actors who may appoint someone."""
    own = [each for each in versions if may(actor, "round.open", SteeringScope(each.organisation_id))]
    return [
        partial(_vacancy, version, action)
        for version in own
        for action in led[version.pk].values()
        if action.is_running and not action.people
    ]


def _vacancy(version: PlanVersion, action: LedAction) -> Line:
    return Line(
        title=f"{action.number} · {action.name}",
        note=f"{action.lead_name or 'porteur à désigner'} : personne n’agit",
        verb="Désigner",
        url=reverse("amend:appoint", args=[version.plan.code, action.number]),
    )


def messages_to_read(count: int) -> list[Pending]:
    return [partial(_unread, count)] if count else []


def _unread(count: int) -> Line:
    return Line(
        title=pluralise(count, "message à lire", "messages à lire"), verb="Les lire", url=reverse("notices:list")
    )
