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
from pacte.web.pages.studies.listing import badge_of
from pacte.web.pages.studies.words import STEP_WORDS, answer, due_words
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.procedures.models import CaseDocument, CaseEvent, Deliverable

_BADGES = {
    DeliverableState.EXPECTED: ("clock", ""),
    DeliverableState.RECEIVED: ("half", "watch"),
    DeliverableState.ACCEPTED: ("check", "good"),
    DeliverableState.REFUSED: ("triangle", "bad"),
}


@signed_in
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = plan_seen(request, code)
    read = case_by_number(actor=seen.actor, plan=seen.plan, number=number, on=today())
    line = read.summary
    names = action_titles_by_number(actor=seen.actor, plan=seen.plan, on=today())
    table = comparison_table(case=read.case)
    rights = {name: may(seen.actor, f"procedures.{name}", read.scope) for name in ("write", "award", "choose")}
    going = not line.is_ended
    context = frame_of(request, seen, trail=trail_of(seen, line.title), dated=False) | {
        "read": read,
        "line": line,
        "badge": badge_of(line),
        "answer": answer(line, today()),
        "steps": [_stage(read, stage, state) for stage, state in stage_path(read.procedure, read.facts)],
        "facts": _facts(read, seen, names),
        "moves": [_move(read, seen, each.code) for each in read.moves] if going else [],
        "may_write": rights["write"] and going,
        "may_award": rights["award"]
        and going
        and (accepts_award(read.procedure, read.facts) or read.award is not None),
        "may_choose": rights["choose"] and going and accepts_choice(read.procedure, read.facts),
        "dues": [
            {
                "label": each.label,
                "words": "" if each.urgency is DueDateUrgency.LATER else due_words(each, today()),
                "on": each.on,
                "is_late": each.urgency is DueDateUrgency.LATE,
            }
            for each in line.dues
        ],
        "deliverables": [_deliverable(each, rights["write"] and going) for each in read.deliverables],
        "sees_documents": read.sees_documents,
        "documents": [_document(each, read, seen) for each in case_documents(detail=read)],
        "table": table,
        "history": [_step(each) for each in reversed(read.steps)],
        "enabled": enabled(read.choice.enabled_numbers if read.choice else [], names, seen),
    }
    return render(request, "studies/file.html", context)


def trail_of(seen: PlanSeen, *labels: str, url: str = "") -> list[dict[str, str]]:
    """Breadcrumb under the list of cases; ``url`` is the URL of the case when the page is below it."""
    first, *rest = labels
    return [
        {"label": "Études", "url": seen.url("studies:list")},
        {"label": first, "url": url} if url else {"label": first},
        *({"label": each} for each in rest),
    ]


def enabled(numbers: list[ActionCode], names: dict[ActionCode, str], seen: PlanSeen) -> list[dict[str, str]]:
    """Links to the actions that a choice makes possible."""
    return [
        {"label": f"{number} {names.get(number, '')}", "url": seen.url("plan:action", number)} for number in numbers
    ]


def _stage(read: CaseDetail, stage: str, state: str) -> dict[str, str]:
    described = read.procedure.stage(stage)
    arrived = [each for each in read.steps if each.kind == CaseEventKind.MOVED and each.after == described.label]
    detail = f"depuis le {format_day(arrived[-1].happened_on)}" if state == "current" and arrived else ""
    if state == "current" and not arrived:
        detail = f"depuis le {format_day(read.summary.opened_on)}"
    return {"label": described.label, "state": state, "detail": detail}


def _facts(read: CaseDetail, seen: PlanSeen, names: dict[ActionCode, str]) -> list[dict[str, str]]:
    line, values = read.summary, read.case.values
    found = [
        {
            "label": "Action",
            "value": f"{line.action_number} {names.get(line.action_number, '')}",
            "url": seen.url("plan:action", line.action_number),
        },
        {"label": "Responsable", "value": line.owner_name or "À désigner"},
    ]
    for field in read.procedure.fields:
        if field.kind is CaseFieldKind.PARAGRAPH or (field.kind is CaseFieldKind.AMOUNT and not read.sees_documents):
            continue
        value = str(values.get(field.code, ""))
        words = dict(field.choices).get(value, value)
        if field.kind is CaseFieldKind.AMOUNT and value.isdigit():
            words = format_euros(int(value))
        found.append({"label": field.label, "value": words or "Non dit"})
    if read.award:
        found.append(
            {
                "label": "Titulaire",
                "value": f"{read.award.holder}, {format_euros(read.award.cents)}",
                "note": f"attribué le {format_day(read.award.awarded_on)}",
            }
        )
    return found


def _move(read: CaseDetail, seen: PlanSeen, code: str) -> dict[str, Any]:
    transition = next(each for each in read.moves if each.code == code)
    missing = missing_requirements(transition, read.facts)
    is_end = read.procedure.stage(transition.after).is_end
    held = read.facts.is_held and not (transition.is_backward or is_end)
    return {
        "verb": transition.verb,
        "after": read.procedure.stage(transition.after).label,
        "url": seen.url("studies:move", read.case.number, code),
        "missing": [need.label for need in missing],
        "held": held,
        "is_open": not missing and not held,
        "is_forward": not transition.is_backward and not transition.needs_reason,
    }


def _deliverable(each: Deliverable, may_write: bool) -> dict[str, Any]:
    state = DeliverableState(each.state)
    sign, tone = _BADGES[state]
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


def _document(each: CaseDocument, read: CaseDetail, seen: PlanSeen) -> dict[str, Any]:
    kinds = {kind.code: kind.label for kind in read.procedure.documents}
    return {
        "kind": kinds.get(each.kind, each.kind),
        "title": each.title,
        "on": each.dated_on,
        "who": each.person_name,
        "deliverable": each.deliverable.title if each.deliverable else "",
        "url": seen.url("studies:document", read.case.number, each.pk) if each.digest else "",
        "size": f"{max(1, round(each.size / 1024))} ko" if each.digest else "",
        "reference": each.reference,
        "digest": each.digest[:12],
    }


def _step(each: CaseEvent) -> dict[str, Any]:
    what = STEP_WORDS[CaseEventKind(each.kind)]
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
