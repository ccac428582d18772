"""« Où en est-on ? » of one case: its stages, what it needs to move on, its content, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.kernel.money import format_euros
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.permissions import may
from pacte.procedures.queries import CaseDetail, case_by_number, case_documents, comparison_table
from pacte.procedures.records.cases import DELIVERABLE_STATE_LABELS, CaseEventKind, DeliverableState, DueDateUrgency
from pacte.procedures.records.description import CaseFieldKind
from pacte.procedures.rules.transitions import accepts_award, accepts_choice, missing_requirements, stage_path
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.pages.studies.list_page import case_state_badge
from pacte.web.pages.studies.wording import STEP_LABELS, case_answer, due_date_text
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.procedures.models import CaseDocument, CaseEvent, Deliverable

_DELIVERABLE_BADGES = {
    DeliverableState.EXPECTED: ("clock", ""),
    DeliverableState.RECEIVED: ("half", "watch"),
    DeliverableState.ACCEPTED: ("check", "good"),
    DeliverableState.REFUSED: ("triangle", "bad"),
}


@require_login
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    case_detail = case_by_number(actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=today())
    line = case_detail.summary
    names = action_titles_by_number(actor=dated_plan.actor, plan=dated_plan.plan, on=today())
    table = comparison_table(case=case_detail.case)
    rights = {
        name: may(dated_plan.actor, f"procedures.{name}", case_detail.scope) for name in ("write", "award", "choose")
    }
    is_open = not line.is_ended
    context = dated_plan_page_context(
        request, dated_plan, breadcrumb=case_breadcrumb(dated_plan, line.title), dated=False
    ) | {
        "read": case_detail,
        "line": line,
        "badge": case_state_badge(line),
        "answer": case_answer(line, today()),
        "steps": [
            _stage_values(case_detail, stage, state)
            for stage, state in stage_path(case_detail.procedure, case_detail.facts)
        ],
        "facts": _facts(case_detail, dated_plan, names),
        "moves": [_transition_values(case_detail, dated_plan, each.code) for each in case_detail.moves]
        if is_open
        else [],
        "may_write": rights["write"] and is_open,
        "may_award": rights["award"]
        and is_open
        and (accepts_award(case_detail.procedure, case_detail.facts) or case_detail.award is not None),
        "may_choose": rights["choose"] and is_open and accepts_choice(case_detail.procedure, case_detail.facts),
        "dues": [
            {
                "label": each.label,
                "words": "" if each.urgency is DueDateUrgency.LATER else due_date_text(each, today()),
                "on": each.on,
                "is_late": each.urgency is DueDateUrgency.LATE,
            }
            for each in line.due_dates
        ],
        "deliverables": [_deliverable_values(each, rights["write"] and is_open) for each in case_detail.deliverables],
        "sees_documents": case_detail.sees_documents,
        "documents": [_document_values(each, case_detail, dated_plan) for each in case_documents(detail=case_detail)],
        "table": table,
        "history": [_history_entry(each) for each in reversed(case_detail.steps)],
        "enabled": enabled_action_links(
            case_detail.choice.enabled_numbers if case_detail.choice else [], names, dated_plan
        ),
    }
    return render(request, "studies/file.html", context)


def case_breadcrumb(dated_plan: DatedPlan, *labels: str, url: str = "") -> list[dict[str, str]]:
    """Breadcrumb under the list of cases; ``url`` is the URL of the case when the page is below it."""
    first, *rest = labels
    return [
        {"label": "Études", "url": dated_plan.url("studies:list")},
        {"label": first, "url": url} if url else {"label": first},
        *({"label": each} for each in rest),
    ]


def enabled_action_links(
    numbers: list[ActionCode], names: dict[ActionCode, str], dated_plan: DatedPlan
) -> list[dict[str, str]]:
    """Links to the actions that a choice makes possible."""
    return [
        {"label": f"{number} {names.get(number, '')}", "url": dated_plan.url("plan:action", number)}
        for number in numbers
    ]


def _stage_values(case_detail: CaseDetail, stage: str, state: str) -> dict[str, str]:
    stage_spec = case_detail.procedure.stage(stage)
    arrivals = [
        each for each in case_detail.steps if each.kind == CaseEventKind.MOVED and each.after == stage_spec.label
    ]
    detail = f"depuis le {format_day(arrivals[-1].happened_on)}" if state == "current" and arrivals else ""
    if state == "current" and not arrivals:
        detail = f"depuis le {format_day(case_detail.summary.opened_on)}"
    return {"label": stage_spec.label, "state": state, "detail": detail}


def _facts(case_detail: CaseDetail, dated_plan: DatedPlan, names: dict[ActionCode, str]) -> list[dict[str, str]]:
    line, values = case_detail.summary, case_detail.case.values
    facts = [
        {
            "label": "Action",
            "value": f"{line.action_number} {names.get(line.action_number, '')}",
            "url": dated_plan.url("plan:action", line.action_number),
        },
        {"label": "Responsable", "value": line.owner_name or "À désigner"},
    ]
    for field in case_detail.procedure.fields:
        if field.kind is CaseFieldKind.PARAGRAPH or (
            field.kind is CaseFieldKind.AMOUNT and not case_detail.sees_documents
        ):
            continue
        value = str(values.get(field.code, ""))
        words = dict(field.choices).get(value, value)
        if field.kind is CaseFieldKind.AMOUNT and value.isdigit():
            words = format_euros(int(value))
        facts.append({"label": field.label, "value": words or "Non dit"})
    if case_detail.award:
        facts.append(
            {
                "label": "Titulaire",
                "value": f"{case_detail.award.holder}, {format_euros(case_detail.award.cents)}",
                "note": f"attribué le {format_day(case_detail.award.awarded_on)}",
            }
        )
    return facts


def _transition_values(case_detail: CaseDetail, dated_plan: DatedPlan, code: str) -> dict[str, Any]:
    transition = next(each for each in case_detail.moves if each.code == code)
    missing = missing_requirements(transition, case_detail.facts)
    is_end = case_detail.procedure.stage(transition.after).is_end
    is_on_hold = case_detail.facts.is_held and not (transition.is_backward or is_end)
    return {
        "verb": transition.verb,
        "after": case_detail.procedure.stage(transition.after).label,
        "url": dated_plan.url("studies:move", case_detail.case.number, code),
        "missing": [need.label for need in missing],
        "held": is_on_hold,
        "is_open": not missing and not is_on_hold,
        "is_forward": not transition.is_backward and not transition.needs_reason,
    }


def _deliverable_values(each: Deliverable, may_write: bool) -> dict[str, Any]:
    state = DeliverableState(each.state)
    sign, tone = _DELIVERABLE_BADGES[state]
    acts = {
        DeliverableState.EXPECTED: (("recevoir", "Recevoir"), ("reporter", "Reporter")),
        DeliverableState.REFUSED: (("recevoir", "Recevoir de nouveau"), ("reporter", "Reporter")),
        DeliverableState.RECEIVED: (("accepter", "Accepter"), ("refuser", "Refuser")),
        DeliverableState.ACCEPTED: (),
    }[state]
    awaited = state in (DeliverableState.EXPECTED, DeliverableState.REFUSED)
    last = each.judged_on or each.received_on
    return {
        "rank": each.rank,
        "title": each.title,
        "due_on": each.due_on,
        "is_late": awaited and each.due_on < today(),
        "since": last,
        "badge": {"word": DELIVERABLE_STATE_LABELS[state], "sign": sign, "tone": tone},
        "acts": acts if may_write else (),
    }


def _document_values(each: CaseDocument, case_detail: CaseDetail, dated_plan: DatedPlan) -> dict[str, Any]:
    kinds = {kind.code: kind.label for kind in case_detail.procedure.documents}
    return {
        "kind": kinds.get(each.kind, each.kind),
        "title": each.title,
        "on": each.dated_on,
        "who": each.person_name,
        "deliverable": each.deliverable.title if each.deliverable else "",
        "url": dated_plan.url("studies:document", case_detail.case.number, each.pk) if each.digest else "",
        "size": f"{max(1, round(each.size / 1024))} ko" if each.digest else "",
        "reference": each.reference,
        "digest": each.digest[:12],
    }


def _history_entry(each: CaseEvent) -> dict[str, Any]:
    what = STEP_LABELS[CaseEventKind(each.kind)]
    if each.deliverable:
        what = f"{what}, {each.deliverable.title}"
    return {
        "at": each.recorded_at,
        "on": each.happened_on,
        "who": each.person_name,
        "what": what,
        "before": each.before,
        "after": each.after,
        "reason": each.reason,
    }
