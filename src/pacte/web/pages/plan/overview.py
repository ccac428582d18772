"""« Où en est le pacte ? »: overview of the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse

from pacte.indicators.queries.plan_figures import published_plan_figures
from pacte.indicators.records.evidence import ActionEvidence
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.plan_figures import PublicPlanFigures
from pacte.intake.catalog import file_kind
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import main_plan
from pacte.plan.records import Axis, PlanContent
from pacte.plan.rules.schedule import elapsed_share
from pacte.web.charts.money import MoneyChart
from pacte.web.page import Page
from pacte.web.pages.plan.action_summaries import ActionSummary, action_summaries, calendar_columns, cents_cell
from pacte.web.pages.plan.evidence import evidence_by_action, graded_action_numbers
from pacte.web.pages.plan.overview_alerts import Alert, LateMilestone, action_alerts, late_milestones
from pacte.web.pages.plan.overview_answer import AnswerFacts, overview_answer
from pacte.web.pages.plan.overview_attention import AttentionGroup, AttentionItem, attention_groups, open_points
from pacte.web.pages.plan.overview_filters import VIEW_PARAM, PlanView, PlanViews, ViewChoice, plan_views
from pacte.web.pages.plan.overview_model import axis_money_chart, group_actions_by_axis, running_numbers
from pacte.web.pages.plan.overview_steering import PlanSteering, load_plan_steering
from pacte.web.pages.plan.overview_table import OverviewTable
from pacte.web.pages.plan.participants import add_money_stages, may_see_money
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.public_pact import public_money_sentence, public_pact
from pacte.web.tables import Column, Table, number_column
from pacte.workflows.setup_checklist import setup_checklist


class OverviewPage(VersionPage):
    """The overview, with what is known beyond the plan: reports of the leads, evidence from the facts."""

    @cached_property
    def lines(self) -> tuple[ActionSummary, ...]:
        return action_summaries(self.content, self.on)

    @cached_property
    def evidence(self) -> dict[ActionCode, ActionEvidence]:
        return evidence_by_action(self, self.visible)

    @cached_property
    def steering(self) -> PlanSteering:
        return load_plan_steering(self)

    @property
    def elapsed(self) -> Decimal:
        return elapsed_share(self.content.first_year, self.content.last_year, self.on)


@OverviewPage.view(template_name="plan/glance.html", entry="glance")
def overview(page: OverviewPage) -> dict[str, Any]:
    content, lines, on, steering = page.content, page.lines, page.on, page.steering
    late, alerts = late_milestones(lines, steering), action_alerts(lines, steering, page.evidence, page.elapsed)
    money = add_money_stages(axis_money_chart(content, lambda axis: page.list_url(axe=axis)), page)
    if not money.knows_envelope_only:
        money = replace(money, elapsed=page.elapsed, has_gaps=True)
    figures = published_plan_figures(actor=page.actor, plan=page.plan, on=page.requested_day)
    pact = public_pact(figures)
    views = _views(page, late, alerts)
    return {
        "money": money,
        "money_note": _money_note(content, money),
        "answer": overview_answer(content, lines, on, _answer_facts(page, money, late, alerts, figures)),
        "attention": [_attention_column(each, page) for each in
                      attention_groups(lines, late, alerts, page.evidence, steering, on)],
        "figures": pact["pact"],
        "figures_note": pact.get("pact_note", ""),
        "columns": calendar_columns(content, on),
        "views": [_view_link(each, page) for each in views.choices],
        "since": f"depuis le comité du {format_day(steering.since)}" if steering.since else "",
        **_timeline(page, views),
        "open_points": [_attention_item(item, page) for item in open_points(lines)],
        "sheets_url": f"{page.url('plan:versions')}#fiches",
        "actions_title": f"Les {len(lines)} actions" if len(lines) > 1 else "L’action",
        "money_source": f"enveloppe {content.first_year}-{content.last_year}, écrite au plan ; le total est la somme "
        "des axes",
        "money_url": page.url("money:overview") if may_see_money(page) else "",
        "years_word": pluralise(content.last_year - content.first_year + 1, "an"),
        "by_year": _year_table(page),
    }  # fmt: skip


@Page.view(template_name="plan/none.html", nav="plan", is_public=True)
def main(page: Page) -> dict[str, Any] | HttpResponseBase:
    """The main plan; without any plan, the setup checklist."""
    plan = main_plan(actor=page.actor)
    if plan:
        return overview(page.request, code=plan.code)
    return {"steps": _setup_steps(page.actor), "may_import": bool(file_kind("plan").senders(page.actor))}


def _setup_steps(actor: Actor) -> list[dict[str, str]]:
    """Steps for the component « stepper »; empty for actors who cannot do them."""
    progress = setup_checklist(actor=actor, on=today())
    if progress is None:
        return []
    territory = (
        f"{pluralise(progress.communes, 'commune')}, édition {progress.edition}" if progress.edition else "à charger"
    )
    bodies = f"{pluralise(progress.organisations, 'organisme')} à l’annuaire"
    # The Region itself and the person who set up the installation exist from the start.
    steps = [
        (bool(progress.edition), "Territoire", territory, ""),
        (progress.organisations > 1, "Organismes", bodies, reverse("accounts:organisations")),
        (progress.people > 1, "Personnes", pluralise(progress.people, "compte"), reverse("accounts:people")),
        *(((False, "SMS", "sans plafond de dépense", ""),) if progress.lacks_text_ceiling else ()),
        (False, "Plan", "un tableau, ou un fichier yaml", reverse("intake:drop", args=["plan"])),
    ]
    current = next(label for is_done, label, _, _ in steps if not is_done)
    return [
        {
            "label": label,
            "detail": detail,
            "url": url,
            "state": "done" if is_done else "current" if label == current else "todo",
        }
        for is_done, label, detail, url in steps
    ]


def _answer_facts(
    page: OverviewPage,
    money: MoneyChart,
    late: list[LateMilestone],
    alerts: list[Alert],
    figures: PublicPlanFigures | None,
) -> AnswerFacts:
    running = running_numbers(page.lines)
    counts = Counter(each.grade for number, each in page.evidence.items() if number in running)
    return AnswerFacts(
        money, counts[EvidenceGrade.RESULT], counts[EvidenceGrade.MEANS], len(late), len(alerts),
        public_money_sentence(figures), page.steering.committee,
    )  # fmt: skip


def _views(page: OverviewPage, late: list[LateMilestone], alerts: list[Alert]) -> PlanViews:
    running = running_numbers(page.lines)
    proved = graded_action_numbers(page.evidence, EvidenceGrade.RESULT)
    numbers = {PlanView.ALL: frozenset(line.number for line in page.lines)}
    if page.steering.since:
        numbers[PlanView.MOVED] = page.steering.moved & running
    numbers[PlanView.ALERT] = frozenset(each.number for each in alerts)
    numbers[PlanView.LATE] = frozenset(each.number for each in late)
    numbers[PlanView.RESULTLESS] = running - proved
    return plan_views(numbers, page.request.GET.get(VIEW_PARAM, ""))


def _view_url(view: PlanView, page: OverviewPage) -> str:
    """The overview with the table of that view; the day and the version are kept."""
    address = page.url("plan:glance")
    if view is not PlanView.ALL:
        address += f"{'&' if '?' in address else '?'}{VIEW_PARAM}={view.value}"
    return f"{address}#les-actions"


def _view_link(choice: ViewChoice, page: OverviewPage) -> dict[str, Any]:
    return {
        "label": choice.label, "count": choice.count, "current": choice.is_current,
        "url": _view_url(choice.view, page),
    }  # fmt: skip


def _timeline(page: OverviewPage, views: PlanViews) -> dict[str, Any]:
    """The rows of the view; an axis of which no action is shown is left out."""
    table = OverviewTable(page, page.steering, page.evidence, has_amounts=bool(page.content.amounts))
    groups = [
        table.group(axis, lines, rank, views.shown)
        for rank, (axis, lines) in enumerate(group_actions_by_axis(page.content, page.lines).items(), start=1)
        if lines
    ]
    shown = [group for group in groups if group["lines"]]
    return {
        "timeline": shown,
        "extra": table.extra,
        "is_narrowed": views.current is not PlanView.ALL,
        "has_deadlines": any(row["line"].milestones for group in shown for row in group["lines"]),
        "proof_note": _evidence_note(
            has_measured=any(each.proofs for each in page.evidence.values()),
            has_declared=bool(page.steering.declared),
        ),
    }


def _evidence_note(*, has_measured: bool, has_declared: bool) -> str:
    note = "ce qui a été mesuré ou déclaré depuis"
    if not has_measured:
        note += " ; rien n’est encore mesuré ici" if has_declared else " ; rien ne l’est encore ici"
    return note + (" ; ce que les porteurs ont déclaré est marqué comme tel." if has_declared else ".")


def _money_note(content: PlanContent, money: MoneyChart) -> str:
    if not money.knows_envelope_only:
        return "Fonds pacte ; part de l’enveloppe."
    known = "Le plan chiffre aussi ses actions, ci-dessous." if content.amounts else "Le plan ne chiffre aucune action."
    return f"Seule l’enveloppe est montrée ici : le reste se lit avec un compte, une fois versé. {known}"


def _year_table(page: OverviewPage) -> Table[Axis]:
    """Amounts by axis and year, in euros, with the total of each year. Without rows when the plan gives none."""
    axis_of = {line.number: line.axis for line in page.lines}
    cents: Counter[tuple[Axis | None, int]] = Counter()
    for amount in page.content.amounts:
        if amount.year is not None:
            cents[axis_of.get(amount.number), amount.year] += amount.cents
    years = sorted({year for _, year in cents})

    def column(year: int) -> Column[Axis]:
        total = sum(cents[axis, year] for axis in page.content.axes)
        return number_column(str(year), lambda axis: cents_cell(cents.get((axis, year))), cents_cell(total))

    return Table(
        page.content.axes if years else (),
        Column("Axe", lambda axis: axis.label, total="Ensemble"),
        *map(column, years),
        id="argent-annees",
        caption="Montants des actions par axe et par année, en euros",
    )


def _attention_column(group: AttentionGroup, page: OverviewPage) -> dict[str, Any]:
    return {
        "title": group.title,
        "sign": group.sign,
        "tone": group.tone,
        "lines": [_attention_item(item, page) for item in group.items],
        "empty": group.empty,
    }


def _attention_item(item: AttentionItem, page: OverviewPage) -> dict[str, Any]:
    url = item.url if item.query is None else page.list_url(**item.query)
    if item.number is not None:
        url = page.url("plan:action", item.number)
    elif item.view is not None:
        url = _view_url(item.view, page)
    return {"number": item.number, "label": item.text, "note": item.detail, "url": url}
