"""« Qui porte quoi ? »: people and the actions that they lead; « Qu’est-ce qui m’attend ? »: those of the actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pacte.accounts.permissions import may as may_with_people
from pacte.accounts.queries import organisation_names, substitutions, substitutions_for_actor
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import apply_french_spacing, fold_text, format_day, pluralise
from pacte.plan.permissions import PlanScope, may
from pacte.plan.queries import (
    ActionLeadSummary,
    LeadStatus,
    PlanSummary,
    VisiblePlan,
    action_leads,
    action_numbers_led_by,
    main_plan,
    person_and_represented_ids,
    plan_summaries,
    visible_plan,
)
from pacte.plan.records import VersionState
from pacte.plan.rules.versions import next_transition
from pacte.web.page import PageContext, plan_brand
from pacte.web.pages.plan.action_summaries import ActionSummary, action_summaries, count_cell
from pacte.web.pages.plan.evidence import evidence_by_action, own_action_evidence_cell
from pacte.web.pages.plan.version_page import DayPage, VersionPage
from pacte.web.tables import Cell, Column, Table, cell, day_column


class LeadsPage(VersionPage):
    """The running actions of the plan and the names of the bodies, for who may read its people."""

    is_public = False
    lines: dict[ActionCode, ActionSummary]
    names: dict[int, str]
    may_hand_over: bool

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(self.sees_people)
        self.lines = {each.number: each for each in action_summaries(self.content, self.on) if not each.is_ended}
        self.names = organisation_names(on=self.on)
        self.may_hand_over = may_with_people(self.actor, "accounts.hand_over", self.plan.organisation_id)

    def body(self, lead: ActionLeadSummary) -> str:
        return self.names.get(lead.organisation_id, "")

    def person_cell(self, lead: ActionLeadSummary, act: str) -> Cell:
        """The person; for who may hand their actions over, a link to do so."""
        if not self.may_hand_over or not lead.person_id:
            return lead.name
        return cell(lead.name, url=reverse("plan_editing:hand_over", args=[lead.person_id]), note=act)


@LeadsPage.view(template_name="plan/leads.html", entry="leads", crumb="Qui porte quoi")
def leads(page: LeadsPage) -> dict[str, Any]:
    by_status: dict[LeadStatus, list[ActionLeadSummary]] = defaultdict(list)
    for lead in action_leads(actor=page.actor, version=page.version, on=page.on):
        if lead.number in page.lines:
            in_post = lead.status in (LeadStatus.IN_PERSON, LeadStatus.BY_SUBSTITUTE)
            by_status[LeadStatus.IN_PERSON if in_post else lead.status].append(lead)
    vacant, unnamed = by_status[LeadStatus.VACANT], by_status[LeadStatus.NEVER_NAMED]
    return {
        "answer": _leads_answer(len(page.lines), by_status[LeadStatus.IN_PERSON], vacant, unnamed),
        "vacant": Table(
            vacant,
            Column("Action", lambda lead: page.action_cell(lead.number, page.lines[lead.number].name)),
            Column("Pour", page.body),
            Column("Dernière personne", lambda lead: page.person_cell(lead, "confier à")),
            day_column("Depuis", lambda lead: format_day(lead.left_on) if lead.left_on else "non connu"),
            id="table-vacantes",
            caption="Actions vacantes",
        ),
        "people": _people_table(by_status[LeadStatus.IN_PERSON], page),
        "unnamed": _unnamed_table(unnamed, page),
        "undecided": [
            {"line": line, "url": page.url("plan:action", line.number)}
            for line in page.lines.values()
            if not line.has_decided_lead
        ],
        "stand_ins": [
            {
                "text": apply_french_spacing(
                    f"{each.substitute} remplace {each.person} du {format_day(each.valid_from)} au "
                    f"{format_day(each.valid_until)}"
                ),
                "note": each.reason,
                "url": reverse("plan_editing:hand_over", args=[each.person_id]) if page.may_hand_over else "",
            }
            for each in substitutions(actor=page.actor, on=page.on)
        ],
    }


def _leads_answer(
    actions: int, in_post: list[ActionLeadSummary], vacant: list[ActionLeadSummary], unnamed: list[ActionLeadSummary]
) -> str:
    led, left, without = (len({lead.number for lead in leads}) for leads in (in_post, vacant, unnamed))
    sentences = [
        f"Sur {pluralise(actions, 'action')}, {led} ont une personne en poste.",
        f"{pluralise(left, 'action est vacante', 'actions sont vacantes')}." if left else "",
        f"Pour {pluralise(without, 'action')}, personne n’a encore été désigné par un porteur." if without else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _unnamed_table(unnamed: Iterable[ActionLeadSummary], page: LeadsPage) -> Table[tuple[ActionCode, list[str]]]:
    """One row per action, whatever its number of leads."""
    bodies: dict[ActionCode, list[str]] = defaultdict(list)
    for lead in unnamed:
        bodies[lead.number].append(page.body(lead))
    return Table(
        bodies.items(),
        Column("Action", lambda row: page.action_cell(row[0], page.lines[row[0]].name)),
        Column("Pour", lambda row: ", ".join(row[1])),
        id="table-jamais",
        caption="Actions sans personne désignée",
    )


def _people_table(in_post: Iterable[ActionLeadSummary], page: LeadsPage) -> Table[list[ActionLeadSummary]]:
    by_person: dict[tuple[str, int, int], list[ActionLeadSummary]] = defaultdict(list)
    for lead in in_post:
        by_person[lead.name, lead.person_id or 0, lead.organisation_id].append(lead)
    return Table(
        sorted(by_person.values(), key=lambda leads: fold_text(leads[0].name)),
        Column("Personne", lambda leads: page.person_cell(leads[0], "passer la main")),
        Column("Pour", lambda leads: page.body(leads[0])),
        Column("Actions", lambda leads: _action_links(leads, page)),
        Column("Remplacement", lambda leads: _replacement_text(leads[0])),
        id="table-personnes",
        caption="Personnes qui portent une action",
        empty="Personne n’est désigné à ce jour.",
    )


def _action_links(person_leads: list[ActionLeadSummary], page: LeadsPage) -> SafeString:
    links = ((page.url("plan:action", each.number), each.number) for each in person_leads)
    return format_html("<span>{}</span>", format_html_join(", ", '<a href="{}">{}</a>', links))


def _replacement_text(line: ActionLeadSummary) -> str:
    if line.status is not LeadStatus.BY_SUBSTITUTE:
        return "en poste"
    until = f" jusqu’au {format_day(line.substitute_until)}" if line.substitute_until else ""
    return f"remplacé par {line.substitute}{until}"


class MyActionsPage(DayPage):
    """What the actor has to do in every plan."""

    def page_context(self) -> PageContext:
        return PageContext(actor=self.actor, plan=main_plan(actor=self.actor), day=self.day_control())


@MyActionsPage.view(template_name="plan/mine.html")
def my_actions(page: MyActionsPage) -> dict[str, Any]:
    actor, on = page.actor, page.on
    plans, people = plan_summaries(actor=actor), person_and_represented_ids(actor=actor, on=on)
    all_led: list[ActionSummary] = []
    groups, pending = [], []
    for plan in plans:
        plan_view = visible_plan(actor=actor, code=plan.code, on=on)
        pending += _pending_versions(actor, plan, plan_view)
        numbers = set(action_numbers_led_by(actor=actor, version=plan_view.version, on=on, people=people))
        led = [line for line in action_summaries(plan_view.content, on) if line.number in numbers] if numbers else []
        all_led += led
        if led:
            groups.append(_plan_group(page, plan, plan_view, led))
    context = {
        "plan_actions": [{"label": "Voir le plan", "url": reverse("plan:main")}],
        "led": groups,
        "waiting": pending,
        "replaced": [
            apply_french_spacing(f"En remplacement de {each.person} jusqu’au {format_day(each.valid_until)}.")
            for each in substitutions_for_actor(actor=actor, on=on)
        ],
        "answer": _my_actions_answer(all_led, len(pending)),
    }
    return context | ({"brand": plan_brand(plans[0])} if plans else {})


def _my_actions_answer(led: list[ActionSummary], pending: int) -> str:
    late = sum(line.is_overdue for line in led)
    waiting = pluralise(pending, "version attend", "versions attendent")
    sentences = [
        f"Vous portez {pluralise(len(led), 'action')}." if led else "Vous ne portez aucune action.",
        f"{pluralise(late, 'échéance est dépassée', 'échéances sont dépassées')}." if late else "",
        f"{waiting} une étape que vous pouvez franchir." if pending else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _pending_versions(actor: Actor, plan: PlanSummary, plan_view: VisiblePlan) -> list[dict[str, str]]:
    """Versions with a next step that the actor may take."""
    steps = [(version, next_transition(version.state)) for version in plan_view.versions]
    return [
        {
            "label": f"{plan.title}, {version.label.lower()}",
            "step": step.label,
            "url": reverse("plan:glance", args=[plan.code]) + f"?version={version.number}",
        }
        for version, step in steps
        if step and may(actor, step.act, PlanScope(host_id=plan_view.plan.organisation_id, state=version.state))
    ]


def _plan_group(
    page: MyActionsPage, plan: PlanSummary, plan_view: VisiblePlan, led: list[ActionSummary]
) -> dict[str, Any]:
    has_draft = any(each.state is VersionState.DRAFT for each in plan_view.versions)
    evidence = evidence_by_action(page, plan_view, frozenset(line.number for line in led))

    def deadline_cell(line: ActionSummary) -> Cell:
        return cell(
            " ; ".join(f"{each.label}, fin {each.on.year}" for each in line.calendar.milestones) or "aucune",
            note="dépassée" if line.is_overdue else "",
        )

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
                    url=reverse("plan:action", args=[plan.code, line.number]) + page.day_querystring,
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
            Column("Preuve", lambda line: own_action_evidence_cell(evidence.get(line.number))),
            id=f"table-{plan.code}",
            caption=plan.title,
        ),
    }
