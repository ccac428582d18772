"""« Où en est-on ? » of one case: its stages, what it needs to move on, its content, its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_moment, pluralise
from pacte.kernel.money import format_euros
from pacte.procedures.queries import (
    CaseDetail,
    CaseDueDateRow,
    CaseSummary,
    case_documents,
    case_promises,
    comparison_table,
    document_states,
)
from pacte.procedures.queries.cases import continued_case
from pacte.procedures.queries.outreach import case_outreach
from pacte.procedures.queries.reading import answers_seen, arrival_of
from pacte.procedures.queries.round_cases import cases_of_round
from pacte.procedures.records.cases import DELIVERABLE_STATE_LABELS, CaseEventKind, DeliverableState, DueDateUrgency
from pacte.procedures.records.description import RequirementKind, Transition
from pacte.procedures.records.documents import DocumentState
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.rules.transitions import accepts_award, accepts_choice, missing_requirements, stage_path
from pacte.web.answers_display import answers_display
from pacte.web.outreach_pages import outreach_values
from pacte.web.pages.cases.base_pages import CasePage, case_state_badge, due_date_text
from pacte.web.pages.cases.document_words import document_badge
from pacte.web.pages.cases.money_display import money_values
from pacte.web.pages.cases.panel_display import panel_values
from pacte.web.pages.cases.paper_acts import paper_values
from pacte.web.pages.cases.promise_display import promise_values
from pacte.web.pages.cases.round_display import round_values
from pacte.web.reading_display import readings_display
from pacte.web.remaining_blocks import case_sessions

if TYPE_CHECKING:
    from pacte.procedures.models import CaseDocument, CaseEvent, Deliverable

_DELIVERABLE_BADGES = {
    DeliverableState.EXPECTED: ("clock", ""),
    DeliverableState.RECEIVED: ("half", "watch"),
    DeliverableState.ACCEPTED: ("check", "good"),
    DeliverableState.REFUSED: ("triangle", "bad"),
}


_EVENT_LABELS = {
    CaseEventKind.OPENED: "dossier ouvert",
    CaseEventKind.MOVED: "étape",
    CaseEventKind.HELD: "mis en attente",
    CaseEventKind.RELEASED: "attente levée",
    CaseEventKind.DESCRIBED: "complété",
    CaseEventKind.DEADLINE_SET: "échéance",
    CaseEventKind.DOCUMENT_ADDED: "pièce ajoutée",
    CaseEventKind.AWARDED: "attribution",
    CaseEventKind.DELIVERABLE_EXPECTED: "livrable demandé",
    CaseEventKind.DELIVERABLE_MOVED: "livrable reporté",
    CaseEventKind.DELIVERABLE_RECEIVED: "livrable reçu",
    CaseEventKind.DELIVERABLE_ACCEPTED: "livrable accepté",
    CaseEventKind.DELIVERABLE_REFUSED: "livrable refusé",
    CaseEventKind.OWNER_CHANGED: "responsable",
    CaseEventKind.CHOSEN: "choix",
    CaseEventKind.SENT: "correction reçue",
    CaseEventKind.HIRES_ASKED: "embauches demandées",
    CaseEventKind.HIRES_CONFIRMED: "embauches confirmées",
    CaseEventKind.MESSAGE: "message",
    CaseEventKind.EDITION_CHANGED: "formulaire",
    CaseEventKind.GRANTED: "montant accordé",
    CaseEventKind.ACCOUNT_CHANGED: "compte où verser",
    CaseEventKind.REPORT_SENT: "bilan reçu",
    CaseEventKind.REPORT_ACCEPTED: "bilan accepté",
    CaseEventKind.REPORT_REFUSED: "bilan refusé",
    CaseEventKind.PAYMENT_MOVED: "paiement",
    CaseEventKind.AMENDED: "avenant",
    CaseEventKind.PEER_NAMED: "pair désigné",
    CaseEventKind.PEER_ANSWERED: "grille du pair",
    CaseEventKind.PAPER_MADE: "document établi",
    CaseEventKind.PAPER_SIGNED: "signé",
    CaseEventKind.PAPER_REFUSED: "refus de signer",
    CaseEventKind.PAPER_REMINDED: "signature rappelée",
    CaseEventKind.AUDIT_DRAWN: "contrôle",
    CaseEventKind.AUDIT_FOUND: "constat du contrôle",
    CaseEventKind.TOOL_VERDICT: "dit ailleurs",
    CaseEventKind.ERASED: "données personnelles effacées",
}


@CasePage.view(template_name="cases/file.html")
def case_file(page: CasePage) -> dict[str, Any]:
    detail, line = page.detail, page.detail.summary
    is_open = not line.is_ended
    may_write = is_open and page.may("write")
    documents = case_documents(detail=detail)
    states = document_states(actor=page.actor, documents=documents)
    takes_award = accepts_award(detail.procedure, detail.facts) or detail.award is not None
    readings = readings_display(page.actor, detail, page.url)
    wave = cases_of_round(actor=page.actor, case=detail.case, scope=detail.scope)
    panel = panel_values(page, wave, readings)
    return {
        "read": detail,
        "line": line,
        "badge": case_state_badge(line),
        "question": "que doit trancher le comité ?" if panel else "où en est-on ?",
        "answer": f"{panel['answer'] if panel else ''} {_case_answer(line, today())}".strip(),
        "wave": round_values(page, wave) if wave else None,
        "panel": panel,
        "steps": [_stage_values(detail, stage, state) for stage, state in stage_path(detail.procedure, detail.facts)],
        "facts": _facts(page),
        "parts": answers_display(*answers_seen(actor=page.actor, case=detail.case), in_full=detail.sees_documents),
        "block_sessions": case_sessions(
            page.actor, detail.procedure, detail.case.values, host_id=detail.case.organisation_id
        ),
        "readings": readings,
        "moves": [_transition_values(page, each) for each in detail.moves] if is_open else [],
        "promises": promise_values(case_promises(actor=page.actor, detail=detail, on=today()), today()),
        "outreach": (outreach := outreach_values(case_outreach(actor=page.actor, case=detail.case))),
        "outreach_url": page.case_url("outreach") if outreach and page.may("write") else "",
        "papers": paper_values(page),
        "may_write": may_write,
        "asks_peer": bool(sections_by(detail.procedure.form, SectionAuthor.PEER)),
        "grades_url": page.url("grades:of_case", line.number) if may_show_grades(detail) else "",
        "may_award": is_open and page.may("award") and takes_award,
        "may_choose": is_open and page.may("choose") and accepts_choice(detail.procedure, detail.facts),
        "dues": [
            {
                "label": each.label,
                "words": "" if each.urgency is DueDateUrgency.LATER else due_date_text(each, today()),
                "on": each.on,
                "is_late": each.urgency is DueDateUrgency.LATE,
            }
            for each in line.due_dates
        ],
        "deliverables": [_deliverable_values(each, may_write) for each in detail.deliverables],
        "asks_deliverables": _asks(detail, RequirementKind.DELIVERABLES_RECEIVED, RequirementKind.DELIVERABLES_JUDGED),
        "asks_choice": _asks(detail, RequirementKind.CHOICE),
        "sees_documents": detail.sees_documents,
        "documents": [_document_values(each, states[each.pk], page) for each in documents],
        "table": comparison_table(case=detail.case),
        "money": money_values(page),
        "is_external": detail.case.is_external,
        "messages_read": list(detail.case.messages.order_by("pk")) if detail.case.is_external else [],
        "may_answer": detail.case.is_external and page.may("write"),
        "may_change_address": is_open and detail.case.guest_id is not None and page.may("hand_over"),
        "history": [_history_entry(each) for each in reversed(detail.steps)],
        "enabled": page.action_links(detail.choice.enabled_numbers if detail.choice else []),
    }


def _asks(detail: CaseDetail, *kinds: RequirementKind) -> bool:
    """True when a transition of the procedure waits for one of these: else an empty section is not drawn."""
    return any(need.kind in kinds for each in detail.procedure.transitions for need in each.needs)


def may_show_grades(detail: CaseDetail) -> bool:
    """True when the procedure compares two grids, for who reads the documents of the case."""
    return detail.sees_documents and any(each.gain for each in detail.procedure.counts)


def _case_answer(line: CaseSummary, on: date) -> str:
    """Answer of the page of one case."""
    if line.is_ended:
        end_text = f" le {format_day(line.ended_on)}" if line.ended_on else ""
        return f"{line.stage.label}{end_text}{f' : {line.outcome}' if line.outcome else ''}."
    if line.held_since:
        return f"En attente depuis le {format_day(line.held_since)} : {line.held_until_what}. Rien n’avance d’ici là."
    where = f"À l’étape « {line.stage.label} »"
    if line.late:
        count = pluralise(len(line.late), "échéance est dépassée", "échéances sont dépassées")
        return f"{where}, {count} : {_late_deadlines_text(line.late, on)}."
    if line.next_due:
        label = line.next_due.label
        return f"{where}. Prochaine échéance : {label[:1].lower()}{label[1:]}, le {format_day(line.next_due.on)}."
    return f"{where}. Aucune échéance n’est fixée."


def _late_deadlines_text(late: Sequence[CaseDueDateRow], on: date) -> str:
    return " ; ".join(f"{each.label[:1].lower()}{each.label[1:]}, {due_date_text(each, on)}" for each in late)


def _stage_values(case_detail: CaseDetail, stage: str, state: str) -> dict[str, str]:
    stage_spec = case_detail.procedure.stage(stage)
    arrivals = [
        each for each in case_detail.steps if each.kind == CaseEventKind.MOVED and each.after == stage_spec.label
    ]
    since = arrivals[-1].happened_on if arrivals else case_detail.summary.opened_on
    detail = f"depuis le {format_day(since)}" if state == "current" else ""
    return {"label": stage_spec.label, "state": state, "detail": detail}


def _facts(page: CasePage) -> list[dict[str, str]]:
    detail, line = page.detail, page.detail.summary
    action = page.action_links([line.action_number])[0]
    facts = [
        {"label": "Action", "value": action["label"], "url": action["url"]},
        {"label": "Responsable", "value": line.owner_name or "À désigner"},
    ]
    if detail.case.applicant_name:
        facts.append({"label": "Demandeur", "value": detail.case.applicant_name})
    if detail.case.sent_at:
        facts.append({"label": "Reçu le", "value": format_moment(detail.case.sent_at)})
    if arrival := arrival_of(actor=page.actor, case=detail.case):
        late = f"entré après la fin : {arrival.late_code.reason}" if arrival.late_code else ""
        facts.append({"label": "Session", "value": arrival.call_round.title, "note": late})
    if earlier := continued_case(actor=page.actor, case=detail.case):
        stage = procedure_edition(earlier.procedure_code, earlier.edition).stage(earlier.stage)
        value, url = f"n° {earlier.number}, {earlier.title}", page.url("cases:file", earlier.number)
        facts.append({"label": "Reprend", "value": value, "note": stage.label.lower(), "url": url})
    if detail.award:
        value, note = f"{detail.award.holder}, {format_euros(detail.award.cents)}", format_day(detail.award.awarded_on)
        facts.append({"label": "Titulaire", "value": value, "note": f"attribué le {note}"})
    return facts


def _transition_values(page: CasePage, transition: Transition) -> dict[str, Any]:
    missing, next_stage = (
        missing_requirements(transition, page.detail.facts),
        page.detail.procedure.stage(transition.after),
    )
    is_on_hold = page.detail.facts.is_held and not (transition.is_backward or next_stage.is_end)
    return {
        "verb": transition.verb,
        "after": next_stage.label,
        "url": page.case_url("move", transition.code),
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
    return {
        "rank": each.rank,
        "title": each.title,
        "due_on": each.due_on,
        "is_late": awaited and each.due_on < today(),
        "since": each.judged_on or each.received_on,
        "badge": {"word": DELIVERABLE_STATE_LABELS[state], "sign": sign, "tone": tone},
        "acts": acts if may_write else (),
    }


def _document_values(each: CaseDocument, state: DocumentState, page: CasePage) -> dict[str, Any]:
    kinds = {kind.code: kind.label for kind in page.detail.procedure.documents}
    return {
        "kind": kinds.get(each.kind, each.kind),
        "title": each.title,
        "on": each.dated_on,
        "who": each.person_name,
        "deliverable": each.deliverable.title if each.deliverable else "",
        "url": page.case_url("document", each.pk) if state.may_be_read else "",
        "badge": document_badge(state),
        "size": f"{max(1, round(each.size / 1024))} ko" if each.digest else "",
        "reference": each.reference,
        "digest": each.digest[:12],
    }


def _history_entry(each: CaseEvent) -> dict[str, Any]:
    what = _EVENT_LABELS[CaseEventKind(each.kind)]
    return {
        "at": each.recorded_at,
        "on": each.happened_on,
        "who": each.person_name,
        "what": f"{what}, {each.deliverable.title}" if each.deliverable else what,
        "before": each.before,
        "after": each.after,
        "reason": each.reason,
    }
