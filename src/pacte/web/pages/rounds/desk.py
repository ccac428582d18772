"""« Qui attend un geste de moi ? »: desk of the pilot and of each lead, with what other rooms have pending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from pacte.finance.queries import unallocated_count
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, pluralise
from pacte.notifications.queries import unread_notification_count
from pacte.plan.queries import content_of_version, draft_version
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.committees import committee_summaries
from pacte.steering.queries.decisions import decisions_due_by_plan
from pacte.steering.queries.desk import open_rounds, slipping_milestones, steered_versions
from pacte.steering.queries.leads import LedAction, LedActions, led_actions_by_version
from pacte.steering.records.meetings import DueDecision
from pacte.web.dated_plan import DAY_PARAM
from pacte.web.desk_panels import DeskEntry, DeskPanel
from pacte.web.page import Page
from pacte.web.pages.rounds.committee_steps import CELL_WORDS, answer_cells, committee_steps
from pacte.web.pages.rounds.desk_model import (
    PilotDesk,
    PilotDeskItemFactory,
    pilot_desk_columns,
    pilot_desk_sentence,
)
from pacte.web.pages.rounds.desk_news import draft_entry, news_panel

if TYPE_CHECKING:
    from pacte.plan.models import Plan, PlanVersion


@Page.view(template_name="rounds/desk.html", nav="desk")
def pilot_desk(page: Page) -> dict[str, Any] | HttpResponseBase:
    """A past day is read on « / », which says what was known of the plan that day."""
    if page.request.GET.get(DAY_PARAM):
        return HttpResponseRedirect(f"{reverse('desks:home')}?{urlencode({DAY_PARAM: page.request.GET[DAY_PARAM]})}")
    actor, on = page.actor, today()
    versions = steered_versions(actor=actor, on=on)
    if not versions and not actor.has_role(Role.REGION_PILOT, Role.ACTION_LEAD):
        raise NotFound
    plans = [version.plan for version in versions]
    led = led_actions_by_version(actor=actor, versions=versions, on=on)
    rounds = open_rounds(actor=actor, versions=versions, on=on, led=led)
    # Plans that are over and have no open round are left out.
    plans_with_round = {each.plan_code for each in rounds}
    current_versions = [each for each in versions if each.last_year >= on.year or each.plan.code in plans_with_round]
    unread = unread_notification_count(actor=actor)
    desk = PilotDesk(
        rounds=rounds,
        slipping=slipping_milestones(actor=actor, plans=[each.plan for each in current_versions], on=on),
        decisions=_decision_items(actor, plans, on),
        money=_unallocated_money_items(actor, plans),
        vacancies=_vacant_action_items(actor, current_versions, led),
        messages=[partial(_unread_item, unread)] if unread else [],
        plan_titles={plan.code: plan.title for plan in plans},
        is_pilot=actor.has_role(Role.REGION_PILOT),
    )
    columns = pilot_desk_columns(desk, on)
    return {
        "title": "Qui attend un geste de moi ?",
        "answer": pilot_desk_sentence(desk, columns),
        "columns": columns,
        **(_committee_values(actor, versions, desk, columns, on) if any(each.may_run for each in rounds) else {}),
        "rounds": [
            {"label": each.label, "plan": each.plan_title, "url": page.url("rounds:round", each.round_id)}
            for each in rounds
        ],
        "plans": [{"title": plan.title, "url": page.url("rounds:list", plan.code)} for plan in plans],
        "on": on,
        "as_of": {"id": "vu-au", "on": on, "action": reverse("desks:home"), "is_today": True},
        # The page header shows the same count; this avoids a second query.
        "unread_messages": unread,
    }


def _committee_values(
    actor: Actor, versions: Sequence[PlanVersion], desk: PilotDesk, columns: tuple[DeskPanel, ...], on: date
) -> dict[str, Any]:
    """What whoever runs a round sees above the columns: its steps up to the statement, its answers, what moved."""
    led = next(each for each in desk.rounds if each.may_run)
    version = next(each for each in versions if each.plan.code == led.plan_code)
    meetings = committee_summaries(actor=actor, plan=version.plan)
    committee = next((each for each in meetings if each.round_number == led.number), None)
    content = content_of_version(version)
    labels = {each.code: each.label for each in content.axes}
    axes = {row.number: labels.get(row.axis_code, "") for row in reversed(content.rows)}
    draft = draft_version(actor=actor, plan=version.plan)
    drafts = [draft_entry(version.plan.code, draft.label, draft.number)] if draft else []
    return {
        "title": f"Comité du {format_day(committee.held_on if committee else led.committee_on)} : "
        "que reste-t-il à faire ?",
        "steps": committee_steps(led, committee, on),
        "axes": answer_cells(led, axes),
        "cell_words": CELL_WORDS,
        "columns": (*columns, news_panel(desk.rounds, desk.slipping, drafts, on)),
    }


def _decision_items(actor: Actor, plans: Sequence[Plan], on: date) -> list[PilotDeskItemFactory]:
    """Decisions late or to check: all of them for a pilot, one's own for the others."""
    due_in = decisions_due_by_plan(actor=actor, plans=plans, on=on)
    return [
        partial(_decision_item, plan, line, kind)
        for plan in plans
        for kind, lines in (("en retard", due_in[plan.pk].late), ("à vérifier", due_in[plan.pk].to_check))
        for line in lines
        if line.owner_id == actor.person_id or may(actor, "decision.take", SteeringScope(host_id=plan.organisation_id))
    ]


def _decision_item(plan: Plan, line: DueDecision, kind: str) -> DeskEntry:
    late = kind == "en retard"
    by = line.status.due_on if late else line.status.check_on
    return DeskEntry(
        title=f"Décision {line.number} : {line.text}" if len(line.text) < 90 else f"Décision {line.number}",
        note=line.owner or line.owner_body or "sans responsable",
        when=f"{kind}{f', {format_day(by)}' if by else ''}",
        tone="bad" if late else "watch",
        verb="Dire où elle en est" if late else "Vérifier l’effet",
        url=reverse("committees:decision", args=[plan.code, line.number]),
    )


def _unallocated_money_items(actor: Actor, plans: Sequence[Plan]) -> list[PilotDeskItemFactory]:
    """Accounting lines without a place in the plan. They belong to the Region, so each Region counts once."""
    hosts = dict.fromkeys(plan.organisation_id for plan in plans)
    first_plans = [next(plan for plan in plans if plan.organisation_id == host) for host in hosts]
    counts = [(plan, unallocated_count(actor=actor, plan=plan)) for plan in first_plans]
    return [partial(_unallocated_item, plan, count) for plan, count in counts if count]


def _unallocated_item(plan: Plan, count: int) -> DeskEntry:
    return DeskEntry(
        title=pluralise(count, "ligne comptable attend une affectation", "lignes comptables à affecter"),
        note="lues dans un extrait, rattachées à rien",
        verb="Les affecter",
        url=reverse("money:waiting", args=[plan.code]),
    )


def _vacant_action_items(
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


def _vacant_action_item(version: PlanVersion, action: LedAction) -> DeskEntry:
    return DeskEntry(
        title=f"{action.number} · {action.name}",
        note=f"{action.lead_name or 'porteur à désigner'} : personne n’agit",
        verb="Désigner",
        url=reverse("plan_editing:appoint", args=[version.plan.code, action.number]),
    )


def _unread_item(count: int) -> DeskEntry:
    return DeskEntry(
        title=pluralise(count, "message à lire", "messages à lire"), verb="Les lire", url=reverse("notifications:list")
    )
