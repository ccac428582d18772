"""« Qu’est-ce qui m’attend ? »: the actions that the actor leads, and the version steps that they may take."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.accounts.queries import substitutions_for_actor
from pacte.kernel.clock import today
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.plan.permissions import PlanScope, may
from pacte.plan.queries import (
    PlanSummary,
    VisiblePlan,
    action_numbers_led_by,
    main_plan,
    person_and_represented_ids,
    plan_summaries,
    visible_plan,
)
from pacte.plan.records import VersionState
from pacte.plan.rules.versions import next_transition
from pacte.web.dated_plan import DAY_PARAM
from pacte.web.page import Page, PageContext, plan_brand
from pacte.web.pages.plan.action_summaries import ActionSummary, action_summaries, count_cell
from pacte.web.pages.plan.overview_attention import has_overdue_deadline
from pacte.web.pages.plan.version_page import day_in_url
from pacte.web.tables import Cell, Column, Table, cell

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor


class MyActionsPage(Page):
    """What the actor has to do in every plan, as of the day of ``?au=``."""

    requested_day: date | None
    plans: list[PlanSummary]

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.requested_day = day_in_url(self.request)
        self.plans = plan_summaries(actor=self.actor)

    @property
    def on(self) -> date:
        return self.requested_day or today()

    def page_context(self) -> PageContext:
        day = {"id": "vu-au", "on": self.on, "action": self.request.path, "is_today": self.requested_day is None}
        return PageContext(actor=self.actor, plan=main_plan(actor=self.actor), day=day)


@MyActionsPage.view(template_name="plan/mine.html")
def my_actions(page: MyActionsPage) -> dict[str, Any]:
    actor, on = page.actor, page.on
    people = person_and_represented_ids(actor=actor, on=on)
    all_led: list[ActionSummary] = []
    groups, pending = [], []
    for plan in page.plans:
        plan_view = visible_plan(actor=actor, code=plan.code, on=on)
        pending += _pending_versions(actor, plan, plan_view)
        numbers = set(action_numbers_led_by(actor=actor, version=plan_view.version, on=on, people=people))
        led = [line for line in action_summaries(plan_view.content, on) if line.number in numbers] if numbers else []
        all_led += led
        if led:
            groups.append(_plan_group(page, plan, plan_view, led))
    context = {
        "plan_actions": [{"label": "Voir le plan", "url": reverse("plan:home")}],
        "led": groups,
        "waiting": pending,
        "replaced": [
            apply_french_spacing(f"En remplacement de {each.person} jusqu’au {format_day(each.valid_until)}.")
            for each in substitutions_for_actor(actor=actor, on=on)
        ],
        "answer": _answer(all_led, len(pending)),
    }
    return context | ({"brand": plan_brand(page.plans[0])} if page.plans else {})


def _answer(led: list[ActionSummary], pending_count: int) -> str:
    late = sum(has_overdue_deadline(line) for line in led)
    sentences = [f"Vous portez {pluralise(len(led), 'action')}." if led else "Vous ne portez aucune action."]
    if late:
        sentences.append(f"{pluralise(late, 'échéance est dépassée', 'échéances sont dépassées')}.")
    if pending_count:
        sentences.append(
            f"{pluralise(pending_count, 'version attend', 'versions attendent')} une étape que vous pouvez franchir."
        )
    return apply_french_spacing(" ".join(sentences))


def _pending_versions(actor: Actor, plan: PlanSummary, plan_view: VisiblePlan) -> list[dict[str, str]]:
    """Versions with a next step that the actor may take."""
    host_id = plan_view.plan.organisation_id
    steps = [(version, next_transition(version.state)) for version in plan_view.versions]
    return [
        {
            "label": f"{plan.title}, {version.label.lower()}",
            "step": step.label,
            "url": reverse("plan:glance", args=[plan.code]) + f"?version={version.number}",
        }
        for version, step in steps
        if step and may(actor, step.act, PlanScope(host_id=host_id, state=version.state))
    ]


def _plan_group(
    page: MyActionsPage, plan: PlanSummary, plan_view: VisiblePlan, led: list[ActionSummary]
) -> dict[str, Any]:
    has_draft = any(each.state is VersionState.DRAFT for each in plan_view.versions)
    day = f"?{DAY_PARAM}={page.requested_day.isoformat()}" if page.requested_day else ""

    def deadline_cell(line: ActionSummary) -> Cell:
        deadlines = " ; ".join(f"{each.label}, fin {each.on.year}" for each in line.calendar.milestones)
        return cell(deadlines or "aucune", note="dépassée" if has_overdue_deadline(line) else "")

    return {
        "title": plan.title,
        "note": pluralise(len(led), "action") + (" ; un projet d’avenant est ouvert" if has_draft else ""),
        "section_id": f"plan-{plan.code}",
        "table": Table(
            led,
            Column("N°", lambda line: count_cell(line.number)),
            Column(
                "Action",
                lambda line: cell(
                    line.name,
                    url=reverse("plan:action", args=[plan.code, line.number]) + day,
                    note=line.leads_text,
                ),
            ),
            Column(
                "Ce qui manque à la fiche",
                lambda line: cell(
                    ", ".join(each.label for each in line.missing) or "rien",
                    note=f"{line.mark.met} champs remplis sur {line.mark.total}",
                ),
            ),
            Column("Échéance écrite au plan", deadline_cell),
            Column("Preuve", lambda line: cell("aucune à ce jour", note="à fournir")),
            id=f"table-{plan.code}",
            caption=plan.title,
        ),
    }
